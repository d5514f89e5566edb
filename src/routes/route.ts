import type { z } from 'zod'
import type { Kind, Resource } from '../formats/resource.ts'
import type { Site } from '../formats/site.ts'
import type { Library } from '../library/library.ts'

/** What a route may ask of the world. */
export type Ask<Query> = { library: Library; site: Site; params: Record<string, string>; query: Query }

/** What stands at an address. `canonical` is the path of its own, where it was reached by another. */
export type Found = { resource: Resource; canonical?: string }

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
