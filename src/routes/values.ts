import { z } from 'zod'
import { type Facet, facets } from '../article/article.ts'
import { paths } from '../formats/site.ts'
import { listed, relationsOf } from './listing.ts'
import { paging } from './parameters.ts'
import { route } from './route.ts'

const operationIds: Record<Facet, string> = {
  outlet: 'listOutlets',
  rubric: 'listRubrics',
  tag: 'listTags',
  language: 'listLanguages',
}

const valuesRoute = (facet: Facet) =>
  route({
    operationId: operationIds[facet],
    path: `/${facet}s`,
    kind: 'values',
    summary: `The ${facet}s that articles have, those of most articles first`,
    query: z.strictObject(paging),
    async find({ library, site, query, kept }) {
      const page = await library.values(facet, query)
      const list = listed(page, query, paths(site).values(facet), kept)
      return { resource: { kind: 'values', facet, ...list }, links: relationsOf(list.links) }
    },
  })

export const valueRoutes = facets.map(valuesRoute)
