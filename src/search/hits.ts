import type { Article, Paragraph, Section } from '../article/article.ts'
import { analyse } from './analyse.ts'
import { excerptOf } from './excerpt.ts'
import { matchOf, type Span } from './highlight.ts'
import type { SearchQuery } from './query.ts'

/** UTF-16 units of the text around a match: about three lines. */
const excerptLength = 280

type Found = { section: Section; paragraph: Paragraph; highlights: Span[]; clauses: number }

const foundIn = ({ sections }: Article, query: SearchQuery): Found[] =>
  sections.flatMap((section) =>
    section.paragraphs.flatMap((paragraph) => {
      const { spans, clauses } = matchOf(analyse(paragraph.text), query)
      return spans.length === 0 ? [] : [{ section, paragraph, highlights: spans, clauses }]
    }),
  )

/** Those with most of the words first, then with most matches; toSorted keeps the order of the article. */
const best = (found: readonly Found[], most: number): Found[] => {
  const chosen = new Set(
    found
      .toSorted((a, b) => b.clauses - a.clauses || b.highlights.length - a.highlights.length)
      .slice(0, most),
  )
  return found.filter((one) => chosen.has(one))
}

/** The spans that lie whole within an excerpt, as offsets into it. */
const within = (excerpt: Span, spans: readonly Span[]): Span[] =>
  spans
    .filter(({ start, end }) => start >= excerpt.start && end <= excerpt.end)
    .map(({ start, end }) => ({ start: start - excerpt.start, end: end - excerpt.start }))

const spansOf = (text: string | null, query: SearchQuery): Span[] =>
  text === null ? [] : matchOf(analyse(text), query).spans

/**
 * Where an article matches a query, as offsets into its title, summary, headings and excerpts; of the paragraphs the
 * best, at most `most`.
 */
export const hitsOf = (article: Article, query: SearchQuery, most: number) => {
  const found = foundIn(article, query)
  return {
    title: spansOf(article.title, query),
    summary: spansOf(article.summary, query),
    sections: article.sections.flatMap((section) => {
      const highlights = spansOf(section.heading, query)
      return highlights.length === 0 ? [] : [{ section, highlights }]
    }),
    paragraphs: best(found, most).map(({ section, paragraph, highlights }) => {
      const excerpt = excerptOf(paragraph.text, highlights, excerptLength)
      return { section, paragraph, excerpt, highlights: within(excerpt, highlights) }
    }),
    paragraphCount: found.length,
  }
}
