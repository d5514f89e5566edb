import { type Named, nameIn, refer, type Schema } from './schemas.ts'

/** A property as several types of an object have it: one of their constants, or as any of them has it. */
const joined = (schemas: Schema[]): Schema => {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  if (different.length === 1) return different[0] ?? {}
  const isConstant = different.every((schema) => 'const' in schema)
  return isConstant ? { enum: different.map((schema) => schema.const) } : { anyOf: different }
}

/** The properties of an object, or of all the types of object that it may be. */
const propertiesOf = ({ properties = {}, oneOf = [] }: Schema): [string, Schema][] => {
  const all = [properties, ...oneOf.map((type) => type.properties ?? {})].flatMap((part) =>
    Object.entries(part),
  )
  const groups = Map.groupBy(all, ([name]) => name)
  return [...groups].map(([name, found]) => [name, joined(found.map(([, schema]) => schema))])
}

/** Makes the schemas of what `fields` leaves of an answer: the same properties at any depth, none of them required. */
export const createPartials = (whole: Named) => {
  const partials: Named = {}

  const partialOf = ({ description: _, ...schema }: Schema): Schema => {
    const { $ref, items, anyOf, allOf, properties } = schema
    if ($ref !== undefined) return partialReference(nameIn(schema))
    if (items !== undefined) return { ...schema, items: partialOf(items) }
    if (anyOf !== undefined) return { anyOf: anyOf.map(partialOf) }
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
      partials[partial] = {}
      partials[partial] = partialOf(schema)
    }
    return refer(partial)
  }

  return { partials, partialOf }
}
