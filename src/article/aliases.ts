/** Other names of an article or a section, by which they were known before. */
import { decode } from './decode.ts'
import { longestAlias } from './limits.ts'
import { asciiSlug } from './slug.ts'

/** A backslash is read as a slash by browsers; a query or a fragment is no part of a path. */
const unwanted = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029\\?#]/u

/** Whether the parts of a path between its slashes are names. */
const areNames = (parts: readonly string[]): boolean => parts.every((part) => !/^\.{0,2}$/.test(part.trim()))

/** Bytes of UTF-8 of a UTF-16 unit, as percent-encoding writes them. */
const longestEncoded = 9

/**
 * An alias as it is kept, percent-decoded and in NFC: an id, or a path that begins with a slash. Undefined where a text is neither,
 * as one that names another host.
 */
export const tidyAlias = (text: string): string | undefined => {
  if (text.length > longestAlias * longestEncoded) return undefined
  const whole = decode(text.trim())?.normalize('NFC') ?? ''
  if (whole.length > longestAlias || unwanted.test(whole)) return undefined
  const id = /^(?:\/articles\/)?([^/]+)\/?$/i.exec(whole)?.[1]
  if (id !== undefined) return areNames([id]) ? id.trim() : undefined
  const parts = whole.replace(/^\//, '').replace(/\/$/, '').split('/')
  return areNames(parts) ? whole.replace(/^(?!\/)/, '/') : undefined
}

/** Whether an alias is a path, and not an id. */
export const isPath = (alias: string): boolean => alias.startsWith('/')

/** What an alias is found by, and an id or a path that was asked for: capitals, a slash and an `index.html` at the end do not count. */
export const aliasKey = (alias: string): string => {
  const lower = alias.toLowerCase().normalize('NFC')
  return isPath(lower)
    ? lower.replace(/(?<=.)\/(?:index\.html?)?$/, '')
    : lower.trim().replaceAll(/\s+/g, '-')
}

/** The addresses of maqal: `*` is any name. tests/aliases.test.ts compares them with the table of routes. */
const ownPatterns = [
  '',
  'articles',
  'articles/*',
  'articles/*/sections',
  'articles/*/sections/*',
  'articles/*/paragraphs/*',
  'articles/*/notes/*',
  'assets/*',
  'docs',
  'favicon',
  'feed',
  'files/*',
  'files/*/*',
  'health/live',
  'health/ready',
  'languages',
  'openapi',
  'outlets',
  'problems/*',
  'robots',
  'rubrics',
  'schemas/*',
  'search',
  'tags',
].map((pattern) => pattern.split('/'))

/** The extensions of forms. */
const extension = /\.(?:json|html|md|txt|jsonld|ninjs|csv|atom|rss|ico)$/

/** Whether a path is of an address that maqal itself answers at. */
export const isOwnAddress = (path: string): boolean => {
  const parts = aliasKey(path).slice(1).replace(extension, '').split('/')
  return ownPatterns.some(
    (pattern) =>
      pattern.length === parts.length &&
      pattern.every((part, index) => part === '*' || part === parts[index]),
  )
}

/** The ASCII spelling of an id, by which it is found too: it is easier to type, and was the id itself in older versions. */
export const spellings = (id: string): string[] => [asciiSlug(id)].filter((key) => key !== '' && key !== id)

/** What an article is found by beside its id. */
export const aliasKeys = ({ id, aliases }: { id: string; aliases: readonly string[] }): string[] => {
  const given = aliases.filter((alias) => !isPath(alias) || !isOwnAddress(alias)).map(aliasKey)
  return [...new Set([...given, ...spellings(id)])].filter((key) => key !== aliasKey(id))
}
