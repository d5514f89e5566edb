/**
 * The door that every request passes: `answerFromCache` looks here before it answers, and all other requests come in by
 * `enter`. Refused is what Node's HTTP server lets through and no handler should see: a `Host` that is doubled, empty or
 * not a host, `GET *`, a target with a fragment or raw bytes, a method that changes things.
 */
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { decode } from '../article/decode.ts'
import { longestTarget } from './limits.ts'
import { methodNotAllowed, Problem, versionNotSupported } from './problem.ts'
import { authorityOf, isAuthority, pathOf } from './target.ts'

/**
 * RFC 9112 §3.2: ASCII without white space or fragment. Browsers send some characters as they are that RFC 3986 does not
 * allow in a query, such as `|` (URL Standard, query percent-encode set), so these are let through; no browser sends
 * quotes or angle brackets, or a backslash in a path.
 */
const pathAndQuery = /^[!$-;=@-[\]-~]+(?:\?[!$-;=?-~]*)?$/

const refuseHost = ({ rawHeaders, httpVersion }: IncomingMessage): Problem | undefined => {
  let value: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.length !== 4 || rawHeaders[index]?.toLowerCase() !== 'host') continue
    if (value !== undefined) return new Problem('bad-request', 'The request has more than one Host header.')
    value = rawHeaders[index + 1] ?? ''
  }
  if (value === undefined && httpVersion === '1.0') return undefined
  return value !== undefined && isAuthority(value)
    ? undefined
    : new Problem('bad-request', 'The Host header is missing or is not a host name with an optional port.')
}

/** RFC 9112 §3.2: the authority of an absolute-form target is ignored, but a malformed one makes the request malformed. */
const refuseAuthority = (target: string): Problem | undefined => {
  const authority = authorityOf(target)
  return authority === undefined || isAuthority(authority)
    ? undefined
    : new Problem('bad-request', 'The address does not name a host with an optional port after its scheme.')
}

const isText = (url: string): boolean => decode(url)?.includes('\0') === false

const refusePath = (url: string): Problem | undefined => {
  if (url.length > longestTarget) {
    const detail = `The address has ${url.length} characters; the most is ${longestTarget}.`
    return new Problem('uri-too-long', detail)
  }
  if (!pathAndQuery.test(url)) {
    return new Problem('bad-request', 'The address holds characters that must be percent-encoded as UTF-8.')
  }
  if (!url.startsWith('/')) return new Problem('bad-request', 'The address does not begin with a slash.')
  if (url.includes('%') && !isText(url)) {
    return new Problem('bad-request', 'The address is not valid percent-encoded UTF-8, or holds a NUL.')
  }
  return undefined
}

const refuseMethod = ({ method, headers }: IncomingMessage): Problem | undefined => {
  if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') return methodNotAllowed(method)
  const { 'content-length': length, 'transfer-encoding': coding } = headers
  if ((length === undefined || /^0*$/.test(length)) && coding === undefined) return undefined
  return new Problem('bad-request', `A ${method} request has no body here.`, {
    headers: { connection: 'close' },
  })
}

/** Node's parser lets HTTP/0.9 and 2.0 through. */
const refuseVersion = ({ httpVersion, httpVersionMajor }: IncomingMessage): Problem | undefined => {
  if (httpVersion === '1.1' || httpVersion === '1.0') return undefined
  return versionNotSupported(httpVersionMajor > 1 ? 'version-not-supported' : 'bad-request')
}

const refuseExpectation = ({ headers: { expect } }: IncomingMessage): Problem | undefined =>
  expect === undefined || expect.toLowerCase() === '100-continue'
    ? undefined
    : new Problem('expectation-failed', 'The only expectation that is supported is 100-continue.')

/**
 * Why a request is refused, or undefined where all is well. What closes the connection goes first: else the parser
 * might fail on what follows, and answer a second time. `target` is the
 * address as it was sent.
 */
export const refusal = (request: IncomingMessage, target: string): Problem | undefined =>
  refuseVersion(request) ??
  refuseMethod(request) ??
  refuseHost(request) ??
  refuseExpectation(request) ??
  refuseAuthority(target) ??
  refusePath(pathOf(target, request.method))

/** Why a request is refused, if it is; one with `Upgrade` ends its connection. */
export const enter = ({ raw, originalUrl }: FastifyRequest, reply: FastifyReply): Problem | undefined => {
  if (raw.headers.upgrade !== undefined) void reply.header('connection', 'close')
  return refusal(raw, originalUrl)
}
