import { isIPv6 } from 'node:net'

/** RFC 3986 §3.2.2: a registered name or an IPv4 address. A comma is allowed there, but it would make a list of hosts. */
const name = /^(?:[\w.~!$&'()*+;=-]|%[\da-f]{2})+$/i

/** RFC 3986 §3.2.2: `IPvFuture`. */
const futureAddress = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i

/** A dot at the end names the root of the DNS; no other label may be empty. */
const isName = (text: string): boolean => name.test(text) && !/^\.|\.\./.test(text)

/** RFC 3986 has no zone in an address, and Node's `isIPv6` does. */
const isAddress = (text: string): boolean => futureAddress.test(text) || (isIPv6(text) && !text.includes('%'))

const isPort = (text: string): boolean => text.length <= 5 && Number(text) <= 65_535

const parts = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/

/**
 * Whether a text is `uri-host [":" port]`, which is what a `Host` header holds (RFC 9110 §7.2) and what an http address
 * names before its path (§4.2.1): no user (§4.2.4), no path, no list, no white space.
 */
export const isAuthority = (text: string): boolean => {
  const found = parts.exec(text)
  if (found === null) return false
  const [, address, host = '', port = ''] = found
  return isPort(port) && (address === undefined ? isName(host) : isAddress(address))
}
