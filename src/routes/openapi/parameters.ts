import { z } from 'zod'
import { Id } from '../../article/text.ts'
import { problems } from '../../http/problem.ts'
import { fieldsExample, fieldsParameter, fieldsPattern } from '../fields.ts'
import type { Route } from '../route.ts'
import { type Defined, nameIn, toSchema } from './schemas.ts'

const inPath: Record<string, z.ZodType> = {
  article: Id.describe('the id of an article'),
  section: z
    .string()
    .min(1)
    .describe('the id of a section, its position from 1, or its heading as written')
    // NUL is refused, and clients take out the segments `.` and `..` (RFC 3986 §5.2.4).
    .meta({ not: { pattern: String.raw`^\.\.?$|\x00` } }),
  paragraph: Id.describe('the id of a paragraph'),
  note: Id.describe('the id of a footnote'),
  problem: z.enum(Object.keys(problems)).describe('the name of a type of error'),
}

/** Ids of the article that is served by default: a tool that imports the document can send every request as it is. */
const examples: Record<string, string> = {
  article: 'qatar-irgc-normalisation',
  section: 'secret-visit',
  paragraph: 'secret-visit-1',
  note: 'n1',
  facets: 'tag,rubric',
  include: 'html',
  problem: 'not-found',
  q: 'ايران',
  outlet: 'The Review',
  rubric: 'Reports',
  tag: 'rivers',
  language: 'ar',
  author: 'A. Writer',
  from: '2020-01-01',
  to: '2030-12-31T23:59:59Z',
}

const parameter = (place: 'path' | 'query', name: string, schema: z.ZodType) => {
  const { $defs = {}, description, ...made } = toSchema(schema, 'output')
  const isRequired = place === 'path' || !schema.safeParse(undefined).success
  const example = examples[name] ?? made.default
  const base = { name, in: place, description, ...(isRequired && { required: true }) }
  if (!isRequired) return { ...base, schema: made, example }
  // Postman looks for defaults, and for examples only if it is told to. It does not see a default beside a reference.
  const { id: _, description: __, ...whole }: Defined = $defs[nameIn(made)] ?? made
  return { ...base, schema: { ...whole, default: example }, example }
}

/** The name of the component of a parameter: the same name is the same parameter, but for `include` of lists, and what is in a path elsewhere. */
const componentOf = (name: string, { kind }: Route): string =>
  (name === 'include' && kind === 'articles') || (kind === 'search' && name in inPath)
    ? `${name}-${kind}`
    : name

/** The parameters of a route by the names of their components; each kind has its own `fields`. */
export const parametersOf = (route: Route): Record<string, object> => {
  const made: Record<string, object> = {}
  for (const [, name = ''] of route.path.matchAll(/:(\w+)/g))
    made[name] = parameter('path', name, inPath[name] ?? z.string())
  for (const [name, schema] of Object.entries<z.ZodType>(route.query.shape))
    made[componentOf(name, route)] = parameter('query', name, schema)
  const { fields } = fieldsParameter(route.kind)
  if (fields === undefined) return made
  const { schema, ...rest } = parameter('query', 'fields', fields)
  const pattern = fieldsPattern(route.kind)
  return {
    ...made,
    [`fields-${route.kind}`]: { ...rest, schema: { ...schema, pattern }, example: fieldsExample(route.kind) },
  }
}
