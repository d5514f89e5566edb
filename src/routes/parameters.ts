import { z } from 'zod'
import { nearest } from '../article/nearest.ts'
import { usualLimit } from '../formats/limits.ts'
import { invalidParameters } from '../http/problem.ts'
import { largestPage, lastPage, longestText, mostUnknown } from './limits.ts'

/** A parameter that is given once. */
export const once = z.string('is given more than once: give it once')

/** Text without NUL, which no address may hold. As in JSON Schema, a character outside the BMP counts once. */
export const shortText = (text: z.ZodString) =>
  text
    .refine((given) => Array.from(given).length <= longestText, `has more than ${longestText} characters`)
    .meta({ maxLength: longestText, not: { pattern: String.raw`\x00` } })

/** Names of a known list with commas between them; they are spelled in the order of the list. */
export const someOf = (known: readonly string[], error: string) => {
  const any = `(?:${known.join('|')})`
  return once
    .refine((given) => given.split(',').every((name) => known.includes(name)), error)
    .overwrite((given) => known.filter((name) => given.split(',').includes(name)).join(','))
    .optional()
    .meta({ pattern: `^${any}(?:,${any})*$` })
}

export const wholeNumber = (least: number, most: number) =>
  once
    .regex(/^(?:0|[1-9]\d{0,8})$/, `must be a whole number from ${least} to ${most}, without zeros before it`)
    .transform(Number)
    .pipe(z.int().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`))

export const paging = {
  page: wholeNumber(1, lastPage).default(1).describe('which page, from 1'),
  limit: wholeNumber(1, largestPage)
    .default(usualLimit)
    .describe(`how many items a page has, at most ${largestPage}`),
}

const explainUnknown = (keys: readonly string[], known: readonly string[]) => {
  const what = known.length === 0 ? 'there are none here' : `the parameters here are ${known.join(', ')}`
  return keys.slice(0, mostUnknown).map((parameter) => ({ parameter, detail: `is unknown: ${what}` }))
}

/** Reads query parameters by their schema. Throws a Problem that names every bad one. */
export const parseQuery = <Query extends z.ZodObject>(schema: Query, query: unknown): z.infer<Query> => {
  const result = schema.safeParse(query)
  if (result.success) return result.data
  const known = Object.keys(schema.shape)
  const { issues } = result.error
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  const errors = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? explainUnknown(issue.keys, known)
      : [{ parameter: String(issue.path[0]), detail: issue.message.replace('\n', ': ') }],
  )
  const didYouMean = unknown[0] === undefined ? undefined : nearest(unknown[0], known)
  const more = unknown.length - mostUnknown
  throw invalidParameters(
    errors,
    { available: known, didYouMean },
    more > 0 ? ` ${more} more are unknown.` : '',
  )
}
