import { z } from 'zod'
import type { Facet } from '../article/article.ts'
import { paths } from '../formats/site.ts'
import { listed, relationsOf } from './listing.ts'
import { paging } from './parameters.ts'
import { operation } from './route.ts'

export const listValues = (facet: Facet) =>
  operation({
    summary: `The ${facet}s that articles have, those of most articles first`,
    query: z.strictObject(paging),
    async find({ library, site, query, kept }) {
      const page = await library.values(facet, query)
      const list = listed(page, query, paths(site).values(facet), kept)
      return { resource: { kind: 'values', facet, ...list }, links: relationsOf(list.links) }
    },
  })
