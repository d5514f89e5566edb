import { nearest } from './nearest.ts'
import { say } from './text.ts'

/** What other tools call the keys of an article file. */
const otherNames: Readonly<Record<string, string>> = {
  author: 'authors',
  byline: 'authors',
  canonical: 'url',
  categories: 'rubric',
  category: 'rubric',
  creator: 'authors',
  date: 'datePublished',
  description: 'summary',
  dir: 'direction',
  excerpt: 'summary',
  href: 'url',
  keywords: 'tags',
  lang: 'language',
  lastmod: 'dateModified',
  link: 'url',
  locale: 'language',
  modified: 'dateModified',
  name: 'title',
  permalink: 'url',
  pubDate: 'datePublished',
  published: 'datePublished',
  publisher: 'outlet',
  slug: 'id',
  source: 'outlet',
  src: 'url',
  topics: 'tags',
  updated: 'dateModified',
}

/** An object with more unknown keys than this is of another kind: what each was meant for says nothing. */
const mostExplained = 20

/** How many unknown keys are then cited, and how many UTF-16 units of each. */
const mostCited = 5
const longestCited = 60

const cite = (key: string): string =>
  JSON.stringify(key.length > longestCited ? `${key.slice(0, longestCited)}…` : key)

const nearestKey = (key: string, known: readonly string[]): string | undefined => {
  const other = Object.hasOwn(otherNames, key) ? otherNames[key] : undefined
  return other !== undefined && known.includes(other) ? other : nearest(key, known)
}

const sayUnknown = (cited: string, key: string, known: readonly string[]): string => {
  const near = nearestKey(key, known)
  const question = near === undefined ? '' : `did you mean "${near}"? `
  return say(`unknown key ${cited}`, `${question}the keys here are ${known.join(', ')}`)
}

/**
 * A message of a pair of lines for each key, as `say` makes one, or of one pair for very many; `explain` in
 * sources/fault.ts takes them apart.
 */
export const sayUnknownKeys = (keys: readonly string[], known: readonly string[]): string => {
  if (keys.length <= mostExplained) return keys.map((key) => sayUnknown(cite(key), key, known)).join('\n')
  const cited = keys.slice(0, mostCited).map(cite).join(', ')
  return sayUnknown(`${cited} and ${keys.length - mostCited} more`, keys[0] ?? '', known)
}
