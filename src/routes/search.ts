import { z } from 'zod'
import type { Hit } from '../article/answers.ts'
import { paths } from '../formats/site.ts'
import { invalidParameter } from '../http/problem.ts'
import type { Library, Match } from '../library/library.ts'
import { createPace, inSlices } from '../pace.ts'
import { hitsOf } from '../search/hits.ts'
import { parseSearch, type ParsedQuery } from '../search/query.ts'
import { askedOf, filterOf, filters } from './filters.ts'
import { mostParagraphs } from './limits.ts'
import { listed, relationsOf } from './listing.ts'
import { paging, shortText, wholeNumber } from './parameters.ts'
import { operation } from './route.ts'

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
  ...filters,
  ...paging,
})

const usual = { prefix: 'false', paragraphs: 3 }

/** Parses what is searched for, or returns a notice that it is nothing. Throws a Problem where it is too much. */
const parse = (q: string, isPrefix: boolean): ParsedQuery | { notice: string } => {
  const parsed = parseSearch(q, { isPrefix })
  if (!('problem' in parsed)) return parsed
  if (parsed.isNothing) return { notice: `The search ${parsed.problem}.` }
  throw invalidParameter('q', parsed.problem)
}

type Searched = { search: ParsedQuery; paragraphs: number; signal: AbortSignal | undefined }

/** Reads and analyses one article after another; other requests are answered in between. */
const hitsOfAll = async (
  matches: readonly Match[],
  { search, paragraphs: most, signal }: Searched,
): Promise<Hit[]> => {
  const pace = createPace(signal)
  const hits: Hit[] = []
  for (const match of matches) {
    const found = await inSlices(hitsOf(match.article, search, most), pace)
    hits.push({ score: match.score, ...found })
  }
  return hits
}

type Given = z.infer<typeof query>

/** One page of what a search finds, which is empty where there is nothing to search for. */
const find = async (library: Library, given: Given, signal: AbortSignal | undefined) => {
  const search = parse(given.q, given.prefix === 'true')
  const filter = filterOf(given)
  if ('notice' in search) return { items: [], total: 0, notice: search.notice }
  const { items, total } = await library.search({ ...given, filter, search, signal })
  return { items: await hitsOfAll(items, { ...given, search, signal }), total, notice: null }
}

export const search = operation({
  summary: 'The articles that match, best first, with the paragraphs that match and what to highlight',
  query,
  // The page of a search without words is the search form.
  ofReaders: { q: '' },
  async find({ library, site, query: given, kept, isForReaders, signal }) {
    const isForm = isForReaders && given.q.trim() === ''
    const asked = askedOf(isForm ? { ...given, q: undefined } : given, usual)
    const { notice, ...page } = await find(library, given, signal)
    const list = listed(page, given, { path: paths(site).search, query: { ...asked, ...kept } })
    return {
      resource: { kind: 'search', q: given.q, asked, notice: isForm ? null : notice, ...list },
      links: relationsOf(list.links),
    }
  },
})
