import { longestHeader, mostHeaders } from './limits.ts'

/** A member of an Accept-like list: what is named, and its weight (RFC 9110 §12.4.2). */
type Weighted = { value: string; weight: number }

const weightOf = (parameters: string[]): number | undefined => {
  const given = parameters.find((parameter) => /^\s*q\s*=/i.test(parameter))
  if (given === undefined) return 1
  const text = given.slice(given.indexOf('=') + 1).trim()
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : undefined
}

/** RFC 9110 §5.6.1: the members of a list; commas and semicolons inside quotes do not divide. */
const divide = (text: string, at: ',' | ';'): string[] => {
  if (!text.includes('"')) return text.split(at).filter((part) => part !== '')
  return text.match(at === ',' ? /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g : /(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []
}

/** The well-formed members of a list; a member whose weight is not one is passed over. */
const parse = (header: string, form: RegExp): Weighted[] =>
  divide(header, ',').flatMap((member) => {
    const [name = '', ...parameters] = divide(member, ';')
    const value = name.trim().toLowerCase()
    const weight = weightOf(parameters)
    return weight === undefined || !form.test(value) ? [] : [{ value, weight }]
  })

const mediaRange = /^(?:\*\/\*|[\w!#$%&'*+.^`|~-]+\/(?:\*|[\w!#$%&'+.^`|~-]+))$/

/** How exactly a range names a type: 3 by its name, 2 by `type/*`, 1 by any, 0 not at all. */
const exactness = (range: string, type: string): number => {
  if (range === type) return 3
  if (range === '*/*') return 1
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 2 : 0
}

/** How much a type is wanted: its weight, how exactly it is named, and where in the list. */
type Wish = { weight: number; exact: number; place: number }

const none: Wish = { weight: 0, exact: 0, place: 0 }

/** RFC 9110 §12.5.1: the most specific range that matches a type gives its weight. */
const weigh = (ranges: Weighted[], type: string): Wish => {
  let best = none
  for (const [place, { value, weight }] of ranges.entries()) {
    const exact = exactness(value, type)
    if (exact > best.exact) best = { weight, exact, place }
  }
  return best
}

/** Whether a type is wanted more than another that comes before it in the order of preference here. */
const isWantedMore = (wish: Wish, other: Wish): boolean => {
  if (wish.weight !== other.weight) return wish.weight > other.weight
  if (wish.weight === 0 || wish.exact < 3) return false
  return other.exact < 3 || wish.place < other.place
}

/**
 * The media type to send (RFC 9110 §12.5.1), or undefined where none of the offers is acceptable. `offers` stand in
 * order of preference, the default first. At equal weight a type that is named goes before one that a wildcard matches,
 * and of types that are named the first goes first.
 */
export const negotiateType = (accept: string | undefined, offers: readonly string[]): string | undefined => {
  const ranges = accept === undefined ? [] : parse(accept, mediaRange)
  if (ranges.length === 0) return offers[0]
  let chosen: string | undefined
  let best = none
  for (const offer of offers) {
    const wish = weigh(ranges, offer)
    if (isWantedMore(wish, best)) [chosen, best] = [offer, wish]
  }
  return chosen
}

export type Coding = 'br' | 'gzip' | 'identity'

const token = /^[\w!#$%&'*+.^`|~-]+$/

/** `identity` is acceptable unless it, or `*` without it, has weight 0; unnamed, it comes after all that is named. */
const weighCoding = (codings: Map<string, number>, coding: Coding): number => {
  const named = codings.get(coding) ?? (coding === 'gzip' ? codings.get('x-gzip') : undefined)
  if (named !== undefined) return named
  const any = codings.get('*')
  if (coding === 'identity') return any === 0 ? 0 : 0.0001
  return any ?? 0
}

/** The content coding to send (RFC 9110 §12.5.3), or undefined where none is acceptable; at equal weight the first offer. */
export const negotiateCoding = (
  acceptEncoding: string | undefined,
  offers: readonly Coding[],
): Coding | undefined => {
  if (acceptEncoding === undefined) return 'identity'
  const codings = new Map(parse(acceptEncoding, token).map(({ value, weight }) => [value, weight]))
  let chosen: Coding | undefined
  let best = 0
  for (const offer of offers) {
    const weight = weighCoding(codings, offer)
    if (weight > best) [chosen, best] = [offer, weight]
  }
  return chosen
}

/** Remembers what was chosen for the last few hundred headers. */
export const rememberHeader = <Answer>(negotiate: (header: string | undefined) => Answer) => {
  const known = new Map<string | undefined, Answer>()
  return (header: string | undefined): Answer => {
    const answer = known.get(header)
    if (answer !== undefined) return answer
    const fresh = negotiate(header)
    if (known.size >= mostHeaders) known.clear()
    if (header === undefined || header.length <= longestHeader) known.set(header, fresh)
    return fresh
  }
}
