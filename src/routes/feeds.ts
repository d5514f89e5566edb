import { z } from 'zod'
import { formatQuery } from '../formats/site.ts'
import { askedOf, filterOf, filters } from './filters.ts'
import { paging } from './parameters.ts'
import { operation } from './route.ts'

const query = z.strictObject({ ...filters, limit: paging.limit })

const usual = query.parse({}).limit

/** `name` is that of its format. */
export const getFeed = (name: string) =>
  operation({
    summary: `The newest articles in full, as ${name}`,
    query,
    async find({ library, query: given }) {
      const { limit } = given
      const { items: articles } = await library.fullArticles({ page: 1, limit, filter: filterOf(given) })
      const asked = { ...askedOf(given), ...(limit !== usual && { limit }) }
      return { resource: { kind: 'feed', articles, query: formatQuery(Object.entries(asked)) } }
    },
  })
