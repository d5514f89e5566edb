import { longestLine } from '../../article/limits.ts'
import type { Notes } from '../notes.ts'
import type { NoteOf, WordBlock, WordParagraph } from './blocks.ts'
import { textOfPieces } from './pieces.ts'
import { childOf, type XmlElement } from './xml.ts'

const onLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const lineOfPieces = ({ pieces }: WordParagraph): string => onLine(textOfPieces(pieces))

type Taken = { title: string | undefined; summary: string | undefined; rest: WordBlock[] }

/** A Subtitle that is plain text right after the title is the summary. */
const subtitleIn = (
  blocks: readonly WordBlock[],
  title: WordBlock | undefined,
): WordParagraph | undefined => {
  const found = blocks.slice(0, 3).find((block) => block.type === 'paragraph' && block.role === 'subtitle')
  if (title === undefined || found?.type !== 'paragraph') return undefined
  const isPlain = found.pieces.every(({ type, marks }) => type === 'text' && marks.href === '')
  return isPlain && lineOfPieces(found) !== '' ? found : undefined
}

/** What a title cannot hold: its pictures, and the notes that it refers to. */
const besidesTitle = (title: WordParagraph, noteOf: NoteOf): WordBlock[] => {
  const images = title.pieces.filter(({ type }) => type === 'image')
  const texts = title.pieces.flatMap((piece) =>
    piece.type === 'note' ? (noteOf(piece.kind, piece.id) ?? []) : [],
  )
  return [...(images.length > 0 ? [{ ...title, role: 'text' as const, pieces: images }] : []), ...texts]
}

/**
 * The paragraph that is the title: the Title, what the properties name if it comes first, or the first heading of level 1.
 * After other text such a heading is one of several, unless nothing else names the title.
 */
const findTitle = (blocks: WordBlock[], named: string | undefined): WordParagraph | undefined => {
  const paragraphs = blocks
    .filter((block) => block.type === 'paragraph')
    .filter((block) => lineOfPieces(block) !== '')
  const [first] = paragraphs
  const title = paragraphs.find(({ role }) => role === 'title')
  if (title !== undefined) return title
  if (first !== undefined && lineOfPieces(first) === named) return first
  const heading = paragraphs.find(({ role, level }) => role === 'heading' && level === 1)
  return heading === first || named === undefined ? heading : undefined
}

/** The title and the Subtitle, apart from the other blocks. `named` is the title that the properties say. */
export const takeTitle = (
  blocks: WordBlock[],
  { named, noteOf }: { named: string | undefined; noteOf: NoteOf },
): Taken => {
  const title = findTitle(blocks, named)
  const subtitle = subtitleIn(blocks, title)
  const rest = blocks.flatMap((block) => {
    if (block === subtitle) return []
    return block === title && block.type === 'paragraph' ? besidesTitle(block, noteOf) : [block]
  })
  return {
    title: title === undefined ? undefined : lineOfPieces(title),
    summary: subtitle === undefined ? undefined : lineOfPieces(subtitle),
    rest,
  }
}

/** What programs write for the name of an author who gave none. */
const nobody =
  /^(?:author|user|users?|admin|administrator|owner|windows user|microsoft office user|un-named|unknown|python-docx|apache poi|docx4j|openxml.*|docx|pandoc|google docs|.*@.*|\W*|\d+)$/i

/** What programs write for a title. */
const untitled =
  /^(?:microsoft word\b.*|document ?\d*|untitled.*|word document|normal\.dot\w?|.*\.docx?|\W*)$/i

type Properties = { title: string | undefined; authors: string[] }

/** The title and authors that the properties of a file name. Its dates are those of the file, and so are not taken. */
export const readProperties = (properties: XmlElement | undefined, notes: Notes): Properties => {
  const read = (name: string) => onLine(childOf(properties, name)?.text ?? '').slice(0, longestLine)
  const title = read('dc:title')
  const authors = read('dc:creator')
    .split(/\s*[;؛]\s*/)
    .filter((name) => name !== '' && !nobody.test(name))
  const dates = ['dcterms:created', 'dcterms:modified'].map((name) => read(name).slice(0, 10))
  const date = dates.findLast((each) => /^\d{4}-\d\d-\d\d$/.test(each))
  if (date !== undefined) notes.add('wordDate', date)
  return { title: untitled.test(title) ? undefined : title, authors: [...new Set(authors)] }
}
