import type { Article, Paragraph, Section } from '../article/article.ts'
import { commaIn } from './facts.ts'
import type { Format } from './format.ts'
import type { Resource } from './resource.ts'
import { absolute, paths, type Site } from './site.ts'

const blank = '\n\n'

const isKnown = (line: string | null): line is string => line !== null

/** The text of a paragraph, without signs of its type. */
const paragraphText = (paragraph: Paragraph): string => {
  if (paragraph.type !== 'quote' || paragraph.attribution === null) return paragraph.text
  return `${paragraph.text}\n— ${paragraph.attribution}`
}

/** The same with the credit of an image, which other formats give apart from the text. */
const creditedText = (paragraph: Paragraph): string => {
  const credit = paragraph.type === 'image' ? (paragraph.image.credit ?? '') : ''
  return [paragraphText(paragraph), credit].filter((line) => line !== '').join('\n')
}

type ParagraphText = (paragraph: Paragraph) => string

const join = (blocks: readonly string[]): string => blocks.filter((block) => block !== '').join(blank)

/** The paragraphs of a section as plain text, a blank line between them. */
export const paragraphsText = (
  { paragraphs }: Pick<Section, 'paragraphs'>,
  textOf: ParagraphText = paragraphText,
): string => join(paragraphs.map(textOf))

const sectionText = (section: Section, textOf: ParagraphText): string =>
  join([section.heading ?? '', paragraphsText(section, textOf)])

/** The sections of an article as plain text, with their headings. */
export const bodyText = (
  { sections }: Pick<Article, 'sections'>,
  textOf: ParagraphText = paragraphText,
): string => join(sections.map((section) => sectionText(section, textOf)))

const articleText = (article: Article): string => {
  const { title, rubric, outlet, language, authors, datePublished, summary } = article
  const names = authors.length === 0 ? null : authors.map(({ name }) => name).join(commaIn(language))
  const about = [rubric, outlet, names, datePublished].filter(isKnown).join('\n')
  return [title, about, summary, bodyText(article, creditedText)].filter(isKnown).join(blank)
}

/** The source of a part, each fact on its own line, at whose end the effect of a bidi control ends. */
const attribution = ({ title, outlet }: Article, path: string, site: Site): string =>
  `— ${title}\n${outlet}\n${absolute(site, path)}`

const printText = (resource: Resource, site: Site): string => {
  if (resource.kind === 'article') return articleText(resource.article)
  if (resource.kind === 'section') {
    const { article, section } = resource
    const from = attribution(article, paths(site).section(article.id, section.id), site)
    return join([sectionText(section, creditedText), from])
  }
  if (resource.kind !== 'paragraph') return ''
  const { article, paragraph } = resource
  const from = attribution(article, paths(site).paragraph(article.id, paragraph.id), site)
  return join([creditedText(paragraph), from])
}

/** Plain text, word for word. A section or paragraph ends with its source. */
export const textFormat: Format = {
  name: 'text',
  mediaType: 'text/plain',
  contentType: 'text/plain; charset=utf-8',
  extension: '.txt',
  kinds: ['article', 'section', 'paragraph'],
  print: (resource, { site }) => `${printText(resource, site).trimEnd()}\n`,
}
