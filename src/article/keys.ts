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

/** How many unknown keys of an object are named: to find the nearest of each takes time. */
const mostNamed = 50

const nearestKey = (key: string, known: readonly string[]): string | undefined => {
  const other = Object.hasOwn(otherNames, key) ? otherNames[key] : undefined
  return other !== undefined && known.includes(other) ? other : nearest(key, known)
}

/** A message of a pair of lines for each key, as `say` makes one; `explain` in sources/fault.ts takes them apart. */
export const sayUnknownKeys = (keys: readonly string[], known: readonly string[]): string =>
  keys
    .slice(0, mostNamed)
    .map((key) => {
      const near = nearestKey(key, known)
      const question = near === undefined ? '' : `did you mean "${near}"? `
      return say(`unknown key ${JSON.stringify(key)}`, `${question}the keys here are ${known.join(', ')}`)
    })
    .join('\n')
