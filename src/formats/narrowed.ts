import type { Asked } from './resource.ts'
import { formatQuery, siteName, paths, type Site } from './site.ts'

/** The parameters that narrow a list or a search. */
const filters = new Set(['outlet', 'rubric', 'tag', 'language', 'author', 'from', 'to'])

/** What a list is narrowed to. */
export const narrowedTo = (asked: Asked): [name: string, value: string][] =>
  Object.entries(asked).filter(([name]) => filters.has(name))

/** The query that narrows a list or feed in the same way, with its `?`; empty for all articles. */
export const narrowedQuery = (asked: Asked): string => formatQuery(narrowedTo(asked))

/** The path of the list of the same articles; the list of all is at the root. */
export const narrowedList = (asked: Asked, site: Site): string => {
  const query = narrowedQuery(asked)
  return query === '' ? paths(site).service : paths(site).articles + query
}

/** The title of a narrowed list; of all articles, the name of the site. */
export const narrowedTitle = (asked: Asked, site: Site): string => {
  const name = siteName(site)
  const values = narrowedTo(asked).map(([, value]) => value)
  return values.length === 0 || values.join() === name ? name : `${values.join(', ')} — ${name}`
}
