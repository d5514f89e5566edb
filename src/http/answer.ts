import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Format, Fields } from '../formats/format.ts'
import { alternatesOf } from '../formats/formats.ts'
import type { ResourceKind, Resource } from '../formats/resource.ts'
import { linkTo, type Site, withName } from '../formats/site.ts'
import type { Cache, Keep } from './cache.ts'
import type { Compressor } from './compress.ts'
import { createPace, inSlices } from '../pace.ts'
import { bodyIn } from './body.ts'
import { stepLength } from './limits.ts'
import { headersOf } from './headers.ts'
import { contentLanguageOf, totalOf } from './metadata.ts'
import { invalidParameter, Problem } from './problem.ts'
import { parametersIn } from './query.ts'
import {
  createChoices,
  createReader,
  type Params,
  type Place,
  type Reading,
  type Readings,
  type Wanted,
} from './reading.ts'
import { type Representation, represent } from './representation.ts'
import { createResponder, type Made } from './respond.ts'
import { addHeaders } from './send.ts'
import { pathOf } from './target.ts'

/**
 * What stands at an address. What is volatile is made for each request and kept nowhere; `cacheControl` is its own where
 * it has one.
 */
export type Found = {
  resource: Resource
  /** The parameters of the path of its own, where there are other paths to it. */
  params?: Params
  links?: { rel: string; href: string }[]
  isVolatile?: true
  cacheControl?: string
  /** Its own Content-Security-Policy, where that of its form is not enough. */
  policy?: string
  /** The keys of the JSON that are asked for; all where it is left out. */
  fields?: Fields
}

/** What answering needs of the world. */
export type Answering = {
  cache: Cache
  compressor: Compressor
  site: Site
  /** The name of the site in the present state of the library; undefined for the usual one. */
  siteName: () => Promise<string | undefined>
  cacheControl: string
  origins: readonly string[]
}

/** Looks for a resource. Rejects with a Problem where there is none, or where it cannot be asked for like this. */
type Find = (wanted: Wanted) => Promise<Found>

const fieldsOfOther = ({ mediaType }: Format): Problem =>
  invalidParameter(
    'fields',
    `choose keys of JSON, and ${mediaType} has none: leave them out, or ask for JSON`,
  )

/** An address such as `x.json` may be read in two ways, of which one is right at a time. */
const keyOf = ({ name }: Format, { named, address }: Reading): string =>
  `${name}${named === undefined ? '' : '.'} ${address}`

const isNotFound = (error: unknown): error is Problem =>
  error instanceof Problem && error.problem === 'not-found'

/** Why nothing stands at an address, whatever is asked of it; undefined where something does. */
const whyMissing = async (find: Find, params: Params): Promise<Problem | undefined> => {
  try {
    await find({ params, query: parametersIn(''), isForReaders: false })
  } catch (error) {
    if (isNotFound(error)) return error
    if (!(error instanceof Problem)) throw error
  }
  return undefined
}

/** Says that the client has hung up, or has its answer. */
const goneOf = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}

type Making = { format: Format; keep: Keep; signal: AbortSignal }

/** What a route does with a request, and the parameters of its path. */
export type Handler = {
  answer: (request: FastifyRequest, reply: FastifyReply, params: Params) => Promise<FastifyReply>
  has: (params: Params) => Promise<boolean>
}

/**
 * Makes the handlers of resources, and `answerFromCache`, the hot path: what was made before is answered before Fastify
 * sees the request. All else goes through Fastify: what must be made first, what is refused, and errors.
 */
