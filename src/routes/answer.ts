/** How a request is answered, from its address to the bytes. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { linkTo } from '../formats/site.ts'
import type { Cache, Spelled } from '../http/cache.ts'
import { headersOfAlias } from '../http/headers.ts'
import { Problem } from '../http/problem.ts'
import { parametersIn } from '../http/query.ts'
import type { Disk } from '../http/disk.ts'
import type { Made, Respond, Restoring } from '../http/respond.ts'
import type { Representation } from '../http/representation.ts'
import { joinVary } from '../http/send.ts'
import { createSharedWork } from '../http/shared.ts'
import { isDecodable } from '../http/target.ts'
import { formatsIn, type Pattern, readTarget, type Reading, type Readings } from './address.ts'
import { fill, type Matched } from './match.ts'
import { Moved } from './moved.ts'
import { mostRepeats } from './limits.ts'
import { find, representAnywhere, type World } from './represent.ts'

const isNotFound = (error: unknown): error is Problem =>
  error instanceof Problem && error.problem === 'not-found'

/** The 404 of an address, whatever its query and format; undefined where something stands there. */
const whyMissing = async ({ route, wanted }: Reading, world: World): Promise<Problem | undefined> => {
  try {
    await find(route, { ...wanted, query: parametersIn(''), isForReaders: false }, world)
  } catch (error) {
    if (isNotFound(error)) return error
    if (error instanceof Moved && !error.isThere) return new Problem('not-found', error.message)
    if (!(error instanceof Problem)) throw error
  }
  return undefined
}

/** Whether something stands at an address, by any of its readings. */
export const hasResource = async ({ pattern, params }: Matched<Pattern>, world: World): Promise<boolean> => {
  const [whole, shorter] = readTarget(pattern, params, { target: '', accept: undefined })
  if ((await whyMissing(whole, world)) === undefined) return true
  return shorter !== undefined && (await whyMissing(shorter, world)) === undefined
}

/** The work that requests share. An address such as `x.json` has two readings, which are two works. */
const keyOf = ({ named, format, address }: Reading): string =>
  `${format?.name}${named === undefined ? '' : '.'} ${address}`

type Work = (signal: AbortSignal) => Promise<Representation | undefined>

type Kept = { cache: Cache; disk: Disk }

/** Fetches a representation from the disk into the cache. */
const restoreReading = (
  { format, named, address, choice }: Reading,
  { cache, disk }: Kept,
): Spelled | undefined => {
  const made = format && disk.find(address, format.name)
  const kept = made && cache.keep({ address, choice, named }, made, cache.changes())
  return kept && { kept, headers: [] }
}

/** A path that has one spelling. */
const plain = /^[\w\-.!~*'()/]*$/

/** Finds what a target answers on the disk: only what shows one article is kept there. */
export const createRestoring = (
  match: (path: string) => Matched<Pattern> | undefined,
  kept: Kept,
): Restoring => {
  const matchArticle = (path: string): Matched<Pattern> | undefined => {
    const matched = isDecodable(path) ? match(path) : undefined
    return matched && 'article' in matched.params ? matched : undefined
  }

  return {
    placesOf(target, accept) {
      if (target.includes('?')) return []
      const matched = matchArticle(target)
      if (matched === undefined) return []
      const { pattern, params } = matched
      const address = plain.test(target) ? target : fill(pattern.path, params)
      return formatsIn(pattern, params, accept).map((format) => ({ address, format: format.name }))
    },
    restore(target, accept) {
      const matched = matchArticle(target.split('?', 1)[0] ?? '')
      if (matched === undefined) return undefined
      const [whole, shorter] = readTarget(matched.pattern, matched.params, { target, accept })
      return restoreReading(whole, kept) ?? (shorter && restoreReading(shorter, kept))
    },
  }
}

/** One for all, since Node makes an error for each signal that is given no reason, which takes long. */
const hungUp = new Error('The client has hung up, or has its answer')

/** The signal that the client has hung up or has its answer. */
const goneOf = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  raw.once('close', () => gone.abort(hungUp))
  return gone.signal
}

