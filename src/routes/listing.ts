import type { PageLinks } from '../article/answers.ts'
import { Problem } from '../http/problem.ts'
import type { Page, Paging } from '../library/library.ts'

/** Parameters as a query string, in their order. */
export const spellQuery = (parameters: Record<string, unknown>): string => {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** The links of a page of a list; the other parameters stay as they were asked. */
const pageLinks = (path: string, asked: Record<string, unknown>, page: number, pages: number): PageLinks => {
  const link = (number: number) => path + spellQuery({ ...asked, page: number })
  return {
    self: link(page),
    first: link(1),
    previous: page > 1 ? link(page - 1) : null,
    next: page < pages ? link(page + 1) : null,
    last: link(Math.max(pages, 1)),
  }
}

const refusePage = (page: number, pages: number): void => {
  if (page <= Math.max(pages, 1)) return
  const detail = pages < 2 ? 'there is only page 1' : `the last page is ${pages}`
  throw new Problem('invalid-parameter', `page ${detail}.`, { errors: [{ parameter: 'page', detail }] })
}

/** One page of a list, with its links. Throws a Problem where it is past the last. */
export const listed = <Item>(
  { items, total }: Page<Item>,
  { page, limit }: Paging,
  path: string,
  asked: Record<string, unknown>,
) => {
  const pages = Math.ceil(total / limit)
  refusePage(page, pages)
  return { items, total, page, limit, links: pageLinks(path, { ...asked, limit }, page, pages) }
}

/** The same links as `Link` headers (RFC 8288), by their registered names. */
export const relationsOf = ({ first, previous, next, last }: PageLinks) =>
  Object.entries({ first, prev: previous, next, last }).flatMap(([rel, href]) =>
    href === null ? [] : [{ rel, href }],
  )
