import type { Span } from '../article/answers.ts'

/** The window of `length` from some span on that holds the most spans, the first such. */
const densest = (spans: readonly Span[], length: number): Span => {
  let best = { start: 0, end: 0, count: 0 }
  let last = 0
  for (const [index, { start }] of spans.entries()) {
    while (last < spans.length && (spans[last]?.end ?? 0) <= start + length) last += 1
    const count = last - index
    const end = spans[last - 1]?.end ?? start
    if (count > best.count) best = { start, end, count }
  }
  return best.count === 0 ? (spans[0] ?? best) : best
}

const isBreak = (text: string, at: number): boolean => text.charAt(at).trim() === ''

/** Characters one looks for a space in before a word is cut. */
const patience = 40

const isInside = (text: string, at: number): boolean =>
  /^[\uDC00-\uDFFF\p{M}\u200D]/u.test(text.slice(at, at + 2)) || /[\uD800-\uDBFF]/.test(text.charAt(at - 1))

/** The nearest place towards `step` where a word begins or ends; else one that parts no character. */
const settle = (text: string, at: number, step: 1 | -1): number => {
  if (at <= 0 || at >= text.length) return Math.min(Math.max(at, 0), text.length)
  for (let moved = 0; moved < patience; moved += 1) {
    const place = at + moved * step
    if (place <= 0 || place >= text.length) return Math.min(Math.max(place, 0), text.length)
    if (isBreak(text, step > 0 ? place - 1 : place)) return place
  }
  let place = at
  while (place > 0 && place < text.length && isInside(text, place)) place -= 1
  return place
}

/**
 * About `length` UTF-16 units of the text around where most of the spans are: whole words where there are spaces,
 * whole characters always, whole spans always. The whole text where it is short.
 */
export const excerptOf = (text: string, spans: readonly Span[], length: number): Span => {
  if (text.length <= length) return { start: 0, end: text.length }
  const core = densest(spans, length)
  const around = Math.max(0, length - (core.end - core.start))
  const first = Math.max(0, Math.min(core.start - Math.floor(around / 3), text.length - length))
  const start = Math.min(settle(text, first, 1), core.start)
  const end = Math.max(settle(text, Math.min(text.length, start + length), -1), core.end)
  return { start, end }
}
