import { type ArticleInParts, headOf, type Paragraph, type SectionHead } from '../article/article.ts'
import type { Hit, Span } from '../article/answers.ts'
import { excerptOf, type TextMatcher } from './highlight.ts'
import { besideText } from '../article/parts.ts'
import { excerptLength } from './limits.ts'
import { firstPassage, summaryPassage, titlePassage } from './passages.ts'

/** What is found in one article; the score is known to the library. */
type Hits = Omit<Hit, 'score'>

type Found = {
  section: SectionHead
  paragraph: Paragraph
  highlights: Span[]
  clauses: number
  place: number
}

/** Keeps the best paragraphs: those with most of the words first, then with most matches, then the first. */
const createBest = (most: number) => {
  let kept: Found[] = []
  let count = 0

  const cut = () => {
    kept = kept
      .toSorted((a, b) => b.clauses - a.clauses || b.highlights.length - a.highlights.length)
      .slice(0, most)
  }

  return {
    add(found: Omit<Found, 'place'>): void {
      count += 1
      kept.push({ ...found, place: count })
      if (kept.length >= 2 * most + 1) cut()
    },
    count: (): number => count,
    /** In the order of the article. */
    inOrder(): Found[] {
      cut()
      return kept.toSorted((a, b) => a.place - b.place)
    },
  }
}

/** The spans that lie whole within an excerpt, as offsets into it. */
const within = (excerpt: Span, spans: readonly Span[]): Span[] =>
  spans
    .filter(({ start, end }) => start >= excerpt.start && end <= excerpt.end)
    .map(({ start, end }) => ({ start: start - excerpt.start, end: end - excerpt.start }))

/** The excerpt of a text around its highlights, which become offsets into it. */
const excerpted = (text: string, highlights: readonly Span[]): { excerpt: Span; highlights: Span[] } => {
  const excerpt = excerptOf(text, highlights, excerptLength)
  return { excerpt, highlights: within(excerpt, highlights) }
}

const shown = ({ section, paragraph, highlights }: Found): Hits['paragraphs'][number] => ({
  section,
  paragraph,
  ...excerpted(paragraph.text, highlights),
})

/**
 * How an article is shown: at most `most` paragraphs, the best, and as many notes; of one `section` alone, where its id is given.
 * Only passages that may match are read.
 */
type Shown = {
  most: number
  section?: string | undefined
  mayMatch?: ((passage: number) => boolean) | undefined
}

const noMatch = { spans: [], clauses: 0 }

/** Finds, step by step, where an article matches the query of a matcher, as offsets into its title, summary, headings and excerpts. */
export const hitsOf = function* (
  article: ArticleInParts,
  match: TextMatcher,
  { most, section: only, mayMatch = () => true }: Shown,
): Generator<void, Hits, void> {
  const best = createBest(most)
  const sections: Hits['sections'] = []
  const inPassage = function* (passage: number, text: string | null, language: string) {
    return mayMatch(passage) ? yield* match(text ?? '', language) : noMatch
  }
  const title = yield* inPassage(titlePassage, article.title, article.language)
  const summary = yield* inPassage(summaryPassage, article.summary, article.language)
  let next = firstPassage
  for (const { paragraphs, aliases: _, ...section } of article.sections) {
    const first = next
    next += 1 + paragraphs.length
    if (only !== undefined && section.id !== only) continue
    const heading = yield* inPassage(first, section.heading, article.language)
    if (heading.spans.length > 0) sections.push({ section, highlights: heading.spans })
    for (let index = 0; index < paragraphs.length; index += 1) {
      const paragraph = mayMatch(first + 1 + index) ? paragraphs.at(index) : undefined
      if (paragraph === undefined) continue
      const { spans: highlights, clauses } = yield* match(paragraph.text, paragraph.language)
      const beside = yield* match(besideText(paragraph), paragraph.language)
      if (highlights.length + beside.spans.length > 0)
        best.add({ section, paragraph, highlights, clauses: clauses + beside.clauses })
      yield
    }
  }
  const notes: Hits['notes'] = []
  const noteCount = only === undefined ? article.notes.length : 0
  for (let index = 0; index < noteCount; index += 1) {
    const note = mayMatch(next + index) ? article.notes.at(index) : undefined
    if (note === undefined) continue
    const { spans } = yield* match(note.text, note.language)
    if (spans.length > 0 && notes.length < most) notes.push({ note, ...excerpted(note.text, spans) })
    yield
  }
  return {
    article: headOf(article),
    title: title.spans,
    summary: summary.spans,
    sections,
    paragraphs: best.inOrder().map(shown),
    paragraphCount: best.count(),
    notes,
  }
}
