import type { ElementContent } from 'hast'
import { directionOf } from '../../article/text.ts'
import { createElement, createText, neighbours } from './elements.ts'
import type { WordPlace } from './language.ts'
import { textOfPieces, type WordMarks, type WordPiece } from './pieces.ts'

/** The marks of a piece from the outermost to the innermost. */
const order = ['href', 'language', 'strong', 'emphasis', 'strike', 'shift', 'code'] as const
type Key = (typeof order)[number]

const tags: Record<Exclude<Key, 'href' | 'language' | 'shift'>, string> = {
  strong: 'strong',
  emphasis: 'em',
  strike: 's',
  code: 'code',
}

/** Makes an element of what is no text. */
type ReadPiece = (piece: WordPiece, place: WordPlace) => ElementContent[]

/** Content in the element of a mark, where the mark says something. */
const wrap = (
  children: ElementContent[],
  marks: WordMarks,
  { key, place }: { key: Key; place: WordPlace },
) => {
  const value = marks[key]
  if (value === '' || value === false) return children
  if (key === 'href') return [createElement('a', place, children, { href: marks.href })]
  if (key === 'language') {
    const own = { lang: marks.language, dir: directionOf(marks.language) }
    return [createElement('span', own, children)]
  }
  if (key === 'shift') return [createElement(value === 'subscript' ? 'sub' : 'sup', place, children)]
  return [createElement(tags[key], place, children)]
}

/** Pieces as content of an element, neighbours with the same mark in one. Of `keys` none are left for content without marks. */
export const markPieces = (
  pieces: readonly WordPiece[],
  { place, readPiece, keys = order }: { place: WordPlace; readPiece: ReadPiece; keys?: readonly Key[] },
): ElementContent[] => {
  const [key, ...inner] = keys
  if (key !== undefined)
    return neighbours(pieces, (one, other) => one.marks[key] === other.marks[key]).flatMap((run) => {
      const content = markPieces(run, { place, readPiece, keys: inner })
      return run[0] === undefined ? content : wrap(content, run[0].marks, { key, place })
    })
  const texts = neighbours(pieces, (one, other) => one.type === 'text' && other.type === 'text')
  return texts.flatMap((run) =>
    run[0]?.type === 'text'
      ? [createText(textOfPieces(run))]
      : run.flatMap((piece) => readPiece(piece, place)),
  )
}
