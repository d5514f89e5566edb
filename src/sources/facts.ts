/** Reads what a file says of its article, by whatever names the tool has that it was written for. */
import leven from 'leven'
import { tidyAlias } from '../article/aliases.ts'
import { AuthorFile, ImageFile } from '../article/file.ts'
import { canonicalLanguage, nearestLanguage } from '../article/languages.ts'
import { deepestMeta, longestMeta, mostAliases } from '../article/limits.ts'
import { depthOf, type Json, toJson } from '../article/meta.ts'
import { slug } from '../article/slug.ts'
import { plainKey, synonyms } from '../article/synonyms.ts'
import { Direction, Line, Text, WebAddress } from '../article/text.ts'
import { parseDate } from './dates.ts'
import type { Finding } from './warnings/finding.ts'

/** A fact as the model has it. `isPart` where the value says more than that, and is kept as well. */
type Converted = { value: unknown; isPart?: boolean; warning?: string }

/** `key` is that of the file. */
type Converter = (value: unknown, timeZone: string, key: string) => Converted | undefined

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value that may be the text of a fact. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

const toLine = (value: unknown): string | undefined =>
  Line.safeParse(textOf(value)?.replaceAll(/\s+/g, ' ')).data

const lineOr: Converter = (value) => {
  const line = toLine(value)
  return line === undefined ? undefined : { value: line }
}

/** A list of names, or names with commas between. */
const namesIn = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value
  return typeof value === 'string' && value.includes(',')
    ? value.split(',').filter((name) => name.trim() !== '')
    : [value]
}

const firstOf = (record: Record<string, unknown>, keys: readonly string[]): unknown =>
  keys.map((key) => record[key]).find((value) => value !== undefined && value !== null && value !== '')

/** A name: a text, or an object that has one. */
const toName = (value: unknown): { name: string; url?: string; isPart: boolean } | undefined => {
  const line = toLine(value)
  if (line !== undefined) return { name: line, isPart: false }
  if (!isRecord(value)) return undefined
  const name = toLine(firstOf(value, ['name', 'title', 'display', 'displayName', 'label', 'slug', 'id']))
  if (name === undefined) return undefined
  const url = WebAddress.safeParse(firstOf(value, ['url', 'link', 'href', 'website', 'site'])).data
  return {
    name,
    ...(url !== undefined && { url }),
    isPart: Object.keys(value).length > (url === undefined ? 1 : 2),
  }
}

/** All names of a value, unless one of them is none. */
const toNames = (values: readonly unknown[]) => {
  const names = values.flatMap((value) => toName(value) ?? [])
  return names.length === values.length && names.length > 0 ? names : undefined
}

const toAuthors: Converter = (value) => {
  const names = toNames(Array.isArray(value) ? value : [value])
  const authors = names?.map(({ name, url }) => (url === undefined ? name : { name, url }))
  if (names === undefined || authors?.some((author) => !AuthorFile.safeParse(author).success))
    return undefined
  return { value: authors, isPart: names.some(({ isPart }) => isPart) }
}

const toTags: Converter = (value) => {
  const names = toNames(namesIn(value))
  return names && { value: names.map(({ name }) => name), isPart: names.some(({ isPart }) => isPart) }
}

/** The first of a list of categories; where there are more, the list is kept. */
const toRubric: Converter = (value) => {
  const [first, ...others] = namesIn(value)
  const name = toName(first)
  return name && { value: name.name, isPart: others.length > 0 || name.isPart }
}

const toSummary: Converter = (value) => {
  const { data } = Text.safeParse(textOf(value)?.replaceAll(/\s*\n\s*/g, ' '))
  return data === undefined ? undefined : { value: data }
}

/** An address on its own site says nothing of where the article was published: it is kept, and not the `url`. */
const toUrl: Converter = (value) => {
  const { data } = WebAddress.safeParse(value)
  return data === undefined ? undefined : { value: data }
}

