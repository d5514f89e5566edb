/** The target of a request: the address in its first line. */

/** RFC 9112 §3.2.2: an absolute-form target. The group is its authority. */
const absoluteForm = /^https?:\/\/([^/?#]*)/i

/** The authority of an absolute-form target; undefined for any other target. */
export const authorityOf = (url: string): string | undefined => absoluteForm.exec(url)?.[1]

type Request = { url?: string | undefined; method?: string | undefined }

/** RFC 9112 §3.2.2: of an absolute-form target only the path and query count; `OPTIONS *` is about the service. */
export const pathOf = ({ url = '', method }: Request): string => {
  if (url.startsWith('/')) return url
  if (url === '*' && method === 'OPTIONS') return '/'
  return absoluteForm.test(url) ? url.replace(absoluteForm, '').replace(/^(?=\?|$)/, '/') : url
}

export const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

const percentEncoded = (character: string): string =>
  // A raw byte of the wire is one character up to U+00FF.
  [...Buffer.from(character, character <= '\u00FF' ? 'latin1' : 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')

/** A target with every character percent-encoded that may not stand in the path or query of a URI (RFC 3986 §3.3, §3.4). */
export const encodeTarget = (target: string): string =>
  target.replaceAll(/%(?![\dA-Fa-f]{2})|[^\w\-.~!$&'()*+,;=:@/?%]/gu, percentEncoded)

/** The longest `instance`: an address of 8,000 characters is not sent back whole. */
const longestInstance = 200

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
