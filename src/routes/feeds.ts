import { z } from 'zod'
import { formatQuery } from '../formats/site.ts'
import { askedOf, filterOf, filters } from './filters.ts'
import { paging } from './parameters.ts'
import { route } from './route.ts'

const query = z.strictObject({ ...filters, limit: paging.limit })

const usual = query.parse({}).limit

const feedRoute = (form: 'json' | 'atom' | 'rss', operationId: string, name: string) =>
  route({
    operationId,
    path: `/feed.${form}`,
    kind: 'feed',
    summary: `The newest articles in full, as ${name}`,
    query,
    async find({ library, query: given }) {
      const { limit } = given
      const { items: articles } = await library.fullArticles({ page: 1, limit, filter: filterOf(given) })
      const asked = { ...askedOf(given), ...(limit !== usual && { limit }) }
      return { resource: { kind: 'feed', articles, query: formatQuery(Object.entries(asked)) } }
    },
  })

export const feedRoutes = [
  feedRoute('json', 'getJsonFeed', 'JSON Feed 1.1'),
  feedRoute('atom', 'getAtomFeed', 'Atom'),
  feedRoute('rss', 'getRssFeed', 'RSS 2.0'),
]