const toLanguage: Converter = (value) => {
  const written = textOf(value) ?? ''
  const tag = canonicalLanguage(
    written
      .trim()
      .replaceAll('_', '-')
      .replace(/\.utf-?8$/i, ''),
  )
  if (tag !== undefined) return { value: tag }
  const near = nearestLanguage(written)
  return near === undefined ? undefined : { value: near, warning: `is no language tag: "${near}" is taken` }
}

const toDirection: Converter = (value) => {
  const { data } = Direction.safeParse(typeof value === 'string' ? value.toLowerCase() : value)
  return data === undefined ? undefined : { value: data }
}

const toDate: Converter = (value, timeZone) => {
  const date = parseDate(
    value instanceof Date ? value.toISOString().replace(/\.0+(?=\D|$)/, '') : (textOf(value) ?? ''),
    timeZone,
  )
  return date === undefined ? undefined : { value: date }
}

const truths: Record<string, boolean> = {
  true: true,
  yes: true,
  y: true,
  on: true,
  1: true,
  false: false,
  no: false,
  n: false,
  off: false,
  0: false,
}

/** What a status says of an article that is not to be served, and of one that is. */
const statuses: Record<string, boolean> = {
  draft: true,
  drafts: true,
  unpublished: true,
  private: true,
  pending: true,
  hidden: true,
  trash: true,
  published: false,
  publish: false,
  public: false,
}

const meaningIn = (words: Record<string, boolean>, value: unknown): boolean | undefined => {
  const word = String(value).trim().toLowerCase()
  return Object.hasOwn(words, word) ? words[word] : undefined
}

/** Keys that say the opposite of a draft; some of them often hold dates. */
const opposites = new Set(['published', 'ispublished', 'publish'])

/** An article is kept back in doubt: what is served once may be copied for ever. */
const toDraft: Converter = (value, _, key) => {
  const plain = plainKey(key)
  const truth = meaningIn(truths, value)
  if (plain === 'status') {
    const isDraft = typeof value === 'string' ? meaningIn(statuses, value) : undefined
    return isDraft === undefined ? undefined : { value: isDraft }
  }
  if (opposites.has(plain)) return truth === undefined ? undefined : { value: !truth }
  if (truth !== undefined) return { value: truth }
  return plain === 'unpublished'
    ? undefined
    : { value: true, warning: 'is not true or false: the article is taken for a draft' }
}

const toExpiry: Converter = (value, timeZone, key) =>
  value === false || /^(?:never|none|no|false)$/i.test(String(value))
    ? { value: null }
    : toDate(value, timeZone, key)

const toId: Converter = (value) => {
  const id = slug((textOf(value) ?? '').replaceAll(/^\/+|\/+$/g, ''))
  return id === '' ? undefined : { value: id }
}

const toImage: Converter = (given) => {
  const value: unknown = Array.isArray(given) ? given[0] : given
  const address = isRecord(value) ? firstOf(value, ['url', 'src', 'image', 'path', 'file']) : value
  const url = typeof address === 'string' ? address.trim().replaceAll(' ', '%20') : address
  const alt = isRecord(value) ? toLine(value['alt']) : undefined
  const { data } = ImageFile.safeParse(alt === undefined ? url : { url, alt })
  const isPart = isRecord(value)
    ? Object.keys(value).length > (alt === undefined ? 1 : 2)
    : Array.isArray(given) && given.length > 1
  return data === undefined || data === null ? undefined : { value: data, isPart }
}

/** Names that are no alias stay in `meta`, where the whole list does then. */
const toAliases: Converter = (value) => {
  const given = Array.isArray(value) ? value : [value]
  const isAlias = (each: unknown) => tidyAlias(textOf(each) ?? '') !== undefined
  const aliases = given.filter(isAlias).map(textOf).slice(0, mostAliases)
  if (aliases.length === 0) return undefined
  if (aliases.length === given.length) return { value: aliases }
  const other = given.find((each) => !isAlias(each))
  const warning =
    other === undefined
      ? `has more than ${mostAliases}, of which the first are taken`
      : `has ${JSON.stringify(other).slice(0, 100)}, which is no id or path`
  return { value: aliases, isPart: true, warning }
}

