import { z } from 'zod'
import { answers, ProblemAnswer } from '../../article/answers.ts'
import { toJsonSchema } from '../../article/file.ts'
import { createPartials } from './partial.ts'

/** As much of JSON Schema 2020-12 as is read here. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

export type Named = Record<string, Schema>

const place = '#/components/schemas/'

export const refer = (name: string): Schema => ({ $ref: place + name })

/** The name of the component that a schema refers to. */
export const nameIn = ({ $ref = '' }: Schema): string => $ref.slice(place.length)

/** A schema that zod has taken out by its name, which it repeats. */
export type Defined = Schema & { id?: string }

/** A zod schema as a part of the document: what it refers to is among the components. */
export const toSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...made } = toJsonSchema(schema, io)
  const text = JSON.stringify(made).replaceAll('"#/$defs/', `"${place}`)
  return JSON.parse(text) as Schema & { $defs?: Record<string, Defined> }
}

const keep = (schema: Schema, isKept: (name: string) => boolean): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isKept(name))),
  required: (schema.required ?? []).filter(isKept),
})

const isShared = (one: Schema, other: Schema) => (name: string) =>
  JSON.stringify(one.properties?.[name]) === JSON.stringify(other.properties?.[name])

/** The properties that two schemas describe alike, and those of one that the other does not describe so. */
const shared = (one: Schema, other: Schema) => keep(one, isShared(one, other))
const without = (one: Schema, other: Schema) => keep(one, (name) => !isShared(one, other)(name))

/** What all types of an object have stands beside them, once. */
const hoisted = (schema: Schema): Schema => {
  const [first, ...others] = schema.oneOf ?? []
  if (first === undefined) return schema
  const common = others.reduce(shared, first)
  return { ...schema, ...common, oneOf: [first, ...others].map((type) => without(type, common)) }
}

/** What has all that another has, and more, refers to it. */
const bases: Record<string, string> = {
  Article: 'ArticleSummary',
  SearchHit: 'ArticleSummary',
  SectionInArticle: 'SectionMention',
  SectionSummary: 'SectionMention',
  HeadingHit: 'SectionMention',
  Section: 'SectionInArticle',
  Paragraph: 'ParagraphInArticle',
}

const onBase = (name: string, all: Named): Schema => {
  const { description, oneOf: _, ...schema } = all[name] ?? {}
  const base = bases[name]
  if (base === undefined) return all[name] ?? {}
  return { description: description ?? '', allOf: [refer(base), without(schema, all[base] ?? {})] }
}

/** The schemas of all answers by name, and the one of each kind: whole, or with the keys that `fields` names. */
export const createSchemas = () => {
  const all = toSchema(z.object({ ...answers, error: ProblemAnswer }), 'input')
  const named = Object.entries(all.$defs ?? {}).map(([name, { id: _, ...schema }]) => [name, hoisted(schema)])
  const flat = Object.fromEntries(named) as Named
  const whole = Object.fromEntries(Object.keys(flat).map((name) => [name, onBase(name, flat)]))
  const { partials, partialOf } = createPartials(whole)
  const wholeOrPartial = (schema: Schema): Schema => ({ anyOf: [schema, partialOf(schema)] })

  /** Of a list, `fields` chooses the keys of the items. */
  const answerOf = (kind: string): Schema => {
    const answer = all.properties?.[kind] ?? {}
    const items = whole[nameIn(answer)]?.properties?.['items']
    if (items?.items === undefined) return wholeOrPartial(answer)
    items.items = wholeOrPartial(items.items)
    return answer
  }

  const byKind = new Map<string, Schema>(Object.keys(answers).map((kind) => [kind, answerOf(kind)]))
  return { schemas: { ...whole, ...partials }, byKind, problem: all.properties?.['error'] ?? {} }
}
