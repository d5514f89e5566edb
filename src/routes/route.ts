import { z } from 'zod'
import { formatsOf } from '../formats/formats.ts'
import type { ResourceKind } from '../formats/resource.ts'
import { formatQuery, type Site } from '../formats/site.ts'
import type { createAnswer, Found } from '../http/answer.ts'
import { Problem } from '../http/problem.ts'
import type { Wanted } from '../http/reading.ts'
import type { Library } from '../library/library.ts'
import { createFieldsParser, fieldsParameter } from './fields.ts'
import { createMatcher } from './match.ts'
import { parseQuery } from './parameters.ts'

/** What a route may ask of the world. */
export type Ask<Query> = {
  library: Library
  site: Site
  params: Record<string, string>
  query: Query
  /** The `fields` that were asked for, if any: links to other pages keep them. */
  kept: { fields?: string }
  /** Whether the answer is for people, not for programs. */
  isForReaders: boolean
  /** Says that nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
}

/** What may be asked at an address, and what it answers. */
type Operation<Query extends z.ZodObject = z.ZodObject> = {
  summary: string
  query: Query
  /** Parameters that are required, and what they are for readers who do not give them. */
  ofReaders?: Record<string, string>
  /** Rejects with a Problem where nothing is found. */
  find: (ask: Ask<z.infer<Query>>) => Promise<Found>
}

/** A resource: its address and what stands there. */
export type Route = Operation & {
  /** In OpenAPI, and the client's name for it. */
  operationId: string
  path: string
  kind: ResourceKind
}

/** Holds the types of `query` and `find` together, and then hides them, so that routes stand in one table. */
export const operation = <Query extends z.ZodObject>(definition: Operation<Query>): Operation => definition

/** The query of what takes no parameters. */
export const none = z.strictObject({})

type World = { library: Library; site: Site; handler: ReturnType<typeof createAnswer>['handler'] }

/** All parameters of a route: its own, and which fields, where its kind has them. */
export const queryOf = ({ kind, query }: Route) => query.extend(fieldsParameter(kind))

type Asked = Pick<Wanted, 'query' | 'isForReaders'>

/** Makes the function that reads and checks the query of a route. It throws a Problem that names what is wrong. */
const createParser = (definition: Route) => {
  const schema = queryOf(definition)
  const parseFields = createFieldsParser(definition.kind)
  return ({ query: given, isForReaders }: Asked) => {
    const all = isForReaders ? { ...definition.ofReaders, ...given } : given
    const { fields: asked, ...query } = parseQuery(schema, all)
    const { fields, text } = parseFields(typeof asked === 'string' ? asked : undefined) ?? {}
    return { query, fields, kept: text === undefined ? {} : { fields: text } }
  }
}

type Parser = ReturnType<typeof createParser>

/** What a route looks for. */
const createFind =
  (definition: Route, parse: Parser, { library, site }: World) =>
  async (wanted: Wanted): Promise<Found> => {
    const { params, isForReaders, signal } = wanted
    const { query, fields, kept } = parse(wanted)
    const found = await definition.find({ library, site, params, query, kept, isForReaders, signal })
    return fields === undefined ? found : { ...found, fields }
  }

/** Makes the function that spells a query in the order of its schema, without what is as usual. */
const createCanonicalQuery = (definition: Route, parse: Parser) => {
  const shape = Object.entries<z.ZodType>(queryOf(definition).shape)
  const usual = new Map(shape.map(([name, schema]) => [name, schema.safeParse(undefined).data]))
  return (asked: Asked): string | undefined => {
    try {
      const { query, kept } = parse(asked)
      const pairs = Object.entries({ ...query, ...kept })
      return formatQuery(pairs.filter(([name, value]) => value !== undefined && value !== usual.get(name)))
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }
}

/** The parameter that a path ends in, if it does: the one that an extension stands on. */
const lastParameter = (path: string): string | undefined => /:(\w+)$/.exec(path)?.[1]

/** The addresses of a route; one that ends in a fixed name has that name with each extension too. */
const placesOf = (definition: Route, world: World) => {
  const { path, kind } = definition
  const parse = createParser(definition)
  const find = createFind(definition, parse, world)
  const canonicalQuery = createCanonicalQuery(definition, parse)
  const parameters = Object.keys(queryOf(definition).shape)
  const last = lastParameter(path)
  const place = (pattern: string, fixed: string | undefined) => ({
    pattern,
    value: world.handler(kind, find, { pattern, last, fixed, parameters, canonicalQuery }),
  })
  const own = /\.\w+$/.exec(path)?.[0]
  if (last !== undefined || own !== undefined || path.endsWith('/')) return [place(path, own)]
  return [
    place(path, undefined),
    ...formatsOf(kind).map(({ extension }) => place(path + extension, extension)),
  ]
}

/** Finds what answers at a path. */
export const createRouter = (routes: readonly Route[], world: World) =>
  createMatcher(routes.flatMap((definition) => placesOf(definition, world)))
