import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { formatsOf } from '../formats/formats.ts'
import type { Kind } from '../formats/resource.ts'
import type { Site } from '../formats/site.ts'
import type { createAnswer, Found } from '../http/answer.ts'
import type { Library } from '../library/library.ts'
import { createFieldsParser, fieldsParameter } from './fields.ts'
import { parseQuery } from './parameters.ts'

/** What a route may ask of the world. */
export type Ask<Query> = {
  library: Library
  site: Site
  params: Record<string, string>
  query: Query
  /** The `fields` that were asked for, if any: links to other pages keep them. */
  kept: { fields?: string }
}

/** One resource: its address, what may be asked of it, and what it answers. */
export type Route<Query extends z.ZodObject = z.ZodObject> = {
  /** In OpenAPI, and the client's name for it. */
  operationId: string
  path: string
  kind: Kind
  summary: string
  query: Query
  /** Rejects with a Problem where nothing is found. */
  find: (ask: Ask<z.infer<Query>>) => Promise<Found>
}

/** Keeps the type of `query` and `find` together, then forgets it, so that routes stand in one list. */
export const route = <Query extends z.ZodObject>(definition: Route<Query>): Route => definition

type Handler = ReturnType<typeof createAnswer>['handler']
type World = { library: Library; site: Site; handler: Handler }

/** The parameter that a path ends in, if it does: the one that an extension stands on. */
const lastParameter = (path: string): string | undefined => /:(\w+)$/.exec(path)?.[1]

/** All parameters of a route: its own, and which fields, where its kind has them. */
export const queryOf = ({ kind, query }: Route) => query.extend(fieldsParameter(kind))

/** Registers each route; one that ends in a fixed name also under that name with each extension. */
export const addRoutes = (
  app: FastifyInstance,
  routes: readonly Route[],
  { library, site, handler }: World,
): void => {
  for (const definition of routes) {
    const { path, kind, find } = definition
    const schema = queryOf(definition)
    const parseFields = createFieldsParser(kind)
    const last = lastParameter(path)
    const look: Parameters<Handler>[1] = async (request, params) => {
      const { fields: asked, ...query } = parseQuery(schema, request.query)
      const kept = typeof asked === 'string' ? { fields: asked } : {}
      const fields = parseFields(kept.fields)
      const found = await find({ library, site, params, query, kept })
      return fields === undefined ? found : { ...found, fields }
    }
    const own = /\.\w+$/.exec(path)?.[0]
    app.get(path, handler(kind, look, { ...(last && { last }), ...(own && { fixed: own }) }))
    if (last !== undefined || own !== undefined || path.endsWith('/')) continue
    for (const { extension } of formatsOf(kind))
      app.get(path + extension, handler(kind, look, { fixed: extension }))
  }
}