/** How the value of each fact is read, and what one that cannot be read is not. */
const converters: Record<string, { convert: Converter; noun: string }> = {
  title: { convert: lineOr, noun: 'a title' },
  id: { convert: toId, noun: 'an id' },
  outlet: { convert: lineOr, noun: 'a name' },
  language: { convert: toLanguage, noun: 'a language tag (BCP 47)' },
  direction: { convert: toDirection, noun: '"rtl" or "ltr"' },
  rubric: { convert: toRubric, noun: 'a name' },
  summary: { convert: toSummary, noun: 'a text' },
  authors: { convert: toAuthors, noun: 'a list of names' },
  tags: { convert: toTags, noun: 'a list of names' },
  url: { convert: toUrl, noun: 'a web address' },
  translationOf: { convert: toId, noun: 'an id' },
  translationKey: { convert: lineOr, noun: 'a name' },
  aliases: { convert: toAliases, noun: 'a list of ids and paths, as in "old-name" and "/2019/old-name"' },
  datePublished: { convert: toDate, noun: 'a date, as in 2024-05-31' },
  dateModified: { convert: toDate, noun: 'a date, as in 2024-05-31' },
  draft: { convert: toDraft, noun: 'true or false' },
  expires: { convert: toExpiry, noun: 'a date, as in 2024-05-31' },
  image: { convert: toImage, noun: 'the address of an image' },
}

/** These often hold what maqal has no place for, which is no mistake: paths of a site, `published: true`. */
const isOftenOther = (fact: string, value: unknown): boolean =>
  fact === 'url' || fact === 'draft' || typeof value === 'boolean'

/** Facts that are read where they can be: a file that is refused keeps its last good version, which may be public. */
const neverKept = new Set(['aliases', 'draft', 'expires'])

/** Whether a time says nothing of its offset, which is that of the folder then. */
const isLocalTime = (fact: string, value: unknown): boolean =>
  /^(?:date|expires)/.test(fact) &&
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(value)

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/** Keys that are near to one of ours and mean something else in other tools. */
const others = new Set([
  'type',
  'types',
  'page',
  'pages',
  'tax',
  'toc',
  'data',
  'state',
  'draft',
  'cover',
  'site',
])

const known = [...new Set(Object.values(synonyms).flat())].filter((key) => !key.includes('.'))
const knownPlain = new Set(known.map(plainKey))

/** Whether a key is that of a fact, in any spelling. */
export const isFact = (key: string): boolean => knownPlain.has(plainKey(key))

/** The known key that a key was most likely meant to be. */
const nearKey = (key: string): string | undefined => {
  const most = key.length <= 4 ? 1 : 2
  if (key.length < 3 || key.length > 30 || others.has(plainKey(key))) return undefined
  return known.find((other) => other.length > 3 && leven(plainKey(key), plainKey(other)) <= most)
}

type Said = Readonly<Record<string, unknown>>

export type FactsRead = {
  facts: Record<string, unknown>
  /** Where the value of each fact stands in the file. */
  origin: ReadonlyMap<string, readonly string[]>
  findings: Finding[]
}

type Given = {
  timeZone: string
  /** Keys that are no facts, and are kept as they are. */
  body: readonly string[]
  /** Whether a value of a key of ours is kept as it is, for the schema to judge, but for names that are no alias. */
  isOurs: boolean
}

/** The keys of what a file says by their plain spelling; of two that are alike the first. */
const byPlainKey = (said: Said): Map<string, string> => {
  const keys = new Map<string, string>()
  for (const key of Object.keys(said)) if (!keys.has(plainKey(key))) keys.set(plainKey(key), key)
  return keys
}

/** The path and value that a synonym leads to. */
const find = (said: Said, keys: ReadonlyMap<string, string>, synonym: string) => {
  const [first = '', second] = synonym.split('.')
  const key = keys.get(plainKey(first))
  if (key === undefined) return undefined
  if (second === undefined) return { path: [key], value: said[key] }
  const inner = said[key]
  return isRecord(inner) && Object.hasOwn(inner, second)
    ? { path: [key, second], value: inner[second] }
    : undefined
}

