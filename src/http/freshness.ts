/** How long an answer may be kept: not beyond the moment when an article that it shows, or would show, falls due. */

/** Directives that say seconds (RFC 9111 §5.2.2, RFC 5861): how long an answer is fresh, and how much longer it may be used. */
const fresh = /\b(?:max-age|s-maxage)\s*=\s*"?(\d+)"?/gi
const stale = /\b(?:stale-while-revalidate|stale-if-error)\s*=\s*"?(\d+)"?/gi

const longest = (value: string, directives: RegExp): number =>
  Math.max(0, ...[...value.matchAll(directives)].map(([, seconds]) => Number(seconds)))

/** Milliseconds after which no cache uses an answer any more. */
export const reachOf = (cacheControl: string): number =>
  (longest(cacheControl, fresh) + longest(cacheControl, stale)) * 1000

const withAtMost = (value: string, directives: RegExp, most: number): string =>
  value.replaceAll(directives, (directive, seconds: string) =>
    Number(seconds) <= most ? directive : directive.replace(/"?\d+"?$/, String(most)),
  )

/** A Cache-Control that ends in so many milliseconds. */
export const endingIn = (cacheControl: string, milliseconds: number): string => {
  const most = Math.max(0, Math.floor(milliseconds / 1000))
  const freshUntil = withAtMost(cacheControl, fresh, most)
  return withAtMost(freshUntil, stale, most - longest(freshUntil, fresh))
}

const name = 'cache-control'

/** The value of the header in a flat list. */
export const cacheControlIn = (headers: readonly string[]): string => headers[headers.indexOf(name) + 1] ?? ''

/** Flat headers with a Cache-Control that ends in so many milliseconds. */
export const headersEndingIn = (headers: readonly string[], milliseconds: number): readonly string[] => {
  const at = headers.indexOf(name) + 1
  return at === 0 ? headers : headers.with(at, endingIn(headers[at] ?? '', milliseconds))
}
