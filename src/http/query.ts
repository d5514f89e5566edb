import { decode } from '../article/decode.ts'

/** Parameters that other services add to links: newsletters, advertisements, analytics, social networks. */
export const trackingNames: ReadonlySet<string> = new Set([
  'fbclid',
  'gclid',
  'dclid',
  'msclkid',
  'mc_cid',
  'mc_eid',
  'igshid',
  'ttclid',
  'twclid',
  'ref',
  'ref_src',
  '_hsenc',
  '_hsmi',
  '_',
  '_ga',
  '_gl',
])

/** Whether a query parameter says only where a link was found: it is ignored everywhere. */
export const isTracking = (name: string): boolean => name.startsWith('utm_') || trackingNames.has(name)

const nameOf = (pair: string): string => {
  const name = (pair.split('=', 1)[0] ?? '').replaceAll('+', ' ')
  return decode(name) ?? name
}

/** An address without some of its query parameters, all else as it is written. */
export const withoutParameters = (url: string, isDropped: (name: string) => boolean): string => {
  const start = url.indexOf('?')
  if (start < 0) return url
  const pairs = url.slice(start + 1).split('&')
  const kept = pairs.filter((pair) => !isDropped(nameOf(pair)))
  if (kept.length === pairs.length) return url
  return url.slice(0, start) + (kept.length === 0 ? '' : `?${kept.join('&')}`)
}

/** RawQuery parameters by name; a list where one is given more than once. */
export type RawQuery = Record<string, string | string[]>

/** The query parameters of an address. Names such as `__proto__` are names like any other. */
export const parametersIn = (url: string): RawQuery => {
  const query = Object.create(null) as RawQuery
  const start = url.indexOf('?')
  if (start < 0) return query
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const before = query[name]
    query[name] = before === undefined ? value : [before, value].flat()
  }
  return query
}
