import type { SectionFile } from '../article/file.ts'
import { type DomElement, isElement, isText } from './dom.ts'
import { cite, count, type Notes } from './notes.ts'

/** The most pieces of a page that are looked for in the article; a page with more is no page of one article. */
const mostPieces = 2000

/** So many letters do not stand in an article by chance; “News” from a menu does. */
const certain = 15

const pieceNames = new Set(
  'p li h1 h2 h3 h4 h5 h6 td th dt dd figcaption pre blockquote div section aside a span'.split(' '),
)

/** The texts of a page, each of an element that holds some text itself. */
export const piecesOf = (body: DomElement): string[] => {
  const pieces: string[] = []
  const isPiece = (element: DomElement): boolean =>
    pieceNames.has(element.localName) &&
    [...element.childNodes].some((node) => isText(node) && node.textContent.trim() !== '')
  const visit = (element: DomElement) => {
    for (const child of element.childNodes) {
      if (pieces.length >= mostPieces || !isElement(child)) continue
      if (isPiece(child)) pieces.push(child.textContent.replaceAll(/\s+/g, ' ').trim())
      else visit(child)
    }
  }
  visit(body)
  return pieces
}

/** Letters and digits alone: what a piece has in common with itself after it became part of an article. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : []

/**
 * Notes on what of a page is not in its article: named one by one where it stands between parts of the article,
 * for there it may be missed; told in one line where it stands around it. `said` is what is known besides the text.
 */
export const noteLeftOut = (pieces: string[], sections: SectionFile[], said: unknown, notes: Notes) => {
  const body = bare(stringsIn(sections).join('\n'))
  const known = bare(stringsIn(said).join('\n'))
  const isKept = pieces.map((piece) => body.includes(bare(piece)))
  const isSure = pieces.map((piece, index) => isKept[index] === true && bare(piece).length >= certain)
  const [first, last] = [isSure.indexOf(true), isSure.lastIndexOf(true)]
  const lost = pieces
    .map((piece, index) => ({ piece, index }))
    .filter(({ piece, index }) => isKept[index] === false && !known.includes(bare(piece)))
  const around = lost.filter(({ index }) => index < first || index > last)
  for (const { piece, index } of lost) {
    if (index > first && index < last)
      notes.add(`left out ${cite(piece)} from within the article, as no part of it`)
  }
  if (around.length === 0) return
  const examples = around.slice(0, 3).map(({ piece }) => cite(piece))
  notes.add(
    `left out ${count(around.length, 'piece')} of the page around the article, such as ${examples.join(', ')}`,
  )
}
