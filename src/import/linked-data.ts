import { parse } from 'jsonc-parser'
import type { DomDocument } from './dom.ts'
import { deepestData, mostData } from './limits.ts'

type Thing = Record<string, unknown>

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What pages put around JSON to hide it from parsers of XML and old browsers. */
const wrappers = /<!\[CDATA\[|\]\]>|<!--|-->/g

/** Line ends inside strings, which JSON forbids, as spaces. The pattern always matches, so it takes linear time. */
const joinLines = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]+|\\[^]?)*(?:"|$)/g, (string) => string.replaceAll(/[\n\r\t]/g, ' '))

/** JSON as pages write it: with comments, commas at the end of lists, and line ends in strings. */
const parseLoosely = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    try {
      const loose: unknown = parse(joinLines(text.replaceAll(wrappers, '')), [], { allowTrailingComma: true })
      return loose
    } catch {
      return undefined
    }
  }
}

/** All objects inside a value, those outside first. */
const thingsIn = (value: unknown): Thing[] => {
  const found: Thing[] = []
  let level = [value].flat()
  for (let depth = 0; depth < deepestData && level.length > 0 && found.length < mostData; depth += 1) {
    const things = level.filter(isThing).slice(0, mostData - found.length)
    found.push(...things)
    level = things.flatMap((thing) => Object.values(thing)).flat(2)
  }
  return found
}

const typesOf = (thing: Thing): string => [thing['@type']].flat().map(String).join(' ')

const isArticle = (thing: Thing): boolean => /Article|Posting\b|\bReport\b/.test(typesOf(thing))

/** The articles that a page describes in JSON-LD, and the things that its objects refer to by `@id`. */
export const readThings = (document: DomDocument): { articles: Thing[]; byId: Map<string, Thing> } => {
  const scripts = [...document.querySelectorAll('script[type*="ld+json"]')]
  const things = scripts.flatMap(({ textContent }) => thingsIn(parseLoosely(textContent)))
  const named = things.flatMap((thing): [string, Thing][] =>
    typeof thing['@id'] === 'string' && 'name' in thing ? [[thing['@id'], thing]] : [],
  )
  return { articles: things.filter(isArticle), byId: new Map(named) }
}

/** The names of people or organizations: strings, objects with a name, references to them, or lists of these. */
export const namesIn = (value: unknown, byId: Map<string, Thing>): string[] =>
  [value].flat(2).flatMap((one: unknown) => {
    if (typeof one === 'string') return [one]
    if (!isThing(one)) return []
    const { name } = 'name' in one ? one : (byId.get(String(one['@id'])) ?? one)
    return [name].flat().filter((part) => typeof part === 'string')
  })

/** The first of the values of a key that is a string. */
export const stringIn = (articles: Thing[], key: string): string | undefined =>
  articles.flatMap((article) => [article[key]].flat()).find((value) => typeof value === 'string')
