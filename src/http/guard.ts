/**
 * What Node's HTTP server lets through and no handler should see: a `Host` that is doubled, empty or not a
 * host, `GET *`, a target with a fragment or raw bytes, a method that changes things. Fastify routes what is left.
 */
import type { IncomingMessage } from 'node:http'
import { methodNotAllowed, Problem } from './problem.ts'

/** Characters; the whole head of a request has 16 KB. */
const longestTarget = 8000

/** RFC 9112 §3.2: `uri-host [":" port]`, so no user, path, list or white space. */
const host = /^(?:(?:[\w.~!$&'()*+;=-]|%[\da-f]{2})+|\[[\da-f:.]+\])(?::\d{0,5})?$/i

/** RFC 9112 §3.2: ASCII without white space or fragment. */
const target = /^[\u0021\u0022\u0024-\u007E]+$/

const refuseHost = ({ rawHeaders, httpVersion }: IncomingMessage): Problem | undefined => {
  let value: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.length !== 4 || rawHeaders[index]?.toLowerCase() !== 'host') continue
    if (value !== undefined) return new Problem('bad-request', 'The request has more than one Host header.')
    value = rawHeaders[index + 1] ?? ''
  }
  if (value === undefined && httpVersion === '1.0') return undefined
  return value !== undefined && host.test(value)
    ? undefined
    : new Problem('bad-request', 'The Host header is missing or is not a host name with an optional port.')
}

const isDecodable = (text: string): boolean => {
  try {
    return !decodeURIComponent(text).includes('\0')
  } catch {
    return false
  }
}

const refuseTarget = (url: string): Problem | undefined => {
  if (url.length > longestTarget) {
    const detail = `The address has ${url.length} characters; the most is ${longestTarget}.`
    return new Problem('uri-too-long', detail)
  }
  if (!target.test(url)) {
    return new Problem('bad-request', 'The address holds characters that must be percent-encoded as UTF-8.')
  }
  if (!url.startsWith('/')) return new Problem('bad-request', 'The address does not begin with a slash.')
  if (url.includes('%') && !isDecodable(url)) {
    return new Problem('bad-request', 'The address is not valid percent-encoded UTF-8, or holds a NUL.')
  }
  return undefined
}

const refuseMethod = ({ method, headers }: IncomingMessage): Problem | undefined => {
  if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') return methodNotAllowed(method)
  const { 'content-length': length, 'transfer-encoding': coding } = headers
  if ((length === undefined || /^0*$/.test(length)) && coding === undefined) return undefined
  return new Problem('bad-request', `A ${method} request has no body here.`, {}, { connection: 'close' })
}

/** RFC 9112 §3.2.2: of an absolute-form target only the path and query count; `OPTIONS *` is about the service. */
export const pathOf = ({
  url = '',
  method,
}: {
  url?: string | undefined
  method?: string | undefined
}): string => {
  if (url.startsWith('/')) return url
  if (url === '*' && method === 'OPTIONS') return '/'
  return /^https?:/i.test(url) ? url.replace(/^https?:\/\/[^/?#]+/i, '').replace(/^(?=\?|$)/, '/') : url
}

const refuseVersion = ({ httpVersion }: IncomingMessage): Problem | undefined =>
  httpVersion === '1.1' || httpVersion === '1.0'
    ? undefined
    : new Problem('bad-request', 'The service speaks HTTP/1.1 and 1.0.', {}, { connection: 'close' })

const refuseExpectation = ({ headers: { expect } }: IncomingMessage): Problem | undefined =>
  expect === undefined || expect.toLowerCase() === '100-continue'
    ? undefined
    : new Problem('expectation-failed', 'The only expectation there is is 100-continue.')

/**
 * Why a request is refused, or undefined where all is well. What closes the connection goes first: else the parser
 * might stumble in what follows, and answer a second time. `path` is what `pathOf` made of the target.
 */
export const refusal = (request: IncomingMessage, path: string): Problem | undefined =>
  refuseVersion(request) ??
  refuseMethod(request) ??
  refuseHost(request) ??
  refuseExpectation(request) ??
  refuseTarget(path)
