import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fields } from '../formats/fields.ts'
import type { Format } from '../formats/format.ts'
import { alternatesOf, formatsOf } from '../formats/formats.ts'
import type { Kind, Resource } from '../formats/resource.ts'
import { linkTo, type Site } from '../formats/site.ts'
import type { Cache } from './cache.ts'
import { type Choice, createChoice, createCodingChoice, notAcceptable } from './choice.ts'
import { evaluate } from './conditional.ts'
import { headersOf, isOpenToAll } from './headers.ts'
import { Problem } from './problem.ts'
import { type Representation, represent, variant, type Variant } from './representation.ts'

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

type Request = FastifyRequest<{ Params: Record<string, string> }>

/** Looks for a request's resource; the extension is taken off the parameters. */
type Find = (request: Request, params: Record<string, string>) => Promise<Found>

const write = (
  response: ServerResponse,
  status: 200 | 304,
  { ok, notModified, bytes }: Variant,
  origin?: string,
) => {
  const flat = status === 200 ? ok : notModified
  response.writeHead(status, origin === undefined ? flat : [...flat, 'access-control-allow-origin', origin])
  response.end(status === 200 ? bytes : undefined)
}

const hasFields = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && 'fields' in query

/** An address that asks for `fields` has one form, JSON: only that has keys to choose. */
const fieldsOfOther = ({ mediaType }: Format): Problem => {
  const detail = `choose keys of JSON, and ${mediaType} has none: leave them out, or ask for JSON`
  return new Problem('invalid-parameter', `fields ${detail}.`, { errors: [{ parameter: 'fields', detail }] })
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
  const learn = (url: string, choice: Choice, named: Format | undefined): void => {
    if (!isOpen) return
    if (known.size >= mostKnown) known.clear()
    known.set(url, { choice, named })
  }

  const ready = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { url = '', headers, method } = request
    const address = method === 'OPTIONS' ? undefined : known.get(url)
    const format = address?.named ?? address?.choice.accepted(headers.accept)
    const made = format === undefined ? undefined : cache.get(`${format.name} ${url}`)
    if (made === undefined) return false
    const coding = codingOf(made, headers['accept-encoding'])
    const chosen =
      coding === undefined ? undefined : coding === 'identity' ? made.identity : made.coded[coding]
    if (chosen === undefined || chosen instanceof Promise) return false
    const status = evaluate(request, chosen.etag)
    if (status === 412) return false
    write(response, status, chosen)
    return true
  }

  const conclude = (request: Request, reply: FastifyReply, chosen: Variant): void => {
    const status = evaluate(request.raw, chosen.etag)
    if (status === 412)
      throw new Problem('precondition-failed', 'What stands here is not what the request names.')
    const origin = isOpen ? undefined : reply.getHeader('access-control-allow-origin')
    reply.hijack()
    write(reply.raw, status, chosen, origin === undefined ? undefined : String(origin))
  }

  const respond = async (
    request: Request,
    reply: FastifyReply,
    key: string,
    made: Representation,
    vary: string,
  ) => {
    const coding = codingOf(made, request.raw.headers['accept-encoding'])
    if (coding === undefined)
      throw notAcceptable('Every coding there is was refused.', ['br', 'gzip', 'identity'], vary)
    const chosen = await variant(made, coding, () => cache.grown(key, made))
    conclude(request, reply, chosen)
  }

  const print = async (
    { resource, canonical, links = [], isVolatile, cacheControl: own = cacheControl, policy, fields }: Found,
    format: Format,
    vary: string,
  ): Promise<Representation> => {
    const all = canonical === undefined ? links : [{ rel: 'canonical', href: canonical }, ...links]
    const link = all.map(({ rel, href }) => `<${linkTo(site, href)}>; rel="${rel}"`).join(', ')
    return represent({
      headers: headersOf({
        cacheControl: isVolatile === true ? 'no-store' : own,
        vary,
        canonical,
        link,
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

  /** `last` is the parameter that the extension stands on; `fixed` the extension of a path that has none. */
  const handler = (
    kind: Kind,
    find: Find,
    { last = '', fixed = '' }: { last?: string; fixed?: string } = {},
  ) => {
    const forms = formatsOf(kind)
    const ofAll = createChoice(forms)
    const ofFirst = createChoice(forms.slice(0, 1))

    return async (request: Request, reply: FastifyReply): Promise<void> => {
      const { url = '', headers } = request.raw
      const name = request.params[last] ?? ''
      const named = ofAll.named(fixed === '' ? name : fixed)
      const choice = hasFields(request.query) ? ofFirst : ofAll
      if (choice === ofFirst && named !== undefined && named !== forms[0]) throw fieldsOfOther(named)
      const format = named ?? choice.accepted(headers.accept)
      const plain = named === undefined || last === '' ? name : name.slice(0, -named.extension.length)
      const params = last === '' ? request.params : { ...request.params, [last]: plain }
      if (format === undefined) {
        // What is not there is 404 in every form.
        await find(request, params)
        throw choice.refusal()
      }
      const vary = choice.vary(named)
      const key = `${format.name} ${url}`
      const made =
        cache.get(key) ??
        (await cache.make(key, async () => print(await find(request, params), format, vary)))
      learn(url, choice, named)
      await respond(request, reply, key, made, vary)
    }
  }

  return { handler, ready }
}
