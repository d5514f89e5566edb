/** Queries as tsqueries. Pure. */
import type { ExpandedClause } from '../../search/expand.ts'
import { reversedTerm } from '../../search/terms.ts'
import { formMark, levels, markAt, quoteTerm } from './passages.ts'

const beginning = (term: string): string => `${quoteTerm(term)}:*`

/** Any of these tsqueries; what matches nothing where there are none, for which a tsquery has no sign: no term is a space. */
const anyOf = (queries: readonly string[]): string => (queries.length === 0 ? `' '` : queries.join(' | '))

const allOf = (queries: readonly string[]): string => queries.map((query) => `(${query})`).join(' & ')

const phraseOf = (terms: readonly string[]): string => `(${terms.map(quoteTerm).join(' <-> ')})`

/** Any of these terms. */
export const anyOfTerms = (terms: readonly string[]): string => anyOf(terms.map(quoteTerm))

/** A word as it is written, or a beginning of one. */
export const queryOfForm = (form: string): string => quoteTerm(formMark + form)
export const queryOfBeginning = (form: string): string => beginning(formMark + form)

/** What matches a clause; `asPhrase` is what matches a phrase. */
const queryBy = (clause: ExpandedClause, asPhrase: (terms: readonly string[]) => string): string =>
  anyOf([
    ...clause.terms.map(quoteTerm),
    ...clause.phrases.map(asPhrase),
    ...clause.termBeginnings.map(beginning),
    ...clause.forms.map(queryOfForm),
    ...[...clause.beginnings, ...clause.ends.map(reversedTerm)].map(queryOfBeginning),
  ])

export const queryOfClause = (clause: ExpandedClause): string => queryBy(clause, phraseOf)

/** The same where the words of a phrase may stand in any order, which an index knows without the row. */
const looseQueryOf = (clause: ExpandedClause): string =>
  queryBy(clause, (terms) => `(${terms.map(quoteTerm).join(' & ')})`)

/** What finds what any of some clauses does. */
export const anyOfClauses = (clauses: readonly ExpandedClause[]): ExpandedClause => ({
  own: [],
  terms: clauses.flatMap(({ terms }) => terms),
  phrases: clauses.flatMap(({ phrases }) => phrases),
  forms: clauses.flatMap(({ forms }) => forms),
  beginnings: clauses.flatMap(({ beginnings }) => beginnings),
  termBeginnings: clauses.flatMap(({ termBeginnings }) => termBeginnings),
  ends: clauses.flatMap(({ ends }) => ends),
  isExcluded: false,
})

export const wantedIn = (clauses: readonly ExpandedClause[]): ExpandedClause[] =>
  clauses.filter(({ isExcluded }) => !isExcluded)

/** What matches all clauses, less what is excluded. */
export const queryOfAll = (clauses: readonly ExpandedClause[]): string =>
  [
    allOf(wantedIn(clauses).map(queryOfClause)),
    ...clauses.filter(({ isExcluded }) => isExcluded).map((clause) => `!(${queryOfClause(clause)})`),
  ].join(' & ')

/** Articles that match it may match all clauses. */
export const looseQueryOfAll = (clauses: readonly ExpandedClause[]): string =>
  allOf(wantedIn(clauses).map(looseQueryOf))

/** A clause in articles where it is of a level; a phrase where all of its words are of that or of one above it. */
const queryAt = (level: number, { terms, phrases, forms, beginnings, termBeginnings }: ExpandedClause) => {
  const mark = (word: string): string => quoteTerm(markAt(level, word))
  const begun = (word: string): string => beginning(markAt(level, word))
  const fromHere = (word: string): string =>
    levels
      .slice(level - 1)
      .map((above) => quoteTerm(markAt(above, word)))
      .join(' | ')
  return anyOf([
    ...terms.map(mark),
    ...phrases.map((phrase) => `(${allOf(phrase.map(fromHere))})`),
    ...forms.map((form) => mark(formMark + form)),
    ...beginnings.map((word) => begun(formMark + word)),
    ...termBeginnings.map(begun),
  ])
}

/** What makes an article a better match of a clause: that it is of a level; or has a word as it was typed, if words were. */
export const meritsOf = (clause: ExpandedClause): { levels: string[]; typed: string | undefined } => ({
  levels: levels.map((level) => queryAt(level, clause)),
  typed: clause.forms.length === 0 ? undefined : anyOf(clause.forms.map(queryOfForm)),
})