export const createAnswer = ({ cache, compressor, site, siteName, cacheControl, origins }: Answering) => {
  const { answerFromCache, respond } = createResponder({ cache, compressor, origins })
  const choicesOf = createChoices()

  /** What may be long is printed in slices, and others are answered in between. */
  const bodyFor = async ({ resource, fields }: Found, format: Format, signal: AbortSignal) => {
    const shown = format.isOfSite === true ? withName(site, await siteName()) : site
    const alternates = alternatesOf(resource.kind)
    const steps = await format.steps?.(resource, { site: shown, alternates })
    if (steps !== undefined) return inSlices(bodyIn(steps), createPace(signal))
    const content = await format.print(resource, { site: shown, alternates, fields })
    const isLong = typeof content === 'string' && content.length > stepLength
    return isLong ? inSlices(bodyIn([content]), createPace(signal)) : content
  }

  const print = async (
    found: Found,
    format: Format,
    { vary, signal }: { vary: string; signal: AbortSignal },
  ): Promise<Representation> => {
    const { resource, links = [], isVolatile, cacheControl: own = cacheControl, policy } = found
    return represent({
      headers: headersOf({
        cacheControl: isVolatile === true ? 'no-store' : own,
        vary,
        links: links.map(({ rel, href }) => ({ rel, href: linkTo(site, href) })),
        language: contentLanguageOf(resource, format.isForReaders),
        total: totalOf(resource),
        origins,
        policy: policy ?? format.policy,
      }),
      contentType: format.contentType,
      body: await bodyFor(found, format, signal),
      isKept: isVolatile !== true,
      isCompressed: format.isCompressed === true,
      article: 'article' in resource && format.isOfSite !== true ? resource.article.id : null,
    })
  }

  const keptFor = (reading: Reading): Made | undefined => {
    const { format, named, address, vary } = reading
    const spelled = format === undefined ? undefined : cache.find(address)
    if (format === undefined || spelled === undefined || spelled.kept.named !== named) return undefined
    const made = spelled.kept.representations[format.name]
    return made && { ...spelled, made, vary }
  }

  /** RFC 9110 §8.7 and RFC 6596: the address of this very representation, and that of the resource. */
  const headersOfOther = ({ path, address }: { path: string; address: string }): string[] => {
    const link = `<${linkTo(site, site.base + path)}>; rel="canonical"`
    return ['content-location', site.base + address, 'link', link]
  }

  /** What is found by another address than its own is made and kept at its own. */
  const makeFound = async (
    found: Found,
    reading: Reading,
    { format, keep, signal }: Making,
  ): Promise<Made> => {
    const { vary } = reading
    const own = found.params === undefined ? reading : reading.at(found.params)
    const isOther = own.address !== reading.address
    const place = { ...reading, address: own.address }
    const headers = isOther && 'path' in own ? headersOfOther(own) : []
    const known = isOther ? keptFor(place) : undefined
    if (known !== undefined) return { ...known, headers }
    const made = await print(found, format, { vary, signal })
    const kept = keep(place, format, made)
    return { made: kept?.representations[format.name] ?? made, kept, headers, vary }
  }

  const make = async (find: Find, reading: Reading, gone: AbortSignal): Promise<Made> => {
    const { format, choice, named, wanted } = reading
    if (named !== undefined && !choice.has(named)) throw fieldsOfOther(named)
    if (format === undefined) {
      // What is not there is 404 in every form.
      await find(wanted)
      throw choice.refusal()
    }
    const work = async (keep: Keep, signal: AbortSignal) =>
      makeFound(await find({ ...wanted, signal }), reading, { format, keep, signal })
    return cache.once(keyOf(format, reading), work, gone)
  }

  /** The first reading that something is found by. A 404 names what was asked for, and what is near without the extension. */
  const firstFound = async (
    find: Find,
    { whole, shorter }: Readings,
    gone: AbortSignal,
  ): Promise<[Reading, Made]> => {
    const missing = shorter === undefined ? undefined : await whyMissing(find, whole.wanted.params)
    if (shorter === undefined || missing === undefined) return [whole, await make(find, whole, gone)]
    try {
      return [shorter, await make(find, shorter, gone)]
    } catch (error) {
      throw isNotFound(error) ? new Problem('not-found', missing.message, error.extras) : error
    }
  }

  const firstKept = ({ whole, shorter }: Readings): [Reading, Made] | undefined => {
    for (const reading of [whole, shorter]) {
      const made = reading && keptFor(reading)
      if (reading !== undefined && made !== undefined) return [reading, made]
    }
    return undefined
  }

  /** What a route does: `answer` answers a request, `has` says whether something is there. */
  const handler = (kind: ResourceKind, find: Find, place: Place): Handler => {
    const read = createReader(choicesOf(kind), place)
    return {
      async answer(request, reply, params) {
        const { url = '', headers: asked } = request.raw
        const readings = read({ url: pathOf(url), headers: asked }, params)
        const [{ spelling }, made] = firstKept(readings) ?? (await firstFound(find, readings, goneOf(reply)))
        const { kept, headers } = made
        if (kept !== undefined && spelling !== undefined) cache.learn(spelling, { kept, headers })
        return respond(request, reply, made)
      },
      async has(params) {
        const { whole, shorter } = read({ url: '', headers: {} }, params)
        if ((await whyMissing(find, whole.wanted.params)) === undefined) return true
        return shorter !== undefined && (await whyMissing(find, shorter.wanted.params)) === undefined
      },
    }
  }

  /** A permanent redirect, which may be kept as long as an answer. */
  const redirect = (reply: FastifyReply, to: string): FastifyReply => {
    const headers = headersOf({ cacheControl, vary: '', links: [], origins })
    addHeaders(reply, ['location', to, 'content-length', '0', ...headers])
    return reply.code(308).send()
  }

  return { handler, answerFromCache, redirect }
}
