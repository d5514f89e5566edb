import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fields } from '../formats/fields.ts'
import type { Format } from '../formats/format.ts'
import { alternatesOf } from '../formats/formats.ts'
import type { Kind, Resource } from '../formats/resource.ts'
import { linkTo, type Site } from '../formats/site.ts'
import type { Cache } from './cache.ts'
import { type Choice, createCodingChoice, notAcceptable } from './choice.ts'
import { evaluate } from './conditional.ts'
import { headersOf, isOpenToAll } from './headers.ts'
import { languageOf, totalOf } from './metadata.ts'
import { Problem } from './problem.ts'
import { isTracking, parametersIn, withoutParameters } from './query.ts'
import { createReader, type Params, type Place, type Reading, type Readings, type Wanted } from './reading.ts'
import { type Representation, represent, variant, type Variant } from './representation.ts'
import { addHeaders, sendVariant, writeVariant } from './send.ts'

/**
 * What stands at an address. `canonical` is the path of its own, where it was reached by another; what is volatile is
 * made for each request and kept nowhere; `cacheControl` is its own where it has one.
 */
export type Found = {
  resource: Resource
  canonical?: string
  links?: { rel: string; href: string }[]
  isVolatile?: true
  cacheControl?: string
  /** Its own Content-Security-Policy, where that of its form is not enough. */
  policy?: string
  /** The keys of the JSON that are asked for; all where it is left out. */
  fields?: Fields
}

/** What answering needs of the world. */
export type Answering = { cache: Cache; site: Site; cacheControl: string; origins: readonly string[] }

/** Looks for a resource. Rejects with a Problem where there is none, or where it cannot be asked for like this. */
type Find = (wanted: Wanted) => Promise<Found>

const fieldsOfOther = ({ mediaType }: Format): Problem => {
  const detail = `choose keys of JSON, and ${mediaType} has none: leave them out, or ask for JSON`
  return new Problem('invalid-parameter', `fields ${detail}.`, { errors: [{ parameter: 'fields', detail }] })
}

/** An address such as `x.json` may be read in two ways, of which one is right at a time. */
const keyOf = ({ name }: Format, named: Format | undefined, address: string): string =>
  `${name}${named === undefined ? '' : '.'} ${address}`

/** A representation, what it is kept under, and the `Vary` of its address. */
type Made = { key: string; made: Representation; vary: string }

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

/** What a route does with a request, and the parameters of its path. */
export type Handler = {
  answer: (request: FastifyRequest, reply: FastifyReply, params: Params) => Promise<FastifyReply>
  has: (params: Params) => Promise<boolean>
}

/** How many addresses are known by heart. */
const mostKnown = 10_000

/**
 * Makes the handlers of resources, and `ready`, the hot path: what was made before is answered before Fastify sees
 * the request. Look up, compare, write one flat list of headers and a Buffer, with nothing made anew. All else goes
 * through Fastify: what must be made first, what is refused, and errors.
 */
