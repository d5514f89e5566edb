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
  // Text that GitHub's Markdown reads as an address, a table, struck out, a note or a task stays text there.
  extensions: [gfmToMarkdown()],
  unsafe: [
    // What would begin a block of attributes.
    { character: '{', after: '[ #A-Za-z]', inConstruct: 'phrasing' },
    // A caption of two lines would let the second begin a block.
    { character: '\n', inConstruct: 'titleQuote' },
  ],
}

/** Every string is quoted: tools that read YAML 1.1 take a bare `no`, `12:30` or `2024-01-01` for another type. */
const portable = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const

/** Blocks in parts that are printed one by one: how a block is printed depends on the one before it where that is a list. */
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

/** An article file as Markdown: the front matter is all but the sections, which are the document. */
const fileSteps = function* ({ sections, ...front }: ArticleFile): Generator<string, void, void> {
  yield `---\n${stringify(front, portable)}---\n`
  for (const children of partsOf(sections)) {
    const text = toMarkdown({ type: 'root', children }, markdownOptions)
    if (text !== '') yield `\n${text}`
  }
}

/** A part of an article says of it what it needs to stand alone and be attributed, and no more. */
const nothingElse = {
  rubric: null,
  summary: null,
  authors: [],
  tags: [],
  datePublished: null,
  dateModified: null,
}

/** What of an article is printed: the whole, or an article of one section or paragraph. */
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

/** Prints the Markdown of a resource that has it, step by step. */
export const markdownSteps = function* (resource: Resource): Generator<string, void, void> {
  const article = articleOf(resource)
  if (article !== undefined) yield* fileSteps(writeArticle(article))
}

/** The Markdown of a resource that has it. */
export const printMarkdown = (resource: Resource): string => [...markdownSteps(resource)].join('')
