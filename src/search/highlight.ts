import type { Span } from '../article/answers.ts'
import { longestCutWord, tokensOfStep } from './limits.ts'
import type { ExpandedClause, ExpandedQuery } from './expand.ts'
import { endsIn, type Indexed, indexedWords } from './terms.ts'
import { createJoining, indexedAt, placesIn, type Token } from './tokens.ts'

/** Where a text matches, and how many clauses of the query do; what is excluded is never highlighted. */
type TextMatch = { spans: Span[]; clauses: number }

/** A word of a text, as far as it is compared. */
type Word = Pick<Indexed, 'term' | 'form'>

/** What of a clause a token completes: the clause itself, or the last term of these phrases of it. */
type Ending = { clause: ExpandedClause; isWhole: boolean; phrases: string[][] }

const wantedOf = ({ clauses }: ExpandedQuery): ExpandedClause[] =>
  clauses.filter(({ isExcluded }) => !isExcluded)

const startsLike = (word: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => word.startsWith(beginning))

/** The clauses by the terms and forms of words that may end them, as they are looked up for each word of a text. */
const indexClauses = (clauses: readonly ExpandedClause[]) => {
  const byClause = clauses.map((clause) => ({
    clause,
    terms: new Set(clause.terms),
    forms: new Set(clause.forms),
    phrases: Map.groupBy(clause.phrases, (phrase) => phrase.at(-1)),
  }))
  const terms = clauses.flatMap((clause) => [
    ...clause.terms,
    ...clause.phrases.map((phrase) => phrase.at(-1) ?? ''),
  ])
  return {
    byClause,
    /** Those of all clauses: most words of a text are none of them. */
    terms: new Set(terms),
    forms: new Set(clauses.flatMap((clause) => clause.forms)),
    hasParts: clauses.some(
      ({ beginnings, termBeginnings, ends }) => beginnings.length + termBeginnings.length + ends.length > 0,
    ),
  }
}

type IndexedClauses = ReturnType<typeof indexClauses>

const none: Ending[] = []

/** The clauses that a word may end; whether the terms of a phrase before it match too is not checked here. */
const endedBy = (
  { byClause, terms: all, forms: written, hasParts }: IndexedClauses,
  word: Word,
): Ending[] => {
  const { term, form } = word
  if (!hasParts && !all.has(term) && !written.has(form)) return none
  const ended = byClause.flatMap(({ clause, terms, forms, phrases: ofClause }) => {
    const isWhole =
      terms.has(term) ||
      forms.has(form) ||
      startsLike(form, clause.beginnings) ||
      startsLike(term, clause.termBeginnings) ||
      clause.ends.some((end) => endsIn(term, end))
    const phrases = ofClause.get(term) ?? []
    return isWhole || phrases.length > 0 ? [{ clause, isWhole, phrases }] : []
  })
  return ended.length === 0 ? none : ended
}

/** Spans in order, those that overlap as one. */
const merged = (spans: readonly Span[]): Span[] => {
  const all: Span[] = []
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1)
    if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end)
    else all.push({ ...span })
  }
  return all
}

/** Matches the tokens of one text, which come in their order. */
const createScan = (longest: number) => {
  const matched = new Set<ExpandedClause>()
  const spans: Span[] = []
  const wholes: Span[] = []
  /** The latest tokens, as many as the longest clause may begin with. */
  const recent: (Token & { isHit: boolean })[] = []

  /** Whether the terms before the last one match too. */
  const isHere = (phrase: readonly string[]): boolean =>
    phrase.every((term, index) => recent.at(index - phrase.length)?.term === term)

  /** Makes overlapping spans one: pairs of characters share a character with the next pair. */
  const addSpan = (token: (typeof recent)[number] | undefined): void => {
    if (token?.isHit !== true) return
    const last = spans.at(-1)
    if (last !== undefined && token.start < last.end) last.end = Math.max(last.end, token.end)
    else spans.push({ start: token.start, end: token.end })
  }

  const hit = (clause: ExpandedClause, length: number): void => {
    matched.add(clause)
    for (const part of recent.slice(-length)) part.isHit = true
  }

  return {
    /** `ended` is what the token may end. */
    add(term: string, { start, end }: Span, ended: readonly Ending[]): void {
      if (ended.length === 0 && longest === 1) return
      recent.push({ term, start, end, isHit: false })
      for (const { clause, isWhole, phrases } of ended) {
        if (isWhole) hit(clause, 1)
        for (const phrase of phrases) if (isHere(phrase)) hit(clause, phrase.length)
      }
      if (recent.length >= longest) addSpan(recent.shift())
    },
    /** Adds a word that is written in parts. */
    addWhole(span: Span, ended: readonly Ending[]): void {
      for (const { clause } of ended.filter(({ isWhole }) => isWhole)) {
        matched.add(clause)
        wholes.push(span)
      }
    },
    result(): TextMatch {
      for (const token of recent.splice(0)) addSpan(token)
      return { spans: wholes.length === 0 ? spans : merged([...spans, ...wholes]), clauses: matched.size }
    },
  }
}

/** Makes the function that matches texts, each in its language, step by step. */
export const createTextMatcher = (query: ExpandedQuery) => {
  const clauses = wantedOf(query)
  const longest = Math.max(1, ...clauses.flatMap(({ phrases }) => phrases.map(({ length }) => length)))
  const indexed = indexClauses(clauses)

  return function* (text: string, language: string): Generator<void, TextMatch, void> {
    const scan = createScan(longest)
    const join = createJoining()
    const words = indexedWords(language)
    let count = 0
    for (const place of placesIn(text)) {
      const word = indexedAt(text, place, words)
      const { term, form } = word
      const whole = form === '' ? undefined : join(text, place, form)
      if (whole !== undefined)
        scan.addWhole({ start: whole.start, end: place.end }, endedBy(indexed, words(whole.joined)))
      if (term !== '') scan.add(term, place, endedBy(indexed, word))
      count += 1
      if (count % tokensOfStep === 0) yield
    }
    return scan.result()
  }
}

export type TextMatcher = ReturnType<typeof createTextMatcher>

/** The first window of `length` that begins with a span and holds the most spans. */
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

const isInside = (text: string, at: number): boolean =>
  /^[\uDC00-\uDFFF\p{M}\u200D]/u.test(text.slice(at, at + 2)) || /[\uD800-\uDBFF]/.test(text.charAt(at - 1))

/** The nearest place in the direction of `step` where a word begins or ends, or else one inside no character. */
const moveToBreak = (text: string, at: number, step: 1 | -1): number => {
  if (at <= 0 || at >= text.length) return Math.min(Math.max(at, 0), text.length)
  for (let moved = 0; moved < longestCutWord; moved += 1) {
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
  const start = Math.min(moveToBreak(text, first, 1), core.start)
  const end = Math.max(moveToBreak(text, Math.min(text.length, start + length), -1), core.end)
  return { start, end }
}
