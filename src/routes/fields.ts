import { z } from 'zod'
import { answers } from '../article/answers.ts'
import { nearest } from '../article/nearest.ts'
import type { Fields } from '../formats/format.ts'
import type { ResourceKind } from '../formats/resource.ts'
import { invalidParameter, type Problem } from '../http/problem.ts'
import { mostFields } from './limits.ts'
import { once } from './parameters.ts'

const schemas: Partial<Record<ResourceKind, z.ZodType>> = answers

/** The schema whose keys `fields` chooses: that of a resource, or of the items of a list. */
const chosenFrom = (kind: ResourceKind): z.ZodType | undefined => {
  const schema = schemas[kind]
  const items: unknown = schema instanceof z.ZodObject ? schema.shape['items'] : undefined
  return items instanceof z.ZodArray ? (items.element as z.ZodType) : schema
}

/** The keys that may be named, each with the keys below it. */
type Keys = ReadonlyMap<string, Keys>

/** The keys of an object, of the items of a list, of any of a union. */
const keysOf = (schema: unknown): Keys => {
  if (schema instanceof z.ZodObject) {
    return new Map(Object.entries(schema.shape).map(([key, inner]) => [key, keysOf(inner)]))
  }
  if (schema instanceof z.ZodArray) return keysOf(schema.element)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return keysOf(schema.unwrap())
  if (!(schema instanceof z.ZodUnion)) return new Map()
  return merged(schema.options.map(keysOf))
}

/** The keys of all objects of a union, each with the keys below it in any of them. */
const merged = (all: readonly Keys[]): Keys => {
  const groups = Map.groupBy(
    all.flatMap((keys) => [...keys]),
    ([key]) => key,
  )
  return new Map([...groups].map(([key, found]) => [key, merged(found.map(([, below]) => below))]))
}

const unknownField = (known: readonly string[], before: string, key: string): Problem => {
  const near = nearest(key, known)
  const what = known.length === 0 ? 'has no fields of its own' : `has ${known.join(', ')}`
  const place = before === '' ? 'what stands here' : `"${before.slice(0, -1)}"`
  return invalidParameter('fields', `names no field "${before + key}": ${place} ${what}`, {
    available: known.map((name) => before + name),
    didYouMean: near === undefined ? undefined : before + near,
  })
}

/** The keys that stand below the path `before`. */
type Level = { keys: Keys; before: string }

/** Adds a field such as `sections.heading`. Where `sections` is asked for too, it stays whole. */
const add = (fields: Fields, [key = '', ...rest]: string[], { keys, before }: Level): void => {
  const below = keys.get(key)
  if (below === undefined) throw unknownField([...keys.keys()], before, key)
  const known = fields.get(key)
  const inner: Fields = known instanceof Map ? known : new Map()
  if (rest.length > 0) add(inner, rest, { keys: below, before: `${before}${key}.` })
  fields.set(key, rest.length === 0 || known === 'all' ? 'all' : inner)
}

/** The parameter, for the kinds of resources that have it. */
export const fieldsParameter = (kind: ResourceKind) =>
  chosenFrom(kind) === undefined
    ? {}
    : {
        fields: once
          .optional()
          .describe(`the keys to send, as in \`id,sections.heading\`; at most ${mostFields}`),
      }

/** The fields in the order of the answer, each once. */
const formatFields = (fields: Fields, keys: Keys, before = ''): string[] =>
  [...keys].flatMap(([key, below]) => {
    const asked = fields.get(key)
    if (asked === undefined) return []
    return asked === 'all' ? [before + key] : formatFields(asked, below, `${before}${key}.`)
  })

/**
 * Makes the function that reads the fields of a kind; `text` is their canonical spelling. It throws a Problem that names
 * the fields that exist.
 */
export const createFieldsParser = (kind: ResourceKind) => {
  let keys: Keys | undefined
  return (asked: string | undefined): { fields: Fields; text: string } | undefined => {
    if (asked === undefined) return undefined
    const names = asked.split(/, ?/, mostFields + 1)
    if (names.length > mostFields)
      throw invalidParameter('fields', `has more than ${mostFields} names: give at most ${mostFields}`)
    keys ??= keysOf(chosenFrom(kind))
    const fields: Fields = new Map()
    for (const name of names) add(fields, name.split('.'), { keys, before: '' })
    return { fields, text: formatFields(fields, keys).join(',') }
  }
}

/** The names as an alternation: each alone, or with a dot and a name below it. */
const alternativesOf = (keys: Keys): string =>
  [...keys]
    .map(([key, below]) => key + (below.size === 0 ? '' : String.raw`(\.(${alternativesOf(below)}))?`))
    .join('|')

/** The pattern of `fields` for OpenAPI: ECMA-262 without flags. */
export const fieldsPattern = (kind: ResourceKind): string => {
  const name = `(${alternativesOf(keysOf(chosenFrom(kind)))})`
  return `^${name}(, ?${name}){0,${mostFields - 1}}$`
}

/** Two names, for OpenAPI. */
export const fieldsExample = (kind: ResourceKind): string =>
  [...keysOf(chosenFrom(kind)).keys()].slice(0, 2).join(',')
