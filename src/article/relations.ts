/** What of an article concerns others: the names that lead to it, and by what it is a translation of another. */
import { aliasKeys } from './aliases.ts'
import type { Article } from './article.ts'
import { splitLanguage } from './file-name.ts'

export type Relations = {
  language: string
  /** What it is found by beside its id. */
  aliases: string[]
  /** Articles that have one of these in common are translations of one another. */
  kin: string[]
}

const primary = (language: string): string => language.split('-', 1)[0] ?? ''

/** Whether a name is that of a language, with or without its region. */
const isNamedAfter = (name: string, language: string): boolean =>
  /^[a-z]{2,3}(?:[-_][a-z]{2,4})?$/i.test(name) &&
  primary(name.toLowerCase().replace('_', '-')) === primary(language)

/**
 * What the path of a file has in common with those of its translations: `x` of `x.ar.md` and `x.en.md`, and of `ar/x.md` and
 * `en/x.md`. A file that names no language has its whole path, which `x.ar.md` has as well.
 */
const pathsOf = (file: string, language: string): string[] => {
  const folders = file.split('/')
  const [, stem = '', extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(folders.pop() ?? '') ?? []
  const { language: tag, rest } = splitLanguage(stem)
  const isTagged = tag !== undefined && primary(tag) === primary(language)
  const at = folders.findIndex((folder) => isNamedAfter(folder, language))
  if (at >= 0) folders[at] = '*'
  const whole = [...folders, isTagged ? rest : stem].join('/')
  if (isTagged) return [whole, whole + extension]
  return [at < 0 ? whole + extension : whole]
}

/** Joined, since V8 holds a text that was put together with its pieces. */
const keyOf = (kind: string, name: string): string => [kind, name].join(':')

export const relationsIn = (file: string, article: Article): Relations => {
  const { id, language, translationOf, translationKey } = article
  const kin = [
    keyOf('id', id),
    ...(translationOf === null ? [] : [keyOf('id', translationOf)]),
    ...(translationKey === null ? [] : [keyOf('key', translationKey)]),
    ...pathsOf(file, language).map((path) => keyOf('file', path)),
  ]
  return { language, aliases: aliasKeys(article), kin: [...new Set(kin)] }
}

const none: string[] = []

/** Makes the function that keeps in memory once what most relations have. */
export const createSharing = () => {
  const languages = new Map<string, string>()
  return ({ language, aliases, kin }: Relations): Relations => {
    const known = languages.get(language) ?? language
    languages.set(known, known)
    return { language: known, aliases: aliases.length === 0 ? none : aliases, kin }
  }
}

/** The items that are connected by keys with the first ones, these included. */
export const connected = <Item>(
  first: Iterable<Item>,
  {
    keysOf,
    itemsWith,
  }: { keysOf: (item: Item) => Iterable<string>; itemsWith: (key: string) => Iterable<Item> },
): Set<Item> => {
  const found = new Set(first)
  const seen = new Set<string>()
  for (const item of found)
    for (const key of keysOf(item)) {
      if (seen.has(key)) continue
      seen.add(key)
      for (const other of itemsWith(key)) found.add(other)
    }
  return found
}

/**
 * The articles of a group that are translations of one another, in order: the first by id of each language.
 */
export const oneOfEach = <Item extends { id: string; language: string }>(group: Iterable<Item>): Item[] => {
  const byLanguage = new Map<string, Item>()
  for (const item of [...group].toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    if (!byLanguage.has(item.language)) byLanguage.set(item.language, item)
  return [...byLanguage.values()].toSorted((one, other) => (one.language < other.language ? -1 : 1))
}
