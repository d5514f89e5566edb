/** The target of a request, which is the address in its first line, and the host that it or `Host` names. */
import { isIPv6 } from 'node:net'
import { decode } from '../article/decode.ts'
import { longestInstance } from './limits.ts'

/** RFC 9112 §3.2.2: an absolute-form target. The group is its authority. */
const absoluteForm = /^https?:\/\/([^/?#]*)/i

/** The authority of an absolute-form target; undefined for any other target. */
export const authorityOf = (url: string): string | undefined => absoluteForm.exec(url)?.[1]

/** RFC 9112 §3.2.2: of an absolute-form target only the path and query count; `OPTIONS *` is about the service. */
export const pathOf = (target: string, method = 'GET'): string => {
  if (target.startsWith('/')) return target
  if (target === '*' && method === 'OPTIONS') return '/'
  return absoluteForm.test(target) ? target.replace(absoluteForm, '').replace(/^(?=\?|$)/, '/') : target
}

export const isDecodable = (text: string): boolean => decode(text) !== undefined

/** RFC 3986 §3.2.2: a registered name or an IPv4 address. A comma is allowed there, but it would make a list of hosts. */
const registeredName = /^(?:[\w.~!$&'()*+;=-]|%[\da-f]{2})+$/i

/** RFC 3986 §3.2.2: `IPvFuture`. */
const futureAddress = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i

/** A dot at the end names the root of the DNS; no other label may be empty. */
const isName = (text: string): boolean => registeredName.test(text) && !/^\.|\.\./.test(text)

/** RFC 3986 has no zone in an address, and Node's `isIPv6` does. */
const isAddress = (text: string): boolean => futureAddress.test(text) || (isIPv6(text) && !text.includes('%'))

const isPort = (text: string): boolean => text.length <= 5 && Number(text) <= 65_535

const authority = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/

/**
 * Whether a text is `uri-host [":" port]`, which is what a `Host` header holds (RFC 9110 §7.2) and what an http address
 * names before its path (§4.2.1): no user (§4.2.4), no path, no list, no white space.
 */
export const isAuthority = (text: string): boolean => {
  const found = authority.exec(text)
  if (found === null) return false
  const [, address, host = '', port = ''] = found
  return isPort(port) && (address === undefined ? isName(host) : isAddress(address))
}

const percentEncoded = (character: string): string =>
  // A raw byte of the wire is one character up to U+00FF.
  [...Buffer.from(character, character <= '\u00FF' ? 'latin1' : 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')

/** A target with every character percent-encoded that may not stand in the path or query of a URI (RFC 3986 §3.3, §3.4). */
export const encodeTarget = (target: string): string =>
  target.replaceAll(/%(?![\dA-Fa-f]{2})|[^\w\-.~!$&'()*+,;=:@/?%]/gu, percentEncoded)

/** The beginning of an encoded target. No `%XX`, and none of the characters that several of them make, is cut in two. */
const cut = (target: string): string => {
  if (target.length <= longestInstance) return target
  let kept = target.slice(0, longestInstance).replace(/%[\da-f]?$/i, '')
  // UTF-8 has at most three bytes after the first.
  for (let bytes = 0; bytes < 3 && !isDecodable(kept) && /%[\da-f]{2}$/i.test(kept); bytes += 1)
    kept = kept.slice(0, -3)
  return kept
}

/**
 * A target as the `instance` of a problem, a URI reference (RFC 9457 §3.1.5) of at most 200 characters. A path that
 * begins with two slashes would name another host; RFC 3986 §5.2.4 reads `/.//` as the same path.
 */
export const instanceOf = (target: string): string =>
  cut(encodeTarget(target.startsWith('//') ? `/.${target}` : target))
