import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { Hit } from '../formats/resource.ts'
import { paths } from '../formats/site.ts'
import { Problem } from '../http/problem.ts'
import type { Match } from '../library/library.ts'
import { hitsOf } from '../search/hits.ts'
import { parseSearch, type SearchQuery } from '../search/query.ts'
import { askedOf, filterOf, filters } from './filters.ts'
import { listed, relationsOf } from './listing.ts'
import { atMost500, paging, wholeNumber } from './parameters.ts'
import { route } from './route.ts'

const query = z.strictObject({
  q: atMost500(
    z.string({
      error: ({ input }) =>
        input === undefined ? 'is missing: say what to search for' : 'is given more than once: give it once',
    }),
  ).describe('words, all of which must match; "a phrase"; -word for what must not'),
  prefix: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .describe('whether the last word may be the beginning of one'),
  paragraphs: wholeNumber(0, 100).default(3).describe('how many paragraphs of an article to show, at most'),
  ...filters,
  ...paging,
})

const usual = { prefix: 'false', paragraphs: 3 }

const parse = (q: string, isPrefix: boolean): SearchQuery => {
  const parsed = parseSearch(q, { isPrefix })
  if (!('problem' in parsed)) return parsed
  const detail = parsed.problem
  throw new Problem('invalid-parameter', `q ${detail}.`, { errors: [{ parameter: 'q', detail }] })
}

/** Analyses one article at a time, and answers others in between. */
const hitsOfAll = async (matches: Match[], search: SearchQuery, most: number): Promise<Hit[]> => {
  const hits: Hit[] = []
  for (const { article, score } of matches) {
    hits.push({ article, score, ...hitsOf(article, search, most) })
    await setImmediate()
  }
  return hits
}

const searchArticles = route({
  operationId: 'search',
  path: '/search',
  kind: 'search',
  summary: 'The articles that match, best first, with the paragraphs that match and what to highlight',
  query,
  async find({ library, site, query: given, kept }) {
    const search = parse(given.q, given.prefix === 'true')
    const asked = askedOf(given, usual)
    const page = await library.search({ ...given, filter: filterOf(given), search })
    const { items, ...list } = listed(page, given, paths(site).search, { ...asked, ...kept })
    const hits = await hitsOfAll(items, search, given.paragraphs)
    return {
      resource: { kind: 'search', q: given.q, asked, items: hits, ...list },
      links: relationsOf(list.links),
    }
  },
})

export const searchRoutes = [searchArticles]
