import type { Token } from './analyse.ts'
import type { Clause, SearchQuery } from './query.ts'

/** Part of a text: UTF-16 offsets into it as written. */
export type Span = { start: number; end: number }

const matchesFirst = ({ terms, prefixes }: Clause, term: string): boolean =>
  terms[0] === term || prefixes.some((prefix) => term.startsWith(prefix))

const matchesAt = (tokens: readonly Token[], index: number, clause: Clause): boolean =>
  matchesFirst(clause, tokens[index]?.term ?? '') &&
  clause.terms.every((term, offset) => offset === 0 || tokens[index + offset]?.term === term)

/** The tokens that a clause matches, each of a phrase. */
const placesOf = (tokens: readonly Token[], clause: Clause): Token[] =>
  tokens.flatMap((_, index) =>
    matchesAt(tokens, index, clause) ? tokens.slice(index, index + clause.terms.length) : [],
  )

/** In order, those that overlap as one: pairs of characters share one with the next. */
const merge = (spans: readonly Span[]): Span[] => {
  const merged: Span[] = []
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1)
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}

/** Where a text matches, and how many clauses of the query do; what is excluded is never highlighted. */
export const matchOf = (
  tokens: readonly Token[],
  { clauses }: SearchQuery,
): { spans: Span[]; clauses: number } => {
  const places = clauses
    .filter(({ isExcluded }) => !isExcluded)
    .map((clause) => placesOf(tokens, clause))
    .filter((found) => found.length > 0)
  return { spans: merge(places.flat()), clauses: places.length }
}
