import type { Span } from '../article/answers.ts'
import { type Place, placesIn, termAt, type Token } from './analyse.ts'
import type { Clause, SearchQuery } from './query.ts'

/** Where a text matches, and how many clauses of the query do; what is excluded is never highlighted. */
export type Matched = { spans: Span[]; clauses: number }

const wantedOf = ({ clauses }: SearchQuery): Clause[] => clauses.filter(({ isExcluded }) => !isExcluded)

/** Those that a term ends, if the terms before it are theirs too. */
const endedBy = (clauses: readonly Clause[], term: string): Clause[] =>
  clauses.filter(
    ({ terms, prefixes }) => terms.at(-1) === term || prefixes.some((prefix) => term.startsWith(prefix)),
  )

/** Matches the tokens of one text, which come in their order. */
const createScan = (clauses: readonly Clause[]) => {
  const longest = Math.max(1, ...clauses.map(({ terms }) => terms.length))
  const matched = new Set<Clause>()
  const spans: Span[] = []
  /** The latest tokens, as many as the longest clause may begin with. */
  const recent: (Token & { isHit: boolean })[] = []

  /** The last term is here already. */
  const isHere = ({ terms }: Clause): boolean => {
    for (let back = 2; back <= terms.length; back += 1) {
      if (recent.at(-back)?.term !== terms.at(-back)) return false
    }
    return true
  }

  /** Those that overlap are one: pairs of characters share one with the next. */
  const pass = (token: (typeof recent)[number] | undefined): void => {
    if (token?.isHit !== true) return
    const last = spans.at(-1)
    if (last !== undefined && token.start < last.end) last.end = Math.max(last.end, token.end)
    else spans.push({ start: token.start, end: token.end })
  }

  return {
    /** `ended` are the clauses that the token may end. */
    add(token: Token, ended: readonly Clause[]): void {
      if (ended.length === 0 && longest === 1) return
      recent.push({ ...token, isHit: false })
      for (const clause of ended) {
        if (!isHere(clause)) continue
        matched.add(clause)
        for (const part of recent.slice(-clause.terms.length)) part.isHit = true
      }
      if (recent.length >= longest) pass(recent.shift())
    },
    result(): Matched {
      for (const token of recent.splice(0)) pass(token)
      return { spans, clauses: matched.size }
    },
  }
}

/** Where tokens match a query. */
export const matchOf = (tokens: readonly Token[], query: SearchQuery): Matched => {
  const clauses = wantedOf(query)
  const scan = createScan(clauses)
  for (const token of tokens) scan.add(token, endedBy(clauses, token.term))
  return scan.result()
}

/** Tokens that are read in one step: some 20 µs. */
const tokensOfStep = 100

/** Words that are remembered of an article; a language has fewer that are common. */
const mostKnown = 20_000

/**
 * Makes the function that matches the texts of one article, step by step. A word that was read before costs a look-up:
 * most words of an article are, and almost none is of the query.
 */
export const createMatcher = (query: SearchQuery) => {
  const clauses = wantedOf(query)
  const known = new Map<string, { term: string; ended: Clause[] }>()

  const lookUp = (text: string, place: Place) => {
    const word = text.slice(place.start, place.end)
    const before = known.get(word)
    if (before !== undefined) return before
    const term = termAt(text, place)
    const found = { term, ended: endedBy(clauses, term) }
    if (known.size >= mostKnown) known.clear()
    known.set(word, found)
    return found
  }

  return function* (text: string): Generator<void, Matched, void> {
    const scan = createScan(clauses)
    let count = 0
    for (const place of placesIn(text)) {
      const { term, ended } = lookUp(text, place)
      if (term !== '') scan.add({ term, start: place.start, end: place.end }, ended)
      count += 1
      if (count % tokensOfStep === 0) yield
    }
    return scan.result()
  }
}