export const createAnswer = ({ cache, site, cacheControl, origins }: Answering) => {
  const codingOf = createCodingChoice()
  const isOpen = isOpenToAll(origins)
  const known = new Map<string, { choice: Choice; named: Format | undefined }>()

  /** Only what is the same for every origin is answered by heart. */
  const learn = ({ address, choice, named }: Reading): void => {
    if (!isOpen) return
    if (known.size >= mostKnown) known.clear()
    known.set(address, { choice, named })
  }

  const ready = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { headers, method } = request
    const url = withoutParameters(request.url ?? '', isTracking)
    const address = method === 'OPTIONS' ? undefined : known.get(url)
    const format = address?.named ?? address?.choice.accepted(headers.accept)
    const made = format === undefined ? undefined : cache.get(keyOf(format, address?.named, url))
    if (made === undefined) return false
    const coding = codingOf(made, headers['accept-encoding'])
    const chosen =
      coding === undefined ? undefined : coding === 'identity' ? made.identity : made.coded[coding]
    if (chosen === undefined || chosen instanceof Promise) return false
    const status = evaluate(request, chosen.etag)
    if (status === 412) return false
    writeVariant(response, status, chosen)
    return true
  }

  const conclude = (request: FastifyRequest, reply: FastifyReply, chosen: Variant): FastifyReply => {
    const status = evaluate(request.raw, chosen.etag)
    if (status === 412)
      throw new Problem('precondition-failed', 'What stands here is not what the request names.')
    return sendVariant(reply, status, chosen)
  }

  const respond = async (request: FastifyRequest, reply: FastifyReply, { key, made, vary }: Made) => {
    const coding = codingOf(made, request.raw.headers['accept-encoding'])
    if (coding === undefined)
      throw notAcceptable('Every coding there is was refused.', ['br', 'gzip', 'identity'], vary)
    return conclude(request, reply, await variant(made, coding, () => cache.grown(key, made)))
  }

  const print = async (
    { resource, canonical, links = [], isVolatile, cacheControl: own = cacheControl, policy, fields }: Found,
    format: Format,
    { vary, named }: Reading,
  ): Promise<Representation> => {
    const all = canonical === undefined ? links : [{ rel: 'canonical', href: canonical }, ...links]
    const link = all.map(({ rel, href }) => `<${linkTo(site, href)}>; rel="${rel}"`).join(', ')
    return represent({
      headers: headersOf({
        cacheControl: isVolatile === true ? 'no-store' : own,
        vary,
        // RFC 9110 §8.7: the address of this very representation.
        location: canonical === undefined ? undefined : canonical + (named?.extension ?? ''),
        link,
        language: languageOf(resource, format.isForReaders),
        total: totalOf(resource),
        origins,
        policy: policy ?? format.policy,
      }),
      contentType: format.contentType,
      body: await format.print(resource, site, alternatesOf(resource.kind), fields),
      isKept: isVolatile !== true,
      isCompressed: format.isCompressed === true,
      article: 'article' in resource ? resource.article.id : null,
    })
  }

  const keptFor = (reading: Reading): [Reading, Made] | undefined => {
    const { format, named, address, vary } = reading
    const key = format === undefined ? '' : keyOf(format, named, address)
    const made = cache.get(key)
    return made === undefined ? undefined : [reading, { key, made, vary }]
  }

  const make = async (find: Find, reading: Reading): Promise<Made> => {
    const { format, choice, named, address, wanted, vary } = reading
    if (named !== undefined && !choice.has(named)) throw fieldsOfOther(named)
    if (format === undefined) {
      // What is not there is 404 in every form.
      await find(wanted)
      throw choice.refusal()
    }
    const key = keyOf(format, named, address)
    return { key, vary, made: await cache.make(key, async () => print(await find(wanted), format, reading)) }
  }

  /** The first reading that something is found by. A 404 names what was asked for, and what is near without the extension. */
  const firstFound = async (find: Find, { whole, shorter }: Readings): Promise<[Reading, Made]> => {
    const missing = shorter === undefined ? undefined : await whyMissing(find, whole.wanted.params)
    if (shorter === undefined || missing === undefined) return [whole, await make(find, whole)]
    try {
      return [shorter, await make(find, shorter)]
    } catch (error) {
      throw isNotFound(error) ? new Problem('not-found', missing.message, error.extras) : error
    }
  }

  /** What a route does: `answer` answers a request, `has` says whether something is there. */
  const handler = (kind: Kind, find: Find, place: Place): Handler => {
    const read = createReader(kind, place)
    return {
      async answer(request, reply, params) {
        const readings = read(request.raw, params)
        const { whole, shorter } = readings
        const kept = keptFor(whole) ?? (shorter && keptFor(shorter))
        const [reading, made] = kept ?? (await firstFound(find, readings))
        learn(reading)
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
    const headers = headersOf({ cacheControl, vary: '', link: '', origins })
    addHeaders(reply, ['location', to, 'content-length', '0', ...headers])
    return reply.code(308).send()
  }

  return { handler, ready, redirect }
}
