import type { Format } from '../formats/format.ts'
import { alternatesOf, formatsOf, hasForm } from '../formats/formats.ts'
import type { Resource } from '../formats/resource.ts'
import { linkTo, type Site, withName } from '../formats/site.ts'
import { bodyIn } from '../http/body.ts'
import { contentLanguageOf, headersOf, totalOf } from '../http/headers.ts'
import { stepLength } from '../http/limits.ts'
import { invalidParameter, Problem } from '../http/problem.ts'
import type { RawQuery } from '../http/query.ts'
import { type Representation, representationOf } from '../http/representation.ts'
import type { Library } from '../library/library.ts'
import { createPace, inSlices } from '../pace.ts'
import type { Params } from './match.ts'
import { Moved, MovedPart } from './moved.ts'
import type { Found, Route } from './route.ts'
import type { AskSiteName } from './site-name.ts'
import { followDue } from './due.ts'

/** What representations are made of. */
export type World = {
  library: Library
  site: Site
  /** The name of the site in the present state of the library; undefined for the default. */
  siteName: AskSiteName
  cacheControl: string
  origins: readonly string[]
  /** The request headers that any answer depends on, beside those that choose its form. */
  vary?: string
  /** Makes the answers of searches, where another thread can. */
  search?: SearchElsewhere | undefined
}

/** What is looked for. `isForReaders` says that the answer is for people; `signal`, that nobody waits for it any more. */
export type Wanted = {
  params: Params
  query: RawQuery
  isForReaders: boolean
  /** The path with other parameters, and with the extension that was asked for. */
  pathOf: (params: Params) => string
  signal?: AbortSignal | undefined
}

/** What is asked of a route. `vary` names the request headers that chose the format. */
type Asked = Omit<Wanted, 'isForReaders'> & { format: Format; vary: string }

/** `due` is when it may be another though no file changes. */
type FoundWithFields = Found & Pick<ReturnType<Route['parse']>, 'fields'> & { due: number }

/** How often what has moved is followed: to an article, and then to its section or paragraph. */
const mostMoves = 2

type Following = { ask: (params: Params) => Promise<unknown>; pathOf: Wanted['pathOf']; moves?: number }

/** Where something is now that has moved: one redirect leads there. */
const follow = async (params: Params, { ask, pathOf, moves = 1 }: Following): Promise<Moved> => {
  try {
    await ask(params)
    return new Moved(pathOf(params))
  } catch (error) {
    return error instanceof MovedPart && moves < mostMoves
      ? follow({ ...params, ...error.params }, { ask, pathOf, moves: moves + 1 })
      : new Moved(pathOf(params), false)
  }
}

/** Finds what is wanted. Rejects with a Problem where nothing is there, or where a parameter is wrong, and with Moved. */
export const find = async (route: Route, wanted: Wanted, world: World): Promise<FoundWithFields> => {
  const { isForReaders, pathOf, signal } = wanted
  const { site } = world
  const { library, due } = followDue(world.library)
  const { query, kept, fields } = route.parse(wanted)
  const ask = (params: Params) => route.find({ library, site, params, query, kept, isForReaders, signal })
  try {
    return { ...(await ask(wanted.params)), fields, due: due() }
  } catch (error) {
    if (!(error instanceof MovedPart)) throw error
    throw await follow({ ...wanted.params, ...error.params }, { ask, pathOf })
  }
}

/** Prints in slices what may be long: other requests are answered in between. */
const print = async ({ resource, fields }: FoundWithFields, { format, signal }: Asked, site: Site) => {
  const alternates = alternatesOf(resource)
  const steps = await format.steps?.(resource, { site, alternates })
  if (steps !== undefined) return inSlices(bodyIn(steps), createPace(signal))
  const content = await format.print(resource, { site, alternates, fields })
  const isLong = typeof content === 'string' && content.length > stepLength
  return isLong ? inSlices(bodyIn([content]), createPace(signal)) : content
}

const fieldsOfOther = ({ mediaType }: Format): Problem =>
  invalidParameter(
    'fields',
    `choose keys of JSON, and ${mediaType} has none: leave them out, or ask for JSON`,
  )

const noSuchForm = ({ extension }: Format, resource: Resource): Problem => {
  const others = formatsOf(resource.kind).filter((format) => hasForm(format, resource))
  return new Problem('not-found', `This ${resource.kind} has no form ${extension}.`, {
    available: others.map((format) => format.extension),
  })
}

/** A search whose answer is made by another thread; `siteName` is the name of the site, and when it may be another. */
export type SearchWanted = {
  params: Params
  query: RawQuery
  /** The name of a format. */
  format: string
  vary: string
  site: Site
  siteName: { name: string | undefined; due: number }
  /** The `Vary` of all answers. */
  varyOfAll: string | undefined
  cacheControl: string
  origins: readonly string[]
}

/** Makes the answer of a search elsewhere; undefined where that cannot be, and it is to be made here. */
export type SearchElsewhere = (
  wanted: SearchWanted,
  signal: AbortSignal,
) => Promise<Representation | undefined> | undefined

/** Makes what a route answers, in another thread if it is a search; undefined where the articles changed meanwhile. */
export const representAnywhere = async (
  route: Route,
  asked: Asked & { signal: AbortSignal },
  world: World,
): Promise<Representation | undefined> => {
  const { format, params, query, vary, signal } = asked
  const { site, cacheControl, origins, search } = world
  if (route.kind !== 'search' || search === undefined) return represent(route, asked, world)
  let due = Infinity
  const name = format.isOfSite === true ? await world.siteName((at) => (due = at)) : undefined
  const wanted = {
    params,
    query,
    format: format.name,
    vary,
    varyOfAll: world.vary,
    site,
    siteName: { name, due },
    cacheControl,
    origins,
  }
  return search(wanted, signal) ?? represent(route, asked, world)
}

/** Makes what a route answers in a format. Rejects with a Problem as `find` does. */
export const represent = async (route: Route, asked: Asked, world: World): Promise<Representation> => {
  const { format, query, vary } = asked
  const { site, origins } = world
  const hasFields = 'fields' in query
  if (hasFields && format !== formatsOf(route.kind)[0]) throw fieldsOfOther(format)
  const isForReaders = format.isForReaders === true && !hasFields
  const found = await find(route, { ...asked, isForReaders }, world)
  const { resource, params, links = [], isVolatile = false, policy = format.policy } = found
  if (!hasForm(format, resource)) throw noSuchForm(format, resource)
  let { due } = found
  const shown =
    format.isOfSite === true ? withName(site, await world.siteName((at) => (due = Math.min(due, at)))) : site
  return representationOf({
    format: format.name,
    headers: headersOf({
      cacheControl: isVolatile ? 'no-store' : (found.cacheControl ?? world.cacheControl),
      vary,
      links: links.map((link) => ({ ...link, href: linkTo(site, link.href) })),
      language: contentLanguageOf(resource, format.isForReaders),
      total: totalOf(resource),
      origins,
      policy,
    }),
    contentType: format.contentType,
    body: await print(found, asked, shown),
    due,
    isKept: !isVolatile,
    isCompressed: format.isCompressed === true,
    ...('article' in resource && format.isOfSite !== true
      ? { article: resource.article.id, revision: resource.article.revision }
      : { article: null }),
    params,
  })
}
