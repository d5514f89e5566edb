import { z } from 'zod'
import { ArticleFile } from './file.ts'

/** Keys that an object never has: they are there for TypeScript alone, and many readers of JSON Schema know no `not`. */
const neverIn = (schema: unknown): string[] =>
  schema instanceof z.ZodObject
    ? Object.entries(schema.shape).flatMap(([name, part]) =>
        part instanceof z.ZodOptional && part.unwrap() instanceof z.ZodNever ? [name] : [],
      )
    : []

/** JSON Schema 2020-12 of what a zod schema reads (`input`) or gives (`output`). */
export const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override({ zodSchema, jsonSchema }) {
      for (const name of neverIn(zodSchema)) delete jsonSchema.properties?.[name]
      // The range of exact integers in JavaScript says nothing about the value.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      const [one, none] = jsonSchema.anyOf ?? []
      if (typeof one?.type !== 'string' || none?.type !== 'null') return
      delete jsonSchema.anyOf
      Object.assign(jsonSchema, one, { type: [one.type, 'null'] })
    },
  })

/** JSON Schema 2020-12 of an article file: what an editor completes and checks as one writes. */
export const articleSchema = (): object => ({
  ...toJsonSchema(ArticleFile, 'input'),
  title: 'An article of maqal',
})
