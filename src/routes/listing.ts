import { z } from 'zod'
import type { PageLinks } from '../article/answers.ts'
import type { Facet } from '../article/article.ts'
import { formatQuery, paths } from '../formats/site.ts'
import type { Page, PageAsked } from '../library/library.ts'
import { paging } from './parameters.ts'
import { operation } from './route.ts'

/** The address of a list, with the parameters of all its pages. */
type Address = { path: string; query: Record<string, unknown> }

/** The links of a page of a list. The page before one past the last is the last. */
const pageLinks = ({ path, query }: Address, page: number, pages: number): PageLinks => {
  const link = (number: number) => path + formatQuery(Object.entries({ ...query, page: number }))
  const last = Math.max(pages, 1)
  return {
    self: link(page),
    first: link(1),
    previous: page > 1 ? link(Math.min(page - 1, last)) : null,
    next: page < pages ? link(page + 1) : null,
    last: link(last),
  }
}

/** One page of a list, with its links. A page past the last has no items. */
export const listed = <Item>(
  { items, total }: Page<Item>,
  { page, limit }: PageAsked,
  { path, query }: Address,
) => {
  const pages = Math.ceil(total / limit)
  return { items, total, page, limit, links: pageLinks({ path, query: { ...query, limit } }, page, pages) }
}

/** The same links as `Link` headers (RFC 8288), by their registered names. */
export const relationsOf = ({ first, previous, next, last }: PageLinks) =>
  Object.entries({ first, prev: previous, next, last }).flatMap(([rel, href]) =>
    href === null ? [] : [{ rel, href }],
  )

export const listValues = (facet: Facet) =>
  operation({
    summary: `The ${facet}s that articles have, those of most articles first`,
    query: z.strictObject(paging),
    async find({ library, site, query, kept }) {
      const page = await library.values(facet, query)
      const list = listed(page, query, { path: paths(site).values(facet), query: kept })
      return { resource: { kind: 'values', facet, ...list }, links: relationsOf(list.links) }
    },
  })
