/** Queries as tsqueries. Pure. */
import type { ExpandedClause } from '../../search/expand.ts'
import { reversedTerm } from '../../search/terms.ts'
import { formMark, quoteTerm } from './passages.ts'

const beginning = (term: string): string => `${quoteTerm(term)}:*`

const phraseOf = (terms: readonly string[]): string => `(${terms.map(quoteTerm).join(' <-> ')})`

/** Any of these terms; empty, which matches nothing, where there are none. */
export const anyOfTerms = (terms: readonly string[]): string => terms.map(quoteTerm).join(' | ')

/** A word as it is written, or a beginning of one. */
export const queryOfForm = (form: string): string => quoteTerm(formMark + form)
export const queryOfBeginning = (form: string): string => beginning(formMark + form)

/** What matches a clause. */
export const queryOfClause = (clause: ExpandedClause): string =>
  [
    ...clause.terms.map(quoteTerm),
    ...clause.phrases.map(phraseOf),
    ...clause.termBeginnings.map(beginning),
    ...clause.forms.map(queryOfForm),
    ...[...clause.beginnings, ...clause.ends.map(reversedTerm)].map(queryOfBeginning),
  ].join(' | ')
