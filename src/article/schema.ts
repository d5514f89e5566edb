import { z } from 'zod'
import { ArticleFile } from './file.ts'

/** JSON Schema 2020-12 of an article file: what an editor completes and checks as one writes. */
export const articleSchema = (): object => ({
  ...z.toJSONSchema(ArticleFile, { io: 'input', target: 'draft-2020-12' }),
  title: 'An article of maqal',
})
