import type { IsBegun } from './analysers.ts'
import { isStart, roleOf } from './characters.ts'
import type { Clause, ParsedQuery } from './query.ts'
import { canEndCompound, formOf, relatedTerms, termOf } from './terms.ts'
import { analyse, type Token, wordsIn } from './tokens.ts'

/** What a query is held against: the languages of the texts (BCP 47), and the words that they have. */
export type Vocabulary = { languages: readonly string[]; isBegun: IsBegun }

/**
 * What matches a clause: one of `terms`, one of the phrases, each of consecutive terms, a word whose form is one of `forms`, or
 * one that begins like one of `beginnings`; `termBeginnings` are those of terms, of scripts that are indexed by pairs.
 */
export type ExpandedClause = {
  /** Those of `terms` that are the word's own, where the clause is one word: the others are of words that it may be a form of. */
  own: string[]
  terms: string[]
  phrases: string[][]
  forms: string[]
  beginnings: string[]
  termBeginnings: string[]
  /** Terms that longer words of the same language may end in: Wahl, Bürgermeisterwahl. */
  ends: string[]
  isExcluded: boolean
}

/** `typed` are the clauses without synonyms, where some have any: what these find comes first. */
export type ExpandedQuery = { clauses: ExpandedClause[]; typed?: ExpandedClause[] }

/** The pairs of a run end with its last character alone. In a query that token adds nothing to the pair before it. */
const withoutLastAlone = (tokens: readonly Token[]): Token[] =>
  tokens.filter(({ start, end }, index) => {
    const before = tokens[index - 1]
    return before === undefined || before.end !== end || before.start >= start
  })

/** The number of characters of a term, each with its marks: ที่ is one. */
const lengthOf = (term: string): number =>
  Array.from(term).filter((character) => isStart(roleOf(character.codePointAt(0) ?? 0))).length

const unique = <Item>(items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
]

/** A word of a query in all languages that it may be of. */
const ofWord = (word: string, { languages, isBegun }: Vocabulary): string[] =>
  unique(languages.flatMap((language) => relatedTerms(word, language, isBegun)))

const phraseIn = (text: string, language: string): string[] =>
  withoutLastAlone(analyse(text, language)).map(({ term }) => term)

/** Hangul may be written with or without spaces: 오픈소스, 오픈 소스. */
const spaced = (text: string): string[] =>
  /^\p{sc=Hang}{3,12}$/u.test(text)
    ? Array.from(text, (_, at) => `${text.slice(0, at)} ${text.slice(at)}`).slice(1)
    : []

/** The parts of a word with hyphens as one word, which is how others write it, or the thousands of a number. */
const joinedOf = (text: string): string | undefined =>
  /^[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)+$/u.test(text) ||
  /^\p{Nd}{1,3}(?:[,.'’٬\u00A0\u202F]\p{Nd}{3})+$/u.test(text)
    ? text.replaceAll(/[^\p{L}\p{N}]/gu, '')
    : undefined

/** A hamza before و is written on it or on ي: مسئول, مسؤول. What follows is not known yet. */
const beginningsOf = (word: string, form: string): string[] =>
  word.endsWith('ئ') ? [form, `${form.slice(0, -1)}و`] : [form]

const none = { own: [], terms: [], phrases: [], forms: [], beginnings: [], termBeginnings: [], ends: [] }

const expandText = ({ text, isExcluded, isPrefix }: Clause, vocabulary: Vocabulary): ExpandedClause => {
  const places = wordsIn(text)
  const [place] = places
  const languages = vocabulary.languages.length === 0 ? ['und'] : vocabulary.languages
  const held = { ...vocabulary, languages }
  if (place !== undefined && places.length === 1 && !('middle' in place)) {
    const word = text.slice(place.start, place.end)
    const form = formOf(word)
    const terms = ofWord(word, held)
    return {
      ...none,
      isExcluded,
      own: unique(languages.map((language) => termOf(word, language))),
      terms,
      ends: terms.filter(canEndCompound),
      forms: [form],
      beginnings: isPrefix && Array.from(form).length >= 2 ? beginningsOf(word, form) : [],
    }
  }
  const phrases = unique([
    ...languages.map((language) => phraseIn(text, language)),
    ...spaced(text).map((way) =>
      analyse(way, 'ko')
        .slice(0, -1)
        .map(({ term }) => term),
    ),
  ]).filter((phrase) => phrase.length > 0)
  const [only] = phrases
  if (only !== undefined && only.length === 1 && phrases.length === 1) {
    const isLone = place !== undefined && 'middle' in place && lengthOf(only[0] ?? '') === 1
    return { ...none, isExcluded, terms: only, termBeginnings: isLone ? only : [] }
  }
  const joined = joinedOf(text)
  return {
    ...none,
    isExcluded,
    phrases,
    beginnings: isPrefix ? [formOf(text.replaceAll(/[-\u2010\u2011\u200C*]/gu, ''))] : [],
    terms: joined === undefined ? [] : unique(languages.map((language) => termOf(joined, language))),
    forms: joined === undefined ? [] : [formOf(joined)],
  }
}

/** What finds what either clause does; excluded or not as the first is. */
export const joinClauses = (one: ExpandedClause, other: ExpandedClause): ExpandedClause => ({
  ...one,
  terms: [...one.terms, ...other.terms],
  phrases: [...one.phrases, ...other.phrases],
  forms: [...one.forms, ...other.forms],
  ends: [...one.ends, ...other.ends],
})

const expandClause = (clause: Clause, vocabulary: Vocabulary): ExpandedClause =>
  [clause.text, ...(clause.others ?? [])]
    .map((text) => expandText({ ...clause, text }, vocabulary))
    .reduce(joinClauses)

/** All that a text of its own is found by, without other forms: its words with a space between, and joined where hyphens divide them. */
export const ownTerms = (text: string, languages: readonly string[]): string[] => {
  const joined = joinedOf(text)
  return unique(
    languages.flatMap((language) => [
      phraseIn(text, language).join(' '),
      ...(joined === undefined ? [] : [termOf(joined, language)]),
    ]),
  ).filter((terms) => terms !== '')
}

/** What finds a word or phrase in texts of these languages, in all its forms. What it begins with is no particle. */
export const expandWords = (text: string, languages: readonly string[]): ExpandedClause => ({
  ...expandText(
    { text, start: 0, isExcluded: false, isPrefix: false, isQuoted: false },
    { languages, isBegun: () => true },
  ),
  forms: [],
})

/** A query as it is held against an index: each word in the forms that texts of the languages may have it in. */
export const expand = ({ clauses }: ParsedQuery, vocabulary: Vocabulary): ExpandedQuery => ({
  clauses: clauses.map((clause) => expandClause(clause, vocabulary)),
})

/** The terms and forms of a query, each once. */
export const wordsOf = ({ clauses, typed = [] }: ExpandedQuery): string[] => [
  ...new Set([...clauses, ...typed].flatMap(({ terms, forms }) => [...terms, ...forms])),
]

/** A query without the terms and forms that no text has: each costs time, and none finds anything. */
export const onlyThere = (
  { clauses, typed }: ExpandedQuery,
  isThere: (word: string) => boolean,
): ExpandedQuery => {
  const pruned = (clause: ExpandedClause): ExpandedClause => {
    const [terms, forms] = [clause.terms.filter(isThere), clause.forms.filter(isThere)]
    return terms.length + forms.length === 0 ? clause : { ...clause, terms, forms }
  }
  return { clauses: clauses.map(pruned), ...(typed !== undefined && { typed: typed.map(pruned) }) }
}
