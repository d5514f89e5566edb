import type { Article, Paragraph, Section } from '../article/article.ts'
import type { Format } from './format.ts'
import type { Resource } from './resource.ts'
import { absolute, paths, type Site } from './site.ts'

const blank = '\n\n'

const isKnown = (line: string | null): line is string => line !== null

const imageText = ({ text, image }: Paragraph & { type: 'image' }): string => {
  const said = new Set([image.alt, image.caption, image.credit].filter(isKnown))
  return `[${said.size === 0 ? text : [...said].join(' — ')}]`
}

/** The lines of a quote, and who said it. */
const quoteText = ({ text, attribution }: Paragraph & { type: 'quote' }): string =>
  [...text.split('\n'), ...(attribution === null ? [] : [`— ${attribution}`])]
    .map((line) => `> ${line}`)
    .join('\n')

const paragraphText = (paragraph: Paragraph): string => {
  switch (paragraph.type) {
    case 'image':
      return imageText(paragraph)
    case 'quote':
      return quoteText(paragraph)
    case 'list':
    case 'text':
      return paragraph.text
  }
}

/** The paragraphs of a section as plain text, a blank line between them. */
export const paragraphsText = ({ paragraphs }: Pick<Section, 'paragraphs'>): string =>
  paragraphs.map(paragraphText).join(blank)

const sectionText = (section: Section): string =>
  [section.heading ?? '', paragraphsText(section)].filter((block) => block !== '').join(blank)

/** The sections of an article as plain text, with their headings. */
export const bodyText = ({ sections }: Pick<Article, 'sections'>): string =>
  sections.map(sectionText).join(blank)

const articleText = (article: Article): string => {
  const { title, rubric, outlet, authors, datePublished, summary } = article
  const names = authors.length === 0 ? null : authors.map(({ name }) => name).join(', ')
  const about = [rubric, outlet, names, datePublished].filter(isKnown).join('\n')
  return [title, about, summary, bodyText(article)].filter(isKnown).join(blank)
}

/** Where a part is from, each fact on a line of its own: a line ends what a bidi control in it began. */
const attribution = ({ title, outlet }: Article, path: string, site: Site): string =>
  `— ${title}\n${outlet}\n${absolute(site, path)}`

const textOf = (resource: Resource, site: Site): string => {
  if (resource.kind === 'article') return articleText(resource.article)
  if (resource.kind === 'section') {
    const { article, section } = resource
    const from = attribution(article, paths(site).section(article.id, section.id), site)
    return [sectionText(section), from].join(blank)
  }
  if (resource.kind !== 'paragraph') return ''
  const { article, paragraph } = resource
  const from = attribution(article, paths(site).paragraph(article.id, paragraph.id), site)
  return [paragraphText(paragraph), from].join(blank)
}

/** Plain text, word for word. A section or paragraph ends with where it is from. */
export const text: Format = {
  name: 'text',
  mediaType: 'text/plain',
  contentType: 'text/plain; charset=utf-8',
  extension: '.txt',
  kinds: ['article', 'section', 'paragraph'],
  print: (resource, site) => `${textOf(resource, site).trimEnd()}\n`,
}
