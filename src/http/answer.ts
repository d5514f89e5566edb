import type { FastifyReply, FastifyRequest } from 'fastify'
import { alternatesOf, formatsOf } from '../formats/formats.ts'
import type { Format } from '../formats/format.ts'
import type { Kind, Resource } from '../formats/resource.ts'
import type { Site } from '../formats/site.ts'
import type { Cache } from './cache.ts'
import { evaluate } from './conditional.ts'
import { headersOf, isOpenToAll } from './headers.ts'
import { type Coding, negotiateCoding, negotiateType, remember } from './negotiate.ts'
import { Problem } from './problem.ts'
import {
  codingsOf,
  isWorthCoding,
  type Representation,
  represent,
  variant,
  type Variant,
} from './representation.ts'

/** What stands at an address. `canonical` is the path of its own, where it was reached by another. */
export type Found = { resource: Resource; canonical?: string; links?: { rel: string; href: string }[] }

/** What answering needs of the world. */
export type Answering = { cache: Cache; site: Site; cacheControl: string; origins: readonly string[] }

type Request = FastifyRequest<{ Params: Record<string, string> }>

/** Where a request's resource is looked for, its extension taken off. */
type Find = (request: Request, params: Record<string, string>) => Promise<Found>

/** The moment a resource last changed, if its content says so to the second and it is not yet to come. */
const lastModifiedOf = (resource: Resource): number | null => {
  const article = 'article' in resource ? resource.article : undefined
  const date = article?.dateModified ?? article?.datePublished ?? ''
  const moment = date.includes('T') ? Math.floor(Date.parse(date) / 1000) * 1000 : Number.NaN
  return moment <= Date.now() ? moment : null
}

const notAcceptable = (detail: string, available: readonly string[], vary: string): Problem =>
  new Problem('not-acceptable', detail, { available: [...available] }, { vary })

/** The forms of a kind of resource: how one is chosen, by extension or by Accept. */
const createChoice = (kind: Kind) => {
  const all = formatsOf(kind)
  const byAccept = all.filter(({ isByExtensionOnly }) => !isByExtensionOnly)
  const offers = byAccept.map(({ mediaType }) => mediaType)
  const isNegotiated = offers.length > 1
  const byExtension = new Map(all.map((format) => [format.extension, format]))
  const negotiate = remember((accept) => negotiateType(accept, offers))

  return {
    extensions: all.map(({ extension }) => extension),
    vary: (isByExtension: boolean) =>
      isNegotiated && !isByExtension ? 'Accept, Accept-Encoding' : 'Accept-Encoding',
    /** The format that a name such as `x.json` asks for. */
    named(name: string): Format | undefined {
      const dot = name.lastIndexOf('.')
      return dot < 0 ? undefined : byExtension.get(name.slice(dot))
    },
    accepted(accept: string | undefined): Format {
      const [only] = byAccept
      if (!isNegotiated && only !== undefined) return only
      const type = negotiate(accept)
      const format = byAccept.find(({ mediaType }) => mediaType === type)
      if (format !== undefined) return format
      const detail = `It is there as ${offers.join(', ')}, and none of them is accepted.`
      throw notAcceptable(detail, offers, this.vary(false))
    },
  }
}

/** The value of a header that may be sent several times; Node joins them, but its types allow a list. */
const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value

const createCodings = () => {
  const large = remember((header) => negotiateCoding(header, ['br', 'gzip', 'identity']))
  const small = remember((header) => negotiateCoding(header, ['identity', 'br', 'gzip']))
  const isIdentityRefused = remember((header) => negotiateCoding(header, ['identity']) === undefined)
  return (made: Representation, header: string | undefined): Coding | undefined => {
    if (isWorthCoding(made)) return large(header)
    return isIdentityRefused(header) ? small(header) : 'identity'
  }
}

/**
 * Makes the handlers of resources. The hot path, a representation that was made before, is synchronous: look up,
 * compare, write one flat list of headers and a Buffer. It goes round Fastify's own sending, which would build a
 * header object, and encode and measure the body, each time anew.
 */
export const createAnswer = ({ cache, site, cacheControl, origins }: Answering) => {
  const codingOf = createCodings()
  const isOpen = isOpenToAll(origins)

  const write = (reply: FastifyReply, status: 200 | 304, { ok, notModified, bytes }: Variant): void => {
    const flat = status === 200 ? ok : notModified
    const origin = isOpen ? undefined : reply.getHeader('access-control-allow-origin')
    reply.hijack()
    reply.raw.writeHead(
      status,
      origin === undefined ? flat : [...flat, 'access-control-allow-origin', String(origin)],
    )
    reply.raw.end(status === 200 ? bytes : undefined)
  }

  const conclude = (request: Request, reply: FastifyReply, made: Representation, chosen: Variant): void => {
    const status = evaluate(request.raw.headers, { etag: chosen.etag, lastModified: made.lastModified })
    if (status === 412)
      throw new Problem('precondition-failed', 'What stands here now is not what the request names.')
    write(reply, status, chosen)
  }

  const respond = (
    request: Request,
    reply: FastifyReply,
    key: string,
    made: Representation,
    vary: string,
  ) => {
    const coding = codingOf(made, one(request.raw.headers['accept-encoding']))
    if (coding === undefined) {
      throw notAcceptable('Every coding there is was refused.', codingsOf(made), vary)
    }
    const chosen = variant(made, coding, () => cache.grown(key, made))
    if (chosen instanceof Promise) return chosen.then((ready) => conclude(request, reply, made, ready))
    return conclude(request, reply, made, chosen)
  }

  const print = (
    { resource, canonical, links = [] }: Found,
    format: Format,
    vary: string,
  ): Representation => {
    const lastModified = lastModifiedOf(resource)
    const all = canonical === undefined ? links : [{ rel: 'canonical', href: canonical }, ...links]
    const link = all.map(({ rel, href }) => `<${href}>; rel="${rel}"`).join(', ')
    return represent({
      headers: headersOf({
        cacheControl,
        vary,
        lastModified,
        canonical,
        link,
        origins,
        policy: format.policy,
      }),
      contentType: format.contentType,
      body: format.print(resource, site, alternatesOf(resource.kind)),
      lastModified,
      article: 'article' in resource ? resource.article.id : null,
    })
  }

  /** `last` is the parameter that the extension stands on; `fixed` the extension of a path that has none. */
  return (kind: Kind, find: Find, { last = '', fixed = '' }: { last?: string; fixed?: string } = {}) => {
    const choice = createChoice(kind)

    return (request: Request, reply: FastifyReply): Promise<void> | void => {
      const name = request.params[last] ?? ''
      const named = choice.named(fixed === '' ? name : fixed)
      const format = named ?? choice.accepted(request.raw.headers.accept)
      const vary = choice.vary(named !== undefined)
      const key = `${format.name} ${request.raw.url}`
      const kept = cache.get(key)
      if (kept !== undefined) return respond(request, reply, key, kept, vary)
      const plain = named === undefined || last === '' ? name : name.slice(0, -named.extension.length)
      const params = last === '' ? request.params : { ...request.params, [last]: plain }
      return cache
        .make(key, async () => print(await find(request, params), format, vary))
        .then((made) => respond(request, reply, key, made, vary))
    }
  }
}
