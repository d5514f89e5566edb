import { z } from 'zod'
import type { Fields } from '../formats/format.ts'
import type { Resource, ResourceKind } from '../formats/resource.ts'
import { formatQuery, type Site } from '../formats/site.ts'
import type { HeaderLink } from '../http/headers.ts'
import { Problem } from '../http/problem.ts'
import type { RawQuery } from '../http/query.ts'
import type { Library } from '../library/library.ts'
import { createFieldsParser, fieldsParameter } from './fields.ts'
import type { Params } from './match.ts'
import { parseQuery } from './parameters.ts'

/** What a route may ask of the world. */
export type Ask<Query> = {
  library: Library
  site: Site
  params: Params
  query: Query
  /** The `fields` that were asked for, if any: links to other pages keep them. */
  kept: { fields?: string }
  /** Whether the answer is for people, not for programs. */
  isForReaders: boolean
  /** Says that nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
}

/** What stands at an address. What is volatile is made for each request and kept nowhere. */
export type Found = {
  resource: Resource
  /** The parameters of its own path, where other paths lead to it too. */
  params?: Params
  links?: HeaderLink[]
  isVolatile?: true
  /** In place of the setting. */
  cacheControl?: string
  /** A Content-Security-Policy in place of that of its format. */
  policy?: string
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

/** Holds the types of `query` and `find` together, and then hides them, so that routes stand in one table. */
export const operation = <Query extends z.ZodObject>(definition: Operation<Query>): Operation => definition

/** The query of what takes no parameters. */
export const none = z.strictObject({})

/** A row of the table of routes. */
export type TableRow = Operation & { path: string; kind: ResourceKind }

type Given = { query: RawQuery; isForReaders: boolean }

/** `kept` is the canonical spelling of `fields`. */
type Parsed = { query: Record<string, unknown>; fields: Fields | undefined; kept: { fields?: string } }

/** A resource: its address and what stands there. */
export type Route = TableRow & {
  /** In OpenAPI, and the client's name for it. */
  operationId: string
  /** All its parameters: those of its query, and `fields` where its kind has them. */
  parameters: z.ZodObject
  /** Reads and checks a query. Throws a Problem that names what is wrong. */
  parse: (given: Given) => Parsed
  /** Formats a query in the order of its parameters, without defaults; undefined where it is refused. */
  canonicalQuery: (given: Given) => string | undefined
}

export const toRoute = (operationId: string, row: TableRow): Route => {
  const parameters = row.query.extend(fieldsParameter(row.kind))
  const parseFields = createFieldsParser(row.kind)
  const shape = Object.entries<z.ZodType>(parameters.shape)
  const usual = new Map(shape.map(([name, schema]) => [name, schema.safeParse(undefined).data]))

  const parse: Route['parse'] = ({ query: given, isForReaders }) => {
    const all = isForReaders ? { ...row.ofReaders, ...given } : given
    const { fields: asked, ...query } = parseQuery(parameters, all)
    const { fields, text } = parseFields(typeof asked === 'string' ? asked : undefined) ?? {}
    return { query, fields, kept: text === undefined ? {} : { fields: text } }
  }

  const canonicalQuery: Route['canonicalQuery'] = (given) => {
    try {
      const { query, kept } = parse(given)
      const pairs = Object.entries({ ...query, ...kept })
      return formatQuery(pairs.filter(([name, value]) => value !== undefined && value !== usual.get(name)))
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }

  return { ...row, operationId, parameters, parse, canonicalQuery }
}
