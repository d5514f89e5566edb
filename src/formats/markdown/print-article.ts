import type { RootContent } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { type Options, toMarkdown } from 'mdast-util-to-markdown'
import { stringify } from 'yaml'
import type { Article } from '../../article/article.ts'
import type { ArticleFile, SectionFile } from '../../article/file.ts'
import { writeArticle } from '../../article/write.ts'
import { sectionNodes } from './to-mdast.ts'
import { blocksOfStep } from '../limits.ts'
import type { Resource } from '../resource.ts'

/** How all Markdown is printed. */
export const markdownOptions: Options = {
  bullet: '-',
  listItemIndent: 'one',
  resourceLink: true,
  // Escapes text that GitHub's Markdown would read as an address, a table, struck out, a footnote or a task.
  extensions: [gfmToMarkdown()],
  unsafe: [
    // It would begin a block of attributes.
    { character: '{', after: '[ #A-Za-z]', inConstruct: 'phrasing' },
    // The second line of a caption could begin a block.
    { character: '\n', inConstruct: 'titleQuote' },
  ],
}

/** Every string is quoted: tools that read YAML 1.1 take a bare `no`, `12:30` or `2024-01-01` for another type. */
const portable = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const

/** Blocks in parts that are printed in one step each. A block after a list depends on it, so no part ends with a list. */
const partsOf = function* (sections: readonly SectionFile[]): Generator<RootContent[], void, void> {
  let part: RootContent[] = []
  for (const section of sections) {
    for (const block of sectionNodes(section)) {
      part.push(block)
      if (part.length < blocksOfStep || block.type === 'list') continue
      yield part
      part = []
    }
  }
  if (part.length > 0) yield part
}

/** An article file as Markdown: the sections are the document, all else is front matter. */
const fileSteps = function* ({ sections, ...front }: ArticleFile): Generator<string, void, void> {
  yield `---\n${stringify(front, portable)}---\n`
  for (const children of partsOf(sections)) {
    const text = toMarkdown({ type: 'root', children }, markdownOptions)
    if (text !== '') yield `\n${text}`
  }
}

/** What a part of an article leaves out: it keeps what it needs to be understood and attributed alone. */
const nothingElse = {
  rubric: null,
  summary: null,
  authors: [],
  tags: [],
  datePublished: null,
  dateModified: null,
}

/** A resource as an article: the whole, or one of a single section or paragraph. */
const articleOf = (resource: Resource): Article | undefined => {
  if (resource.kind === 'article') return resource.article
  if (resource.kind === 'section') {
    return { ...resource.article, ...nothingElse, sections: [resource.section] }
  }
  if (resource.kind !== 'paragraph') return undefined
  const { article, section, paragraph } = resource
  const lede = { ...section, id: 'lede', level: 1, heading: null, paragraphs: [paragraph] }
  return { ...article, ...nothingElse, sections: [lede] }
}

/** Prints the Markdown of a resource, if it has any, step by step. */
export const markdownSteps = function* (resource: Resource): Generator<string, void, void> {
  const article = articleOf(resource)
  if (article !== undefined) yield* fileSteps(writeArticle(article))
}

/** The Markdown of a resource, if it has any. */
export const printMarkdown = (resource: Resource): string => [...markdownSteps(resource)].join('')
