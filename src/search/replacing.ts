/** Which words of a query may be replaced by others, and the query with them replaced. Pure. */
import type { ExpandedClause, ExpandedQuery } from './expand.ts'
import type { Clause, ParsedQuery } from './query.ts'

/** A query, and what it is held against texts as, clause by clause. */
export type HeldQuery = { query: ParsedQuery; expanded: ExpandedQuery }

/** The words that stand for one of a query, and the one that is named. */
export type Replacement = { named: string; any: string[] }

/** The form of a clause that is one word. */
const formOf = ({ forms, phrases }: ExpandedClause): string | undefined =>
  forms.length === 1 && phrases.length === 0 ? forms[0] : undefined

/** Quotes and a minus say that a word is meant as it is. */
export const isAsTyped = ({ isExcluded, isQuoted }: Clause): boolean => isExcluded || isQuoted

/** A stem without its last letter, which may be of an ending. */
const rootOf = (stem: string): string => (stem.length > 3 ? stem.slice(0, -1) : stem)

/** The terms of a word that hold its own stem, particles before it or not, and not a letter of it taken for a particle alone. */
export const certainTerms = ({ own, terms }: ExpandedClause): string[] =>
  terms.filter((term) => own.some((stem) => term.includes(rootOf(stem))))

/** A word that may be replaced: its clause by index and as it is held, and its form. */
export type Replaceable = { index: number; form: string; held: ExpandedClause }

/** The words of a query that may be replaced: no beginnings, and none that is meant as it is or has synonyms. */
export const replaceableIn = ({ query, expanded }: HeldQuery): Replaceable[] =>
  query.clauses.flatMap((clause, index) => {
    const held = expanded.clauses[index]
    const form = held && formOf(held)
    const hasSynonyms = expanded.typed !== undefined && held !== expanded.typed[index]
    const isFixed = isAsTyped(clause) || clause.isPrefix || hasSynonyms
    return isFixed || held === undefined || form === undefined ? [] : [{ index, form, held }]
  })

/** A query with words replaced, by index, any of which matches and the first of which is named; undefined where none is. */
export const withReplacements = (query: ParsedQuery, found: ReadonlyMap<number, Replacement>) => {
  if (found.size === 0) return undefined
  let text = ''
  let at = 0
  const clauses = query.clauses.map((clause, index): Clause => {
    const words = found.get(index)
    if (words === undefined) return clause
    text += query.q.slice(at, clause.start) + words.named
    at = clause.start + clause.text.length
    return { ...clause, text: words.any[0] ?? clause.text, others: words.any.slice(1) }
  })
  return { query: { ...query, clauses }, text: text + query.q.slice(at) }
}
