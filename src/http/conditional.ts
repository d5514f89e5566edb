import type { IncomingHttpHeaders } from 'node:http'

const entityTags = /(W\/)?("[\u0021\u0023-\u007E\u0080-\u00FF]*")/g

/** RFC 9110 §8.8.3.2: `isWeak` compares without regard to `W/`; the strong comparison needs both to be strong. */
const holds = (list: string, etag: string, isWeak: boolean): boolean => {
  if (list === etag) return true
  if (list.trim() === '*') return true
  for (const [, weak, tag] of list.matchAll(entityTags)) {
    if (tag === etag && (isWeak || weak === undefined)) return true
  }
  return false
}

const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\dA-Za-z: -]+(?: GMT)?$/

/** Milliseconds since 1970 of an HTTP date (RFC 9110 §5.6.7), or undefined where it is none: it is ignored then. */
const parseDate = (text: string | undefined): number | undefined => {
  if (text === undefined || !httpDate.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

/** What a request asks for, if anything: `lastModified` in milliseconds, or null where it is not known. */
type Validators = { etag: string; lastModified: number | null }

const failsMatch = (headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean => {
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined) return !holds(ifMatch, etag, false)
  const since = parseDate(headers['if-unmodified-since'])
  return since !== undefined && lastModified !== null && lastModified > since
}

const isFresh = (headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean => {
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined) return holds(ifNoneMatch, etag, true)
  const since = parseDate(headers['if-modified-since'])
  return since !== undefined && lastModified !== null && lastModified <= since
}

/**
 * The status that the preconditions of a GET or HEAD lead to, in the order of RFC 9110 §13.2.2. A request's
 * `Cache-Control: no-cache` is for caches on the way, not for the origin: Node's fetch sends it with If-None-Match.
 */
export const evaluate = (headers: IncomingHttpHeaders, validators: Validators): 200 | 304 | 412 => {
  if (failsMatch(headers, validators)) return 412
  return isFresh(headers, validators) ? 304 : 200
}
