import { z } from 'zod'
import { Id } from '../../article/text.ts'
import type { ResourceKind } from '../../formats/resource.ts'
import { problems } from '../../http/problem.ts'
import { fieldsExample, fieldsPattern } from '../fields.ts'
import { queryOf, type Route } from '../route.ts'
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
  problem: z.enum(Object.keys(problems)).describe('the name of a type of error'),
}

/** Ids of the article that is served by default, so that every request runs as it is imported into a tool. */
const examples: Record<string, string> = {
  article: 'qatar-irgc-normalisation',
  section: 'secret-visit',
  paragraph: 'secret-visit-1',
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

const fieldsOf = (kind: ResourceKind, schema: z.ZodType) => {
  const { schema: plain, ...rest } = parameter('query', 'fields', schema)
  return { ...rest, schema: { ...plain, pattern: fieldsPattern(kind) }, example: fieldsExample(kind) }
}

/** The parameters of a route by the names of their components: what is called alike is alike, but for `fields`. */
export const parametersOf = (route: Route): [string, () => object][] => {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const query = Object.entries<z.ZodType>(queryOf(route).shape)
  return [
    ...names.map((name): [string, () => object] => [
      name,
      () => parameter('path', name, inPath[name] ?? z.string()),
    ]),
    ...query.map(([name, schema]): [string, () => object] =>
      name === 'fields'
        ? [`${name}-${route.kind}`, () => fieldsOf(route.kind, schema)]
        : [name, () => parameter('query', name, schema)],
    ),
  ]
}
