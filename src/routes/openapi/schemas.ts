import { z } from 'zod'
import { answers, ArticleSummary, ProblemAnswer } from '../../article/answers.ts'
import { toJsonSchema } from '../../article/file.ts'

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

type Named = Record<string, Schema>

const place = '#/components/schemas/'

const refer = (name: string): Schema => ({ $ref: place + name })

/** The name of the component that a schema refers to. */
export const nameIn = ({ $ref = '' }: Schema): string => $ref.slice(place.length)

/** A schema with a name, as zod defines it: it repeats the name as `id`. */
export type Defined = Schema & { id?: string }

/** A zod schema as a part of the document, in which definitions are components. */
export const toSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...made } = toJsonSchema(schema, io)
  const text = JSON.stringify(made).replaceAll('"#/$defs/', `"${place}`)
  return JSON.parse(text) as Schema & { $defs?: Record<string, Defined> }
}

const isAlike = (name: string, one: Schema, other: Schema): boolean =>
  JSON.stringify(one.properties?.[name]) === JSON.stringify(other.properties?.[name])

const keep = (schema: Schema, isKept: (name: string) => boolean): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isKept(name))),
  required: (schema.required ?? []).filter(isKept),
})

/** Moves what all types of an object share out of `oneOf`. */
const hoisted = (schema: Schema): Schema => {
  const { oneOf: types = [] } = schema
  const [first] = types
  if (first === undefined) return schema
  const isShared = (name: string) => types.every((type) => isAlike(name, first, type))
  return {
    ...schema,
    ...keep(first, isShared),
    oneOf: types.map((type) => keep(type, (name) => !isShared(name))),
  }
}

/** Schemas with all properties of another one, to which they refer. */
const bases: Record<string, string> = {
  Article: 'ArticleSummary',
  ListedArticle: 'ArticleSummary',
  SearchHit: 'ArticleSummary',
  SectionInArticle: 'SectionMention',
  SectionSummary: 'SectionMention',
  HeadingHit: 'SectionMention',
  Section: 'SectionInArticle',
  Paragraph: 'ParagraphInArticle',
}

const onBase = (name: string, schema: Schema, all: Named): Schema => {
  const base = all[bases[name] ?? '']
  if (base === undefined) return schema
  const { description = '', oneOf: _, ...own } = schema
  return {
    description,
    allOf: [refer(bases[name] ?? ''), keep(own, (property) => !isAlike(property, own, base))],
  }
}

/** One schema for a property of several types: one of their constants, or any of their schemas. */
const anyOf = (schemas: Schema[]): Schema => {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  if (different.length === 1) return different[0] ?? {}
  const isConstant = different.every((schema) => 'const' in schema)
  return isConstant ? { enum: different.map((schema) => schema.const) } : { anyOf: different }
}

/** The properties of an object and of all its types. */
const propertiesOf = ({ properties = {}, oneOf = [] }: Schema): [string, Schema][] => {
  const all = [{ properties }, ...oneOf].flatMap((type) => Object.entries(type.properties ?? {}))
  return [...Map.groupBy(all, ([name]) => name)].map(([name, found]) => [
    name,
    anyOf(found.map(([, schema]) => schema)),
  ])
}

/** Makes the schemas of answers that `fields` narrows: the same properties at any depth, none of them required. */
const createPartials = (whole: Named) => {
  const partials: Named = {}

  const partialOf = ({ description: _, ...schema }: Schema): Schema => {
    const { $ref, items, anyOf: options, allOf, properties } = schema
    if ($ref !== undefined) return partialReference(nameIn(schema))
    if (items !== undefined) return { ...schema, items: partialOf(items) }
    if (options !== undefined) return { anyOf: options.map(partialOf) }
    if (allOf !== undefined) return { allOf: allOf.map(partialOf) }
    if (properties === undefined) return schema
    const inner = propertiesOf(schema).map(([name, property]) => [name, partialOf(property)])
    return { type: 'object', properties: Object.fromEntries(inner) as Named }
  }

  const partialReference = (name: string): Schema => {
    const schema = whole[name] ?? {}
    if (!('properties' in schema || 'allOf' in schema)) return refer(name)
    const partial = `Partial${name}`
    if (!Object.hasOwn(partials, partial)) {
      // Holds the place, so that a schema may refer to itself.
      partials[partial] = {}
      partials[partial] = partialOf(schema)
    }
    return refer(partial)
  }

  return { partials, partialOf }
}

/** The schemas of all answers by name, and the answer of each kind: whole, or with the keys that `fields` names. */
export const createSchemas = () => {
  // `summary` is a base of others, and not an answer itself.
  const all = toSchema(z.object({ ...answers, error: ProblemAnswer, summary: ArticleSummary }), 'input')
  const named: Named = {}
  for (const [name, { id: _, ...schema }] of Object.entries(all.$defs ?? {})) named[name] = hoisted(schema)
  const whole: Named = {}
  for (const [name, schema] of Object.entries(named)) whole[name] = onBase(name, schema, named)
  const { partials, partialOf } = createPartials(whole)
  const wholeOrPartial = (schema: Schema): Schema => ({ anyOf: [schema, partialOf(schema)] })

  const answerOf = (kind: string): Schema => {
    const answer = all.properties?.[kind] ?? {}
    // Of a list, `fields` chooses the keys of the items.
    const items = whole[nameIn(answer)]?.properties?.['items']
    if (items?.items === undefined) return wholeOrPartial(answer)
    items.items = wholeOrPartial(items.items)
    return answer
  }

  const byKind = new Map<string, Schema>(Object.keys(answers).map((kind) => [kind, answerOf(kind)]))
  return { schemas: { ...whole, ...partials }, byKind, problem: all.properties?.['error'] ?? {} }
}
