import type { Asked } from './resource.ts'
import { formatQuery, siteName, paths, type Site } from './site.ts'

/** The parameters that narrow a list, and a search within it. */
const filters = new Set(['outlet', 'rubric', 'tag', 'language', 'author', 'from', 'to'])

/** What a list is narrowed to. */
export const narrowedTo = (asked: Asked): [name: string, value: string][] =>
  Object.entries(asked).filter(([name]) => filters.has(name))

/** The query that narrows a list or feed like this, with `?` before it; empty for all. */
export const narrowedQuery = (asked: Asked): string => formatQuery(narrowedTo(asked))

/** The path of the list of the same articles: all of them are at the root. */
export const narrowedList = (asked: Asked, site: Site): string => {
  const query = narrowedQuery(asked)
  return query === '' ? paths(site).service : paths(site).articles + query
}

/** What a narrowed list of a site is called; the name of the site for all of its articles. */
export const narrowedTitle = (asked: Asked, site: Site): string => {
  const name = siteName(site)
  const values = narrowedTo(asked).map(([, value]) => value)
  return values.length === 0 || values.join() === name ? name : `${values.join(', ')} — ${name}`
}
