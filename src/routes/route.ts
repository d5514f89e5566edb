import type { z } from 'zod'
import { formatsOf } from '../formats/formats.ts'
import type { Kind } from '../formats/resource.ts'
import type { Site } from '../formats/site.ts'
import type { createAnswer, Found } from '../http/answer.ts'
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
}

/** One resource: its address, what may be asked of it, and what it answers. */
export type Route<Query extends z.ZodObject = z.ZodObject> = {
  /** In OpenAPI, and the client's name for it. */
  operationId: string
  path: string
  kind: Kind
  summary: string
  query: Query
  /** Parameters that are required, and what they are for readers who do not give them. */
  ofReaders?: Record<string, string>
  /** Rejects with a Problem where nothing is found. */
  find: (ask: Ask<z.infer<Query>>) => Promise<Found>
}

/** Keeps the type of `query` and `find` together, then forgets it, so that routes stand in one list. */
export const route = <Query extends z.ZodObject>(definition: Route<Query>): Route => definition

type World = { library: Library; site: Site; handler: ReturnType<typeof createAnswer>['handler'] }

/** All parameters of a route: its own, and which fields, where its kind has them. */
export const queryOf = ({ kind, query }: Route) => query.extend(fieldsParameter(kind))

/** What a route looks for, with its query read and checked. */
const createFind = (definition: Route, { library, site }: World) => {
  const schema = queryOf(definition)
  const parseFields = createFieldsParser(definition.kind)
  return async ({ params, query: given, isForReaders }: Wanted): Promise<Found> => {
    const all = isForReaders ? { ...definition.ofReaders, ...given } : given
    const { fields: asked, ...query } = parseQuery(schema, all)
    const kept = typeof asked === 'string' ? { fields: asked } : {}
    const fields = parseFields(kept.fields)
    const found = await definition.find({ library, site, params, query, kept, isForReaders })
    return fields === undefined ? found : { ...found, fields }
  }
}

/** The parameter that a path ends in, if it does: the one that an extension stands on. */
const lastParameter = (path: string): string | undefined => /:(\w+)$/.exec(path)?.[1]

/** The addresses of a route; one that ends in a fixed name has that name with each extension too. */
const placesOf = (definition: Route, world: World) => {
  const { path, kind } = definition
  const find = createFind(definition, world)
  const parameters = Object.keys(queryOf(definition).shape)
  const last = lastParameter(path)
  const place = (pattern: string, fixed: string | undefined) => ({
    pattern,
    value: world.handler(kind, find, { last, fixed, parameters }),
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
