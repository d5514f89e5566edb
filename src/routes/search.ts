import { z } from 'zod'
import type { Hit } from '../article/answers.ts'
import { type SearchFacet, searchFacets } from '../article/article.ts'
import { paths } from '../formats/site.ts'
import type { Library, Match } from '../library/library.ts'
import { invalidParameter } from '../http/problem.ts'
import { createPace, inSlices } from '../pace.ts'
import type { ExpandedQuery } from '../search/expand.ts'
import { createTextMatcher } from '../search/highlight.ts'
import { hitsOf } from '../search/hits.ts'
import { parseSearch, type ParsedQuery } from '../search/query.ts'
import { askedOf, filterOf, filters, name } from './filters.ts'
import { mostParagraphs } from './limits.ts'
import { listed, relationsOf } from './listing.ts'
import { someOf, paging, shortText, wholeNumber } from './parameters.ts'
import { operation, type TableRow } from './route.ts'

const isFacet = (given: string): given is SearchFacet => searchFacets.some((facet) => facet === given)

const query = z.strictObject({
  q: shortText(
    z.string({
      error: ({ input }) =>
        input === undefined ? 'is missing: say what to search for' : 'is given more than once: give it once',
    }),
  ).describe('words, all of which must match; "a phrase"; -word for what must not'),
  prefix: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .describe('whether the last word may be the beginning of one'),
  paragraphs: wholeNumber(0, mostParagraphs)
    .default(3)
    .describe('how many paragraphs of an article to show, at most'),
  article: name('only in this article, or one of several, by their ids'),
  section: name('only in this section of `article`, by its id'),
  facets: someOf(searchFacets, `must be of ${searchFacets.join(', ')}, with commas`).describe(
    'values of the result to count, each without its own filter',
  ),
  ...filters,
  ...paging,
})

const usual = { prefix: 'false', paragraphs: 3 }

/** Parses what is searched for, or returns a notice that it is nothing. */
const parse = (q: string, isPrefix: boolean): ParsedQuery | { notice: string } => {
  const parsed = parseSearch(q, { isPrefix })
  if (!('problem' in parsed)) return parsed
  return { notice: `The search ${parsed.problem}.` }
}

type Shown = {
  search: ExpandedQuery
  paragraphs: number
  section?: string | undefined
  signal: AbortSignal | undefined
}

/** Reads and analyses one article after another; other requests are answered in between. */
const hitsOfAll = async (
  matches: readonly Match[],
  { search, paragraphs: most, section, signal }: Shown,
): Promise<Hit[]> => {
  const pace = createPace(signal)
  const matcher = createTextMatcher(search)
  const hits: Hit[] = []
  for (const match of matches) {
    const { article, passages: mayMatch, score } = match
    const found = await inSlices(hitsOf(article, matcher, { most, section, mayMatch }), pace)
    hits.push({ score, ...found })
  }
  return hits
}

const loosenedNotice = 'No article has these words in this order: each was searched for by itself.'

const leftOutNotice = (words: readonly string[]): string | null =>
  words.length === 0
    ? null
    : `No article has all words: ${words.map((word) => JSON.stringify(word)).join(', ')} left out.`

const noticeOf = (notices: readonly (string | null)[]): string | null => {
  const given = notices.filter((notice) => notice !== null)
  return given.length === 0 ? null : given.join(' ')
}

type Given = z.infer<typeof query>

const nothing = { items: [], total: 0, corrected: null, didYouMean: null, facets: {} }

/** One page of what a search finds, which is empty where there is nothing to search for. */
const find = async (library: Library, given: Given, signal: AbortSignal | undefined) => {
  const search = parse(given.q, given.prefix === 'true')
  const { section, article } = given
  if (section !== undefined && (article === undefined || article.includes(',')))
    throw invalidParameter('section', 'is of one article: give `article` too')
  const filter = filterOf(given)
  const facets = given.facets?.split(',').filter(isFacet) ?? []
  if (!('clauses' in search)) return { ...nothing, notice: search.notice }
  const { items, searched, isLoosened, leftOut, ...found } = await library.search({
    ...given,
    filter,
    facets,
    search,
    signal,
  })
  const notice = noticeOf([search.notice, isLoosened ? loosenedNotice : null, leftOutNotice(leftOut)])
  const hits = await hitsOfAll(items, { ...given, search: searched, signal })
  if (section === undefined) return { ...found, items: hits, notice }
  const inSection = hits.filter(({ sections, paragraphs }) => sections.length + paragraphs.length > 0)
  return { ...found, items: inSection, total: inSection.length, notice }
}

const search = operation({
  summary: 'The articles that match, best first, with the paragraphs that match and what to highlight',
  query,
  // The page of a search without words is the search form.
  ofReaders: { q: '' },
  async find({ library, site, query: given, kept, isForReaders, signal }) {
    const isForm = isForReaders && given.q.trim() === ''
    const asked = askedOf(isForm ? { ...given, q: undefined } : given, usual)
    const { notice, corrected, didYouMean, facets, ...page } = await find(library, given, signal)
    const list = listed(page, given, { path: paths(site).search, query: { ...asked, ...kept } })
    return {
      resource: {
        kind: 'search',
        q: given.q,
        asked,
        notice: isForm ? null : notice,
        corrected,
        didYouMean,
        facets,
        ...list,
      },
      links: relationsOf(list.links),
    }
  },
})

export const searchRow: TableRow = { path: '/search', kind: 'search', ...search }
