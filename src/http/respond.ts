/** How a representation is sent: in which coding, with which status, and what is answered from the cache alone. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Cache, Spelled } from './cache.ts'
import { createCodingChoice, notAcceptable } from './choice.ts'
import type { Compressor } from './compress.ts'
import type { Disk } from './disk.ts'
import { evaluate } from './conditional.ts'
import { refusal } from './door.ts'
import { originHeaders } from './headers.ts'
import type { Coding } from './negotiate.ts'
import { Problem } from './problem.ts'
import { isTracking, withoutParameters } from './query.ts'
import {
  headersUntilDue,
  madeVariant,
  makeVariant,
  type Representation,
  validatorOf,
  type Variant,
} from './representation.ts'
import { type Answer, answerWith, sendAnswer, writeAnswer } from './send.ts'

/** A representation that answers a request, the `Vary` of its address, and its entry of the cache if it is kept. */
export type Made = Pick<Spelled, 'headers'> & {
  made: Representation
  vary: string
  kept: Spelled['kept'] | undefined
}

type Parts = {
  cache: Cache
  compressor: Compressor
  origins: readonly string[]
  /** Whether a request with Authorization may be answered otherwise. */
  isPreviewable?: boolean
  now?: () => number
  disk?: Disk | undefined
  restoring?: Restoring | undefined
}

/** How the answer to a target is found on the disk. */
export type Restoring = {
  /** Where it may be, the likeliest first; nowhere, where that takes a longer look. */
  placesOf: (target: string, accept: string | undefined) => { address: string; format: string }[]
  /** Fetches it into the cache. */
  restore: (target: string, accept: string | undefined) => Spelled | undefined
}

/** Makes `respond`, and `answerFromCache`, which says whether it answered. */
export const createResponder = ({
  cache,
  compressor,
  origins,
  isPreviewable = false,
  now = Date.now,
  disk,
  restoring,
}: Parts) => {
  const { codingOf, codingOfLarge, acceptsIdentity } = createCodingChoice()

  const answerKept = (request: IncomingMessage, response: ServerResponse, spelled: Spelled): boolean => {
    const { headers } = request
    const { choice, named, representations } = spelled.kept
    const format = named ?? choice.accepted(headers.accept)
    const made = format === undefined ? undefined : representations[format.name]
    const coding = made === undefined ? undefined : codingOf(made, headers['accept-encoding'])
    const variant = made === undefined || coding === undefined ? undefined : madeVariant(made, coding)
    const status = variant === undefined ? 412 : evaluate(request, variant.etag)
    if (made === undefined || variant === undefined || status === 412) return false
    const origin = originHeaders(origins, headers.origin)
    const more = origin.length === 0 ? spelled.headers : [...spelled.headers, ...origin]
    const answer = answerWith(status, variant, more)
    if (made.due === Infinity) writeAnswer(response, answer)
    else {
      const moment = now()
      if (made.due <= moment) return false
      writeAnswer(response, { ...answer, headers: headersUntilDue(made, answer.headers, moment) })
    }
    return true
  }

  const variantOnDisk = (target: string, headers: IncomingHttpHeaders): Variant | 'unmade' | undefined => {
    const { accept, 'accept-encoding': codings } = headers
    const coding = codingOfLarge(codings)
    if (disk === undefined || restoring === undefined || coding === undefined) return 'unmade'
    const places = restoring.placesOf(target, accept)
    if (places.length === 0) return 'unmade'
    for (const place of places) {
      const variant = disk.findVariant(place, coding, acceptsIdentity(codings))
      if (variant !== undefined) return variant
    }
    return undefined
  }

  /** What is asked again comes into memory; what was asked once is sent from the disk, one coding of it alone. */
  const answerFromDisk = (request: IncomingMessage, response: ServerResponse, target: string): boolean => {
    const { headers } = request
    if (disk === undefined || restoring === undefined) return false
    const variant = disk.isRecent(target, cache.mostAddresses()) ? 'unmade' : variantOnDisk(target, headers)
    if (variant === undefined) return false
    if (variant === 'unmade') {
      const spelled = restoring.restore(target, headers.accept)
      return spelled !== undefined && answerKept(request, response, spelled)
    }
    const status = evaluate(request, variant.etag)
    if (status === 412) return false
    writeAnswer(response, answerWith(status, variant, originHeaders(origins, headers.origin)))
    return true
  }

  /** The hot path: it looks up, compares, and writes one flat list of headers and a Buffer. */
  const answerFromCache = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { headers, method, url = '' } = request
    if (method === 'OPTIONS' || (isPreviewable && headers.authorization !== undefined)) return false
    const target = withoutParameters(url, isTracking)
    const spelled = cache.find(target)
    if ((spelled === undefined && disk === undefined) || refusal(request, url) !== undefined) return false
    return spelled === undefined
      ? answerFromDisk(request, response, target)
      : answerKept(request, response, spelled)
  }

  /** The variant in a coding; the identity where too much waits to be compressed, or where the coding failed. */
  const variantIn = async (
    coding: Coding,
    { made, kept }: Made,
    { raw, log }: FastifyRequest,
  ): Promise<Variant> => {
    const known = madeVariant(made, coding)
    if (known !== undefined || coding === 'identity') return known ?? made.identity
    const mayBeIdentity = acceptsIdentity(raw.headers['accept-encoding'])
    if (mayBeIdentity && compressor.isBusy()) return made.identity
    try {
      const variant = await makeVariant(made, coding, compressor)
      if (kept !== undefined) {
        cache.measure(kept)
        disk?.keep(kept.address, made)
      }
      return variant
    } catch (error) {
      if (!mayBeIdentity) throw error
      log.error(error, `a body could not be compressed with ${coding}; it is sent as it is`)
      return made.identity
    }
  }

  const respond = async (
    request: FastifyRequest,
    reply: FastifyReply,
    answer: Made,
  ): Promise<FastifyReply> => {
    const { made, headers, vary } = answer
    const coding = codingOf(made, request.raw.headers['accept-encoding'])
    if (coding === undefined)
      throw notAcceptable(
        'The request accepts none of the codings br, gzip and identity.',
        ['br', 'gzip', 'identity'],
        vary,
      )
    // A 304 and a 412 need no bytes, so nothing is compressed for them.
    const validator = validatorOf(made, coding)
    const status = evaluate(request.raw, validator.etag)
    if (status === 412)
      throw new Problem('precondition-failed', 'The resource has changed: If-Match does not name its ETag.')
    const send = (whole: Answer): FastifyReply =>
      sendAnswer(reply, { ...whole, headers: headersUntilDue(made, whole.headers, now()) })
    if (status === 304)
      return send({ status, headers: [...validator.notModified, ...headers], bytes: undefined })
    const variant = await variantIn(coding, answer, request)
    const isHeld = variant.coding !== coding && evaluate(request.raw, variant.etag) === 304
    return send(answerWith(isHeld ? 304 : 200, variant, headers))
  }

  return { answerFromCache, respond }
}

export type Respond = ReturnType<typeof createResponder>['respond']
