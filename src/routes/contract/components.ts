import { z } from 'zod'
import { answers, ProblemAnswer } from '../../article/answers.ts'
import { type ProblemName, problems } from '../../http/problem.ts'

/** The parts of the OpenAPI document that its operations refer to. */

type Schema = Record<string, unknown>

const pointer = (name: string): string => `#/components/schemas/${name}`

/** A schema as JSON Schema 2020-12, without the keys that a document of its own would have. */
const bare = ({ $schema: _, $id: _id, id: _name, ...schema }: Schema): Schema => schema

/** Keys that never stand are there for TypeScript alone: many readers of JSON Schema know no `not`. */
const withoutNever = ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: Schema }): void => {
  if (!(zodSchema instanceof z.ZodObject)) return
  const shape: Record<string, unknown> = zodSchema.shape
  const properties = jsonSchema['properties'] as Schema
  for (const [name, part] of Object.entries(shape)) {
    if (part instanceof z.ZodOptional && part.unwrap() instanceof z.ZodNever) delete properties[name]
  }
}

/** Every schema that has a name, by its name. Answers may gain keys, so none is closed: hence `input`. */
export const schemas = (): Record<string, Schema> => {
  const registry = z.registry<{ id: string; description?: string | undefined }>()
  const add = (schema: z.ZodType): void => {
    const meta = z.globalRegistry.get(schema)
    if (meta?.id === undefined || registry.has(schema)) return
    registry.add(schema, { ...meta, id: meta.id })
  }
  for (const schema of [...Object.values(answers), ProblemAnswer]) walk(schema, add)
  const made = z.toJSONSchema(registry, {
    io: 'input',
    target: 'draft-2020-12',
    uri: pointer,
    override: withoutNever,
  })
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, schema]) => [name, bare(schema as Schema)]),
  )
}

/** A schema and all within it. */
const walk = (schema: unknown, visit: (schema: z.ZodType) => void): void => {
  if (schema instanceof z.ZodType) visit(schema)
  if (schema instanceof z.ZodObject) for (const part of Object.values(schema.shape)) walk(part, visit)
  if (schema instanceof z.ZodArray) walk(schema.element, visit)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) walk(schema.unwrap(), visit)
  if (schema instanceof z.ZodUnion) for (const part of schema.options) walk(part, visit)
}

/** The schema of one parameter, as it is after its defaults. */
export const schemaOf = (schema: z.ZodType): Schema => bare(z.toJSONSchema(schema, { io: 'output' }))

export const reference = (kind: keyof typeof answers): Schema => ({
  $ref: pointer(z.globalRegistry.get(answers[kind])?.id ?? ''),
})

const text = { type: 'string' }
const header = (description: string, example?: string | number, schema: Schema = text) => ({
  description,
  schema,
  ...(example !== undefined && { example }),
})

/** Every header that an answer may have, and what it says. */
export const headers = {
  ETag: header('Names these very bytes: equal on every replica, different for each coding', '"6kq…-br"'),
  'Cache-Control': header('How long the answer may be kept', 'public, max-age=60'),
  Vary: header('The request headers that the answer depends on', 'Accept, Accept-Encoding'),
  'Content-Location': header('The address of its own, where it was reached by another'),
  Link: header('Related addresses (RFC 8288): `canonical`, or `first`, `prev`, `next`, `last` of a list'),
  'Content-Encoding': header('The coding of the body', 'br', { type: 'string', enum: ['br', 'gzip'] }),
  'Content-Length': header('Bytes of the body', undefined, { type: 'integer', minimum: 0 }),
  'Accept-Ranges': header('Ranges are not served', 'none'),
  'X-Content-Type-Options': header('The type is as it says', 'nosniff'),
  'Referrer-Policy': header('No address is passed on', 'no-referrer'),
  'Cross-Origin-Resource-Policy': header('Any origin may show it', 'cross-origin'),
  'Content-Security-Policy': header('What a page may load'),
  'Access-Control-Allow-Origin': header('Which origin may read the answer', '*'),
  'Access-Control-Expose-Headers': header('Which headers it may read'),
  Location: header('The address that was meant', '/articles'),
  Allow: header('The methods there are', 'GET, HEAD, OPTIONS'),
  'Retry-After': header('Seconds until another try is worth while', 5, { type: 'integer', minimum: 0 }),
  Connection: header('`close` where the connection ends with the answer', 'close'),
}

type HeaderName = keyof typeof headers

export const headersOf = (names: readonly HeaderName[]): Schema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** Of a 200 less those of its body: what a 304 repeats (RFC 9110 §15.4.5). */
export const ofNotModified: readonly HeaderName[] = [
  'ETag',
  'Cache-Control',
  'Vary',
  'Content-Location',
  'Link',
  'Accept-Ranges',
  'X-Content-Type-Options',
  'Referrer-Policy',
  'Cross-Origin-Resource-Policy',
  'Content-Security-Policy',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
]

export const ofContent: readonly HeaderName[] = [...ofNotModified, 'Content-Encoding', 'Content-Length']

const ofRedirect: readonly HeaderName[] = [
  'Location',
  'Cache-Control',
  'Vary',
  'Content-Length',
  'Accept-Ranges',
  'X-Content-Type-Options',
  'Referrer-Policy',
  'Cross-Origin-Resource-Policy',
  'Content-Security-Policy',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
]

const ofProblems: readonly HeaderName[] = [
  'Cache-Control',
  'Vary',
  'Content-Length',
  'X-Content-Type-Options',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'Allow',
  'Retry-After',
  'Connection',
]

const names = Object.keys(problems) as ProblemName[]

/** What is said of a status: all the types of problem that have it. */
const meaningsOf = (status: number): string =>
  names
    .filter((name) => problems[name].status === status)
    .map((name) => `\`${name}\`: ${problems[name].meaning}`)
    .join('\n\n')

export const problemStatuses: readonly number[] = [...new Set(names.map((name) => problems[name].status))]

/** One answer for each status of a problem, `Problem404` and so on. */
export const responses = () => ({
  NotModified: {
    description: 'What the request holds is current: `If-None-Match` names its ETag.',
    headers: headersOf(ofNotModified),
  },
  Redirect: {
    description: 'The path has a slash at its end or capitals, and what was meant is at `Location`.',
    headers: headersOf(ofRedirect),
  },
  ...Object.fromEntries(
    problemStatuses.map((status) => [
      `Problem${status}`,
      {
        description: meaningsOf(status),
        headers: headersOf(ofProblems),
        content: { 'application/problem+json': { schema: { $ref: pointer('Problem') } } },
      },
    ]),
  ),
})

/** Without examples, for the page of the API would send them with every request that is tried. */
const condition = (name: string, description: string) => ({ name, in: 'header', description, schema: text })

/** Conditions (RFC 9110 §13) that any address answers to. */
export const parameters = {
  IfNoneMatch: condition('If-None-Match', '304 where one of these ETags, or `*`, is current'),
  IfMatch: condition('If-Match', '412 where none of these ETags is current'),
}
