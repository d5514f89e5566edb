import type { IncomingMessage } from 'node:http'

const entityTag = /^(W\/)?("[\u0021\u0023-\u007E\u0080-\u00FF]*")$/

/** RFC 9110 §8.8.3.2: `isWeak` compares without regard to `W/`; the strong comparison needs both to be strong. */
const holds = (list: string, etag: string, isWeak: boolean): boolean => {
  if (list === etag) return true
  if (list.trim() === '*') return true
  return (list.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).some((member) => {
    const [, weak, tag] = entityTag.exec(member.trim()) ?? []
    return tag === etag && (isWeak || weak === undefined)
  })
}

const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\dA-Za-z: -]+(?: GMT)?$/

type Request = Pick<IncomingMessage, 'headers' | 'headersDistinct'>

/** Milliseconds since 1970 of an HTTP date (RFC 9110 §5.6.7), or undefined where it is none or is sent twice: it is ignored then. */
const parseDate = (
  request: Request,
  name: 'if-modified-since' | 'if-unmodified-since',
): number | undefined => {
  const text = request.headers[name]
  if (text === undefined || !httpDate.test(text) || request.headersDistinct[name]?.length !== 1)
    return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

/** What a request asks for, if anything: `lastModified` in milliseconds, or null where it is not known. */
type Validators = { etag: string; lastModified: number | null }

const failsMatch = (request: Request, { etag, lastModified }: Validators): boolean => {
  const ifMatch = request.headers['if-match']
  if (ifMatch !== undefined) return !holds(ifMatch, etag, false)
  const since = parseDate(request, 'if-unmodified-since')
  return since !== undefined && lastModified !== null && lastModified > since
}

const isFresh = (request: Request, { etag, lastModified }: Validators): boolean => {
  const ifNoneMatch = request.headers['if-none-match']
  if (ifNoneMatch !== undefined) return holds(ifNoneMatch, etag, true)
  const since = parseDate(request, 'if-modified-since')
  return since !== undefined && lastModified !== null && lastModified <= since
}

/**
 * The status that the preconditions of a GET or HEAD lead to, in the order of RFC 9110 §13.2.2. A request's
 * `Cache-Control: no-cache` is for caches on the way, not for the origin: Node's fetch sends it with If-None-Match.
 */
export const evaluate = (request: Request, validators: Validators): 200 | 304 | 412 => {
  if (failsMatch(request, validators)) return 412
  return isFresh(request, validators) ? 304 : 200
}
