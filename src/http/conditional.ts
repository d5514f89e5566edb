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

/** Whether a header names an entity tag, by the strong comparison. */
export const isStrongMatch = (header: string, etag: string): boolean => header.trim() === etag

/**
 * Returns the status that the preconditions of a GET or HEAD lead to, in the order of RFC 9110 §13.2.2. Dates are not
 * compared: no answer has a `Last-Modified`, and without one RFC 9110 §13.1.3 and §13.1.4 let the conditions on dates
 * be ignored. A request's `Cache-Control: no-cache` is for caches on the way, not for the origin: Node's fetch sends
 * it with If-None-Match.
 */
export const evaluate = ({ headers }: Pick<IncomingMessage, 'headers'>, etag: string): 200 | 304 | 412 => {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  if (ifMatch !== undefined && !holds(ifMatch, etag, false)) return 412
  return ifNoneMatch !== undefined && holds(ifNoneMatch, etag, true) ? 304 : 200
}