/** `hold` lets no change be answered from until the function that it returns is called. */
export type Answering = {
  world: World
  cache: Cache
  respond: Respond
  hold?: (() => () => void) | undefined
  /** The clock by which articles are published and expire. */
  now?: (() => number) | undefined
  disk?: Disk | undefined
}

/** What a request asks for, and its target. */
type Asked = Matched<Pattern> & { target: string }

/** Makes the function that answers a request for an address that has a pattern. */
export const createAnswer = ({
  world,
  cache,
  respond,
  disk,
  hold = () => () => {},
  now = Date.now,
}: Answering) => {
  const { site } = world
  const share = createSharedWork()

  const learn = ({ spelling }: Reading, made: Made): Made => {
    const { kept, headers } = made
    if (kept !== undefined && spelling !== undefined) cache.learn(spelling, { kept, headers })
    return made
  }

  const findKept = (reading: Reading): Made | undefined => {
    const { format, named, address, vary } = reading
    const spelled = format === undefined ? undefined : cache.find(address)
    if (format === undefined || spelled === undefined || spelled.kept.named !== named) return undefined
    const made = spelled.kept.representations[format.name]
    if (made === undefined || made.due <= now()) return undefined
    return learn(reading, { ...spelled, made, vary })
  }

  /**
   * Makes what is so when it is ready: other answers may show a change that came while it was made. After some repeats
   * it lets no change through.
   */
  const makeNow = async (name: string, work: Work, gone: AbortSignal) => {
    for (let repeats = 0; ; repeats += 1) {
      const changes = cache.changes()
      const release = repeats < mostRepeats ? undefined : hold()
      try {
        const made = await share(`${changes} ${name}`, work, gone)
        if (made !== undefined && (release !== undefined || cache.changes() === changes))
          return { made, changes }
      } finally {
        release?.()
      }
    }
  }

  /** Makes and keeps a representation. One with another address of its own is kept there, and names it (RFC 9110 §8.7, RFC 6596). */
  const make = async (reading: Reading, gone: AbortSignal): Promise<Made> => {
    const { route, wanted, format, choice, named } = reading
    const vary = joinVary(reading.vary, world.vary)
    if (format === undefined) {
      // What does not exist is a 404, whatever the format. A search is there, whatever it finds.
      if (route.kind === 'search') route.parse(wanted)
      else await find(route, wanted, world)
      throw choice.refusal()
    }
    const work = (signal: AbortSignal) => representAnywhere(route, { ...wanted, format, vary, signal }, world)
    const { made, changes } = await makeNow(keyOf(reading), work, gone)
    const { address, path } = reading.at(made.params ?? wanted.params)
    const isOther = address !== reading.address
    const headers = isOther ? headersOfAlias(site.base + address, linkTo(site, site.base + path)) : []
    const kept = made.due <= now() ? undefined : cache.keep({ address, choice, named }, made, changes)
    if (kept !== undefined) disk?.keep(address, made)
    return learn(reading, { made: kept?.representations[format.name] ?? made, kept, headers, vary })
  }

  /** Makes the first reading by which something is found. A 404 names what was asked for, and what is near to it without the extension. */
  const makeFirst = async ([whole, shorter]: Readings, gone: AbortSignal): Promise<Made> => {
    const missing = shorter === undefined ? undefined : await whyMissing(whole, world)
    if (shorter === undefined || missing === undefined) return make(whole, gone)
    try {
      return await make(shorter, gone)
    } catch (error) {
      const isMissing = isNotFound(error) && (await whyMissing(shorter, world)) !== undefined
      throw isMissing ? new Problem('not-found', missing.message, error.extras) : error
    }
  }

  return async (request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<FastifyReply> => {
    const { pattern, params, target } = asked
    const readings = readTarget(pattern, params, { target, accept: request.raw.headers.accept })
    const [whole, shorter] = readings
    const kept = findKept(whole) ?? (shorter && findKept(shorter))
    return respond(request, reply, kept ?? (await makeFirst(readings, goneOf(reply))))
  }
}
