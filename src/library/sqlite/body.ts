/**
 * How the row of an article holds it: as a JSON array of a line each, the article without its paragraphs and notes, how many
 * paragraphs each section has, then these and the notes. So a short one is parsed at once, a long one in steps that block nobody for
 * long, and of one that a search finds what is shown alone.
 */
import type { Article, ArticleInParts, ListOf, Note, Paragraph } from '../../article/article.ts'
import { stepOfBody } from '../limits.ts'

const between = ',\n'

export const printBody = (article: Article): Buffer => {
  const sections = article.sections.map((section) => ({ ...section, paragraphs: [] }))
  const lines = [
    { ...article, sections, notes: [] },
    article.sections.map(({ paragraphs }) => paragraphs.length),
    ...article.sections.flatMap(({ paragraphs }) => paragraphs),
    ...article.notes,
  ]
  return Buffer.from(`[${lines.map((line) => JSON.stringify(line)).join(between)}]`)
}

type Parts = [article: Article, counts: number[], ...parts: (Paragraph | Note)[]]

const joined = ([article, counts, ...parts]: Parts): Article => {
  let first = 0
  for (const [index, count] of counts.entries()) {
    const section = article.sections[index]
    if (section !== undefined) section.paragraphs = parts.slice(first, first + count) as Paragraph[]
    first += count
  }
  article.notes = parts.slice(first) as Note[]
  return article
}

// Decoded here, since node:sqlite decodes text beyond ASCII seven times slower.
const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

const lineFeed = 0x0a

/** Where each line of a body begins, and where one after the last would. */
const startsOf = (bytes: Buffer): number[] => {
  const starts = [1]
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) starts.push(at + 1)
  // As if the bracket at the end were a comma and a line feed.
  starts.push(bytes.length - 1 + between.length)
  return starts
}

/** Makes the function that parses a line. */
const lineReader = (bytes: Buffer, starts: readonly number[]) => {
  return (index: number): unknown =>
    JSON.parse(bytes.toString('utf8', starts[index], (starts[index + 1] ?? 0) - between.length))
}

/** Whether it takes long to read. */
export const isLongBody = ({ byteLength }: Uint8Array): boolean => byteLength > 2 * stepOfBody

/** Reads an article. */
export const readBody = (bytes: Uint8Array): Article =>
  joined(JSON.parse(bufferOf(bytes).toString()) as Parts)

/** Reads an article in steps. */
export const bodySteps = function* (body: Uint8Array): Generator<void, Article, void> {
  const bytes = bufferOf(body)
  const starts = startsOf(bytes)
  const line = lineReader(bytes, starts)
  const parts: unknown[] = []
  let last = 0
  for (const [index, start] of starts.slice(0, -1).entries()) {
    if (start - last > stepOfBody) {
      last = start
      yield
    }
    parts.push(line(index))
  }
  return joined(parts as Parts)
}

/** The article of a body, of which each paragraph and note is parsed when it is asked for. */
export const viewBody = (body: Uint8Array): ArticleInParts => {
  const bytes = bufferOf(body)
  const starts = startsOf(bytes)
  const line = lineReader(bytes, starts)
  const article = line(0) as Article
  const counts = line(1) as number[]
  let next = 2
  const take = <Part>(length: number): ListOf<Part> => {
    const first = next
    next += length
    return { length, at: (index) => (index < length ? (line(first + index) as Part) : undefined) }
  }
  return Object.assign(article, {
    sections: article.sections.map((section, index) => ({
      ...section,
      paragraphs: take<Paragraph>(counts[index] ?? 0),
    })),
    notes: take<Note>(starts.length - 1 - next),
  })
}