/**
 * The facts of an article in what a file says. What has no place in the model, or says more than has one, is kept in `meta`;
 * findings name what was most likely meant otherwise.
 */
export const readFacts = (said: Said, { timeZone, body, isOurs }: Given): FactsRead => {
  const keys = byPlainKey(said)
  const facts: Record<string, unknown> = {}
  const origin = new Map<string, string[]>()
  const findings: Finding[] = []
  /** Keys of which nothing is left to keep. */
  const used = new Set<string>(['$schema', ...body])

  const take = (fact: string, found: { path: string[]; value: unknown }): boolean => {
    const { path, value } = found
    const [key = ''] = path
    if (isBlank(value)) {
      if (path.length === 1) used.add(key)
      return false
    }
    const { convert, noun } = converters[fact] ?? { convert: () => undefined, noun: '' }
    const isKept = isOurs && key === fact && !neverKept.has(fact) && !isLocalTime(fact, value)
    const converted = isKept ? { value } : convert(value, timeZone, key)
    if (converted === undefined) {
      if (isOftenOther(fact, value)) return false
      if (fact === 'expires') facts['draft'] = true
      const hint = `write ${noun}`
      const doubt = fact === 'expires' ? ': the article is taken for a draft' : ''
      findings.push({ path, problem: `is not ${noun}, and is kept in "meta"${doubt}`, hint })
      return false
    }
    facts[fact] = converted.value
    origin.set(fact, path)
    if (converted.isPart !== true && path.length === 1) used.add(key)
    if (converted.warning !== undefined)
      findings.push({ path, problem: converted.warning, hint: `write ${noun}` })
    return true
  }

  for (const [fact, names] of Object.entries(synonyms)) {
    for (const name of names) {
      const found = find(said, keys, name)
      // An article is a draft where any of its keys says so.
      if (found !== undefined && take(fact, found) && facts[fact] !== false) break
    }
  }
  for (const key of body) if (Object.hasOwn(said, key)) facts[key] = said[key]
  const kept = keepOthers(said, used, findings)
  if (Object.keys(kept).length > 0) {
    facts['meta'] = kept
    if (Object.hasOwn(said, 'meta')) origin.set('meta', ['meta'])
  }
  return { facts, origin, findings }
}

/** What is kept of keys that are no facts, within bounds, and what is said of them. */
const keepOthers = (said: Said, used: ReadonlySet<string>, findings: Finding[]): Record<string, Json> => {
  const meta: Record<string, Json> = {}
  let length = 2
  const keep = (key: string, value: unknown, path: string[]): void => {
    const json = depthOf(value) < deepestMeta ? toJson(value) : undefined
    const size = json === undefined ? Infinity : JSON.stringify({ [key]: json }).length
    if (json === undefined || length + size > longestMeta) {
      const problem = `is left out: "meta" has no room for ${JSON.stringify(key)}`
      findings.push({
        path,
        problem,
        hint: `the most is ${longestMeta} characters: move some of it into the text`,
      })
      return
    }
    length += size
    Object.defineProperty(meta, key, { value: json, enumerable: true, writable: true, configurable: true })
  }
  for (const [key, value] of Object.entries(said)) {
    if (used.has(key) || isBlank(value)) continue
    if (key === 'meta' && isRecord(value)) {
      for (const [inner, own] of Object.entries(value)) keep(inner, own, [key, inner])
      continue
    }
    if (Object.hasOwn(meta, key)) {
      findings.push({
        path: [key],
        problem: 'is in "meta" as well: that is kept',
        hint: 'keep one of the two',
      })
      continue
    }
    keep(key, value, [key])
    const near = knownPlain.has(plainKey(key)) ? undefined : nearKey(key)
    if (near !== undefined)
      findings.push({
        path: [key],
        problem: 'is no key of maqal, and is kept in "meta"',
        hint: `did you mean "${near}"?`,
      })
  }
  return meta
}
