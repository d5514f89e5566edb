import { z } from 'zod'
import { ArticleFile } from './file.ts'

/** JSON Schema 2020-12 of what a zod schema reads (`input`) or gives (`output`). */
export const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override({ jsonSchema }) {
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
