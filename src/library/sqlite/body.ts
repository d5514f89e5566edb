/** How the row of an article holds it: as JSON, a large one in lines, so that reading it blocks nobody for long. */
import type { Article } from '../../article/article.ts'
import { lineOfBody } from '../limits.ts'

type Paragraphs = Article['sections'][number]['paragraphs']

/** Paragraphs of the section with this index. */
type Line = [section: number, paragraphs: Paragraphs]

/** Divides paragraphs into lines of a bounded length, but for what one paragraph exceeds it by. */
const linesOf = (paragraphs: Paragraphs, section: number): string[] => {
  const lines: string[] = []
  let some: string[] = []
  let length = 0
  for (const paragraph of paragraphs) {
    const text = JSON.stringify(paragraph)
    some.push(text)
    length += text.length
    if (length < lineOfBody) continue
    lines.push(`[${section},[${some.join(',')}]]`)
    some = []
    length = 0
  }
  if (some.length > 0) lines.push(`[${section},[${some.join(',')}]]`)
  return lines
}

/** The first line is the article; where there are more, it has no paragraphs, which are in those. */
export const printBody = (article: Article): Buffer => {
  const whole = JSON.stringify(article)
  if (whole.length < lineOfBody) return Buffer.from(whole)
  const sections = article.sections.map((section) => ({ ...section, paragraphs: [] }))
  const lines = article.sections.flatMap(({ paragraphs }, index) => linesOf(paragraphs, index))
  return Buffer.from([JSON.stringify({ ...article, sections }), ...lines].join('\n'))
}

const lineFeed = 0x0a

/** Reads an article, a line a step. */
export const bodySteps = function* ({
  buffer,
  byteOffset,
  byteLength,
}: Uint8Array): Generator<void, Article, void> {
  // Decoded here, since node:sqlite decodes text beyond ASCII seven times slower.
  const bytes = Buffer.from(buffer, byteOffset, byteLength)
  let end = bytes.indexOf(lineFeed)
  const article = JSON.parse(bytes.toString('utf8', 0, end < 0 ? bytes.length : end)) as Article
  while (end >= 0) {
    yield
    const start = end + 1
    end = bytes.indexOf(lineFeed, start)
    const line = JSON.parse(bytes.toString('utf8', start, end < 0 ? bytes.length : end)) as Line
    article.sections[line[0]]?.paragraphs.push(...line[1])
  }
  return article
}

/** Whether it takes long to read. */
export const isLongBody = ({ byteLength }: Uint8Array): boolean => byteLength > 2 * lineOfBody
