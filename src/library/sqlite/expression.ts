import type { ExpandedClause, ExpandedQuery } from '../../search/expand.ts'
import { reversedTerm } from '../../search/terms.ts'

/** FTS5 §3: a string in quotes is a phrase. Terms hold no quotes. */
const phrase = (terms: readonly string[]): string => `"${terms.join(' ')}"`

const anyOf = (columns: string, expressions: readonly string[]): string[] =>
  expressions.length === 0 ? [] : [`${columns} : (${expressions.join(' OR ')})`]

/** Any of these terms; nothing where there are none. */
export const anyTerm = (terms: readonly string[]): string =>
  terms.length === 0 ? phrase([]) : terms.map((term) => phrase([term])).join(' OR ')

const beginning = (word: string): string => `${phrase([word])} *`

export const expressionOfClause = (clause: ExpandedClause): string => {
  const terms = [
    ...clause.terms.map((term) => phrase([term])),
    ...clause.phrases.map(phrase),
    ...clause.termBeginnings.map(beginning),
  ]
  const beginnings = [...clause.beginnings, ...clause.ends.map(reversedTerm)]
  const forms = [...clause.forms.map((form) => phrase([form])), ...beginnings.map(beginning)]
  return `(${[...anyOf('{title headings body names}', terms), ...anyOf('forms', forms)].join(' OR ')})`
}

const allOf = (clauses: readonly ExpandedClause[]): string =>
  `(${clauses
    .filter(({ isExcluded }) => !isExcluded)
    .map(expressionOfClause)
    .join(' AND ')})`

export const excludedOf = (clauses: readonly ExpandedClause[]): string[] =>
  clauses.filter(({ isExcluded }) => isExcluded).map(expressionOfClause)

/** A query as an FTS5 expression: all clauses, less what is excluded. */
export const expressionOf = ({ clauses }: ExpandedQuery): string =>
  [allOf(clauses), ...excludedOf(clauses)].join(' NOT ')

/** An expression that finds a part of a query's rows, and what their ranks are multiplied by. */
type Tier = { expression: string; weight: number }

/** Less than the least rank that FTS5 gives by the greatest, so that any row of the first tier is before any of the second. */
const weightOfSynonyms = 1e-12

/** What is found by the words that were typed, then what is by synonyms alone. */
export const tiersOf = (searched: ExpandedQuery): Tier[] => {
  const { clauses, typed } = searched
  if (typed === undefined) return [{ expression: expressionOf(searched), weight: 1 }]
  const rest = [allOf(clauses), allOf(typed), ...excludedOf(clauses)].join(' NOT ')
  return [
    { expression: expressionOf({ clauses: typed }), weight: 1 },
    { expression: rest, weight: weightOfSynonyms },
  ]
}

/** Words that each match a clause: by their terms, or as they are written. */
export type PlainClause = { words: { term: string; isForm: boolean }[]; isExcluded: boolean }

/** What the tokenizer of FTS5 leaves as it is. */
const isOneTerm = (word: string): boolean => /^[\da-z\u{80}-\u{10ffff}]+$/u.test(word)

/**
 * The clauses of a query as FTS5 has them in their order, where each is of single words alone; undefined where one is of anything
 * else. What is excluded comes last.
 */
export const plainClausesOf = ({ clauses, typed }: ExpandedQuery): PlainClause[] | undefined => {
  if (typed !== undefined) return undefined
  const plain = clauses.map(({ terms, forms, isExcluded }) => ({
    words: [
      ...terms.map((term) => ({ term, isForm: false })),
      ...forms.map((term) => ({ term, isForm: true })),
    ],
    isExcluded,
  }))
  const isPlain = clauses.every(
    ({ phrases, beginnings, termBeginnings, ends }, index) =>
      phrases.length + beginnings.length + termBeginnings.length + ends.length === 0 &&
      plain[index]?.words.length !== 0 &&
      plain[index]?.words.every(({ term }) => isOneTerm(term)) === true,
  )
  return isPlain
    ? plain.toSorted((one, other) => Number(one.isExcluded) - Number(other.isExcluded))
    : undefined
}
