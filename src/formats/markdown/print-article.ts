import type { RootContent } from 'mdast'
import { toMarkdown } from 'mdast-util-to-markdown'
import { stringify } from 'yaml'
import type { Article, Section } from '../../article/article.ts'
import { mapAddresses } from '../../article/addresses.ts'
import type { ArticleFile } from '../../article/file.ts'
import { notesIn, referencesIn } from '../../article/parts.ts'
import { directionOf } from '../../article/text.ts'
import { writeArticle } from '../../article/write.ts'
import { markdownOptions } from './options.ts'
import { noteNode, sectionNodes } from './to-mdast.ts'
import { blocksOfStep } from '../limits.ts'
import type { Resource } from '../resource.ts'
import { linkedAddresses, type Site } from '../site.ts'

/** Every string is quoted: tools that read YAML 1.1 take a bare `no`, `12:30` or `2024-01-01` for another type. */
const portable = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const

/** The blocks of a document: its sections, and then its notes. */
const blocksOf = function* ({
  sections,
  notes = [],
  language,
  direction,
}: ArticleFile): Generator<RootContent, void, void> {
  const labels = new Map(notes.map(({ id, label }, index) => [id, label ?? String(index + 1)]))
  const around = { labels, direction: direction ?? directionOf(language) }
  for (const section of sections) yield* sectionNodes(section, around)
  for (const note of notes) yield noteNode(note, around)
}

/** Blocks in parts that are printed in one step each. A block after a list depends on it, so no part ends with a list. */
const partsOf = function* (file: ArticleFile): Generator<RootContent[], void, void> {
  let part: RootContent[] = []
  for (const block of blocksOf(file)) {
    part.push(block)
    if (part.length < blocksOfStep || block.type === 'list') continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** An article file as Markdown: the front matter is all but the sections and notes, which are the document. */
const fileSteps = function* (file: ArticleFile): Generator<string, void, void> {
  const { sections: _, notes: __, ...front } = file
  yield `---\n${stringify(front, portable)}---\n`
  for (const children of partsOf(file)) {
    const text = toMarkdown({ type: 'root', children }, markdownOptions)
    if (text !== '') yield `\n${text}`
  }
}

/** The notes that paragraphs and a heading refer to. */
const notesFor = (
  article: Article,
  { headingMarks, paragraphs }: Pick<Section, 'headingMarks' | 'paragraphs'>,
) => {
  const references = new Set([...notesIn(headingMarks), ...referencesIn(paragraphs).keys()])
  return article.notes.filter(({ id }) => references.has(id))
}

/** What a part of an article leaves out: it keeps what it needs to be understood and attributed alone. */
const nothingElse = {
  rubric: null,
  summary: null,
  image: null,
  authors: [],
  tags: [],
  aliases: [],
  translationOf: null,
  translationKey: null,
  datePublished: null,
  dateModified: null,
  draft: false,
  expires: null,
}

/** An article of one section or paragraph, with the notes that it refers to. */
const partOf = (article: Article, section: Section): Article => ({
  ...article,
  ...nothingElse,
  sections: [section],
  notes: notesFor(article, section),
})

/** What of an article is printed: the whole, or an article of one section, paragraph or note. */
const articleOf = (resource: Resource): Article | undefined => {
  if (resource.kind === 'article') return resource.article
  if (resource.kind === 'section') return partOf(resource.article, resource.section)
  if (resource.kind !== 'paragraph') return undefined
  const { article, section, paragraph } = resource
  return partOf(article, {
    ...section,
    id: 'lede',
    level: 1,
    heading: null,
    headingMarks: [],
    aliases: [],
    paragraphs: [{ ...paragraph, group: null }],
  })
}

/** Prints the Markdown of a resource, if it has any, step by step. */
export const markdownSteps = function* (resource: Resource, site: Site): Generator<string, void, void> {
  const article = articleOf(resource)
  if (article !== undefined) yield* fileSteps(writeArticle(mapAddresses(article, linkedAddresses(site))))
}

/** The Markdown of a resource, if it has any. */
export const printMarkdown = (resource: Resource, site: Site = { base: '', url: '' }): string =>
  [...markdownSteps(resource, site)].join('')
