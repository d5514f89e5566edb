import { z } from 'zod'
import { answers } from '../article/answers.ts'
import { nearest } from '../article/nearest.ts'
import type { Fields } from '../formats/fields.ts'
import type { Kind } from '../formats/resource.ts'
import { Problem } from '../http/problem.ts'
import { once } from './parameters.ts'

const schemas: Partial<Record<Kind, z.ZodType>> = answers

/** What `fields` chooses the keys of: a resource, or the items of a list. */
const chosenFrom = (kind: Kind): z.ZodType | undefined => {
  const schema = schemas[kind]
  const items: unknown = schema instanceof z.ZodObject ? schema.shape['items'] : undefined
  return items instanceof z.ZodArray ? (items.element as z.ZodType) : schema
}

/** Each with its schema: the keys of an object, of the items of a list, of any of a union. */
const keysOf = (schema: unknown): Map<string, unknown> => {
  if (schema instanceof z.ZodObject) return new Map(Object.entries(schema.shape))
  if (schema instanceof z.ZodArray) return keysOf(schema.element)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return keysOf(schema.unwrap())
  if (!(schema instanceof z.ZodUnion)) return new Map()
  return new Map(schema.options.flatMap((option) => [...keysOf(option)]))
}

const unknownField = (known: readonly string[], before: string, key: string): Problem => {
  const field = before + key
  const near = nearest(key, known)
  const what = known.length === 0 ? 'has no fields of its own' : `has ${known.join(', ')}`
  const place = before === '' ? 'what stands here' : `"${before.slice(0, -1)}"`
  const detail = `names no field "${field}": ${place} ${what}`
  return new Problem('invalid-parameter', `fields ${detail}.`, {
    errors: [{ parameter: 'fields', detail }],
    available: known.map((name) => before + name),
    ...(near !== undefined && { didYouMean: before + near }),
  })
}

/** Adds a field such as `sections.heading`; what is asked for whole stays whole. */
const add = (fields: Fields, [key = '', ...rest]: string[], schema: unknown, before: string): void => {
  const keys = keysOf(schema)
  if (!keys.has(key)) throw unknownField([...keys.keys()], before, key)
  const known = fields.get(key)
  const inner: Fields = known instanceof Map ? known : new Map()
  if (rest.length > 0) add(inner, rest, keys.get(key), `${before}${key}.`)
  fields.set(key, rest.length === 0 || known === 'all' ? 'all' : inner)
}

/** The parameter, for the kinds of resources that have it. */
export const fieldsParameter = (kind: Kind) =>
  chosenFrom(kind) === undefined
    ? {}
    : { fields: once.optional().describe('which keys of the JSON to send, as in `id,sections.heading`') }

/** The fields that are asked for. Throws a Problem that names those there are. */
export const parseFields = (kind: Kind, asked: string | undefined): Fields | undefined => {
  if (asked === undefined) return undefined
  const fields: Fields = new Map()
  for (const field of asked.split(',')) add(fields, field.trim().split('.'), chosenFrom(kind), '')
  return fields
}
