import type { Article, Note, Paragraph, Section } from '../article/article.ts'
import type { Mark } from '../article/marks.ts'
import { type MarkedText, referencesIn } from '../article/parts.ts'
import { commaIn } from './facts.ts'
import type { Format } from './format.ts'
import type { Resource } from './resource.ts'
import { absolute, paths, type Site } from './site.ts'

const blank = '\n\n'

const isKnown = (line: string | null): line is string => line !== null

/** A text whose struck parts say so, for nothing else in plain text does: «[deleted: gone]». */
export const markedText = ({ text, marks }: MarkedText): string => {
  let said = ''
  let at = 0
  for (const { type, start, end } of marks) {
    if (type !== 'strike') continue
    said += `${text.slice(at, start)}[deleted: ${text.slice(start, end)}]`
    at = end
  }
  return said + text.slice(at)
}

const rowText = (cells: readonly MarkedText[]): string =>
  cells.map((cell) => markedText(cell).replaceAll('\n', ' ')).join('\t')

/** The text of a paragraph, without signs of its type. */
const paragraphText = (paragraph: Paragraph): string => {
  switch (paragraph.type) {
    case 'text':
      return markedText(paragraph)
    case 'quote': {
      const by = paragraph.attribution === null ? '' : `\n— ${paragraph.attribution}`
      return markedText(paragraph) + by
    }
    case 'list':
      return paragraph.items
        .map((item) => (item.term === null ? markedText(item) : `${item.term}: ${markedText(item)}`))
        .join('\n')
    case 'table':
      return [paragraph.header, ...paragraph.rows]
        .filter((cells) => cells.length > 0)
        .map(rowText)
        .join('\n')
    case 'image':
      return captionText(paragraph.image) || (paragraph.image.alt ?? '')
    case 'media':
      return captionText(paragraph.media) || (paragraph.media.title ?? '')
    case 'code':
    case 'break':
      return paragraph.text
  }
}

type Captioned = { caption: string | null; captionMarks: Mark[] }

const captionText = ({ caption, captionMarks }: Captioned): string =>
  markedText({ text: caption ?? '', marks: captionMarks })

/** What stands beside the text of a paragraph: the caption of a table, the address of a video, who made an image. */
const factsBeside = (paragraph: Paragraph): (string | null)[] => {
  if (paragraph.type === 'image') return [paragraph.image.credit]
  if (paragraph.type === 'media') return [paragraph.media.url, paragraph.media.credit]
  return paragraph.type === 'table' ? [captionText(paragraph)] : []
}

/** The same, and what stands beside it: other forms say that elsewhere. */
const creditedText = (paragraph: Paragraph): string =>
  [paragraph.label ?? '', paragraphText(paragraph), ...factsBeside(paragraph)]
    .filter((line) => line !== null && line !== '')
    .join('\n')

const noteText = (note: Note): string => `[${note.label}] ${markedText(note)}`

type ParagraphText = (paragraph: Paragraph) => string

const join = (blocks: readonly string[]): string => blocks.filter((block) => block !== '').join(blank)

/** The paragraphs of a section as plain text, a blank line between them. */
export const paragraphsText = (
  { paragraphs }: Pick<Section, 'paragraphs'>,
  textOf: ParagraphText = paragraphText,
): string => join(paragraphs.map(textOf))

const sectionText = (section: Section, textOf: ParagraphText): string =>
  join([
    markedText({ text: section.heading ?? '', marks: section.headingMarks }),
    paragraphsText(section, textOf),
  ])

/** The sections of an article as plain text, with their headings, and its notes. */
export const bodyText = (
  { sections, notes }: Pick<Article, 'sections' | 'notes'>,
  textOf: ParagraphText = paragraphText,
): string => join([...sections.map((section) => sectionText(section, textOf)), ...notes.map(noteText)])

const articleText = (article: Article): string => {
  const { title, rubric, outlet, language, authors, datePublished, summary } = article
  const names = authors.length === 0 ? null : authors.map(({ name }) => name).join(commaIn(language))
  const about = [rubric, outlet, names, datePublished].filter(isKnown).join('\n')
  return [title, about, summary, bodyText(article, creditedText)].filter(isKnown).join(blank)
}

/** The notes that paragraphs refer to. */
const notesText = ({ notes }: Article, paragraphs: readonly Paragraph[]): string[] => {
  const references = referencesIn(paragraphs)
  return notes.filter(({ id }) => references.has(id)).map(noteText)
}

/** Where a part is from, each fact on a line of its own: a line ends what a bidi control in it began. */
const attribution = ({ title, outlet }: Article, path: string, site: Site): string =>
  `— ${title}\n${outlet}\n${absolute(site, path)}`

const printText = (resource: Resource, site: Site): string => {
  if (resource.kind === 'article') return articleText(resource.article)
  if (resource.kind === 'section') {
    const { article, section } = resource
    const from = attribution(article, paths(site).section(article.id, section.id), site)
    return join([sectionText(section, creditedText), ...notesText(article, section.paragraphs), from])
  }
  if (resource.kind === 'note') {
    const { article, note } = resource
    return join([noteText(note), attribution(article, paths(site).note(article.id, note.id), site)])
  }
  if (resource.kind !== 'paragraph') return ''
  const { article, paragraph } = resource
  const from = attribution(article, paths(site).paragraph(article.id, paragraph.id), site)
  return join([creditedText(paragraph), ...notesText(article, [paragraph]), from])
}

/** Plain text, word for word. A section or paragraph ends with its source. */
export const textFormat: Format = {
  name: 'text',
  mediaType: 'text/plain',
  contentType: 'text/plain; charset=utf-8',
  extension: '.txt',
  kinds: ['article', 'section', 'paragraph', 'note'],
  print: (resource, { site }) => `${printText(resource, site).trimEnd()}\n`,
}
