/** The words and languages of texts, asked for in one state of the database. */
import { createPace, inSlices } from '../../pace.ts'
import { type ExpandedClause, type ExpandedQuery, onlyThere, type Vocabulary } from '../../search/expand.ts'
import { mostBegunWords } from '../../search/limits.ts'
import { createNearness, firstLetterEdits, mostEdits } from '../../search/nearest-word.ts'
import { reversedTerm } from '../../search/terms.ts'
import { type Entries, readGroups, type WordGroup } from '../../search/word-groups.ts'
import { numberIn, textIn } from '../columns.ts'
import { mostNearWords } from '../limits.ts'
import { textLanguage } from '../texts.ts'
import type { AskDatabase } from './database.ts'
import { beginAt, type ScopeAt } from './found.ts'
import { mostWordsKnown } from './limits.ts'
import { anyOfTerms, queryOfBeginning, queryOfClause, queryOfForm } from './matching.ts'
import { termMark } from './passages.ts'
import { bindings } from './rows.ts'

/** A word of the texts that is near to another. */
export type Near = { word: string; edits: number; count: number }

/**
 * What was read at a revision: `due` is when it may be another though the revision is not. `matches` has tsqueries, and whether
 * any article matches them; and words after a mark, and whether any text has them.
 */
export type KnownWords = {
  revision: number
  due: number
  languages: readonly string[]
  entries: Entries
  /** The articles that there are, at most. */
  mostArticles: number
  matches: Map<string, boolean>
}

/** The words that begin so: all that are greater and less than these. */
const rangeOf = (beginning: string): [string, string] => [beginning, `${beginning}\u{10ffff}`]

const hasBeginnings = ({ beginnings, termBeginnings }: ExpandedClause): boolean =>
  beginnings.length + termBeginnings.length > 0

/** Whether a clause may match where texts have these words alone. */
const mayMatch = (clause: ExpandedClause, isThere: (word: string) => boolean): boolean =>
  hasBeginnings(clause) ||
  clause.ends.length > 0 ||
  [...clause.terms, ...clause.forms].some(isThere) ||
  clause.phrases.some((phrase) => phrase.every(isThere))

/** The languages of the texts: one look-up a language, not one a text. */
const readLanguages = async (ask: AskDatabase, at: ScopeAt): Promise<string[]> => {
  const { schema } = at.scope
  const { values, bind, isShown } = beginAt(at)
  const facet = bind(textLanguage)
  const of = `FROM ${schema}.name WHERE facet = ${facet}`
  const rows = await ask(
    `WITH RECURSIVE language(folded) AS (
       (SELECT folded ${of} ORDER BY folded LIMIT 1)
       UNION ALL
       SELECT (SELECT name.folded ${of} AND name.folded > language.folded ORDER BY folded LIMIT 1)
       FROM language WHERE language.folded IS NOT NULL
     )
     SELECT folded FROM language WHERE folded IS NOT NULL AND EXISTS (
       SELECT 1 FROM ${schema}.name AS named JOIN ${schema}.article AS a USING (number)
       WHERE facet = ${facet} AND named.folded = language.folded AND ${isShown}
     ) ORDER BY folded`,
    values,
  )
  return rows.map((row) => textIn(row, 'folded'))
}

/** Reads what is known of a state, or returns what was read of it before. */
export const readWords = async (
  ask: AskDatabase,
  at: ScopeAt,
  { known, due }: { known: KnownWords | undefined; due: number },
): Promise<KnownWords> => {
  const { scope, revision } = at
  if (known !== undefined && known.revision === revision && scope.now() < known.due) return known
  const languages = await readLanguages(ask, at)
  const [row] = await ask(
    `SELECT synonyms, (SELECT coalesce(max(number) - min(number) + 1, 0) FROM ${scope.schema}.article) AS most
     FROM ${scope.schema}.state`,
  )
  const groups = JSON.parse(textIn(row, 'synonyms')) as WordGroup[]
  const entries = await inSlices(readGroups(groups, languages), createPace())
  return { revision, due, languages, entries, mostArticles: numberIn(row, 'most'), matches: new Map() }
}

/** Asks for words within one state. */
export const createWords = (ask: AskDatabase, at: ScopeAt, { matches: known, mostArticles }: KnownWords) => {
  const { schema } = at.scope

  const remember = (query: string, isMatched: boolean): void => {
    if (known.size >= mostWordsKnown) known.clear()
    known.set(query, isMatched)
  }

  /** Which of these tsqueries any article matches. */
  const anyMatch = async (queries: readonly string[]): Promise<boolean[]> => {
    const { values, bind, matchedBy } = beginAt(at)
    const rows = await ask(
      `SELECT EXISTS (${matchedBy('query')}) AS found
       FROM unnest(${bind(queries)}::text[]) WITH ORDINALITY AS asked(query, at) ORDER BY at`,
      values,
    )
    return rows.map(({ found }) => found === true)
  }

  const matches = async (query: string): Promise<boolean> => {
    const before = known.get(query)
    if (before !== undefined) return before
    const [isMatched = false] = await anyMatch([query])
    remember(query, isMatched)
    return isMatched
  }

  /** Which of these any word begins with, also one of texts that are not shown. */
  const mayBegin = async (beginnings: readonly string[]): Promise<boolean[]> => {
    const ranges = beginnings.map(rangeOf)
    const rows = await ask(
      `SELECT EXISTS (SELECT 1 FROM ${schema}.word WHERE form >= first AND form <= last) AS found
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(first, last, at) ORDER BY at`,
      [ranges.map(([first]) => first), ranges.map(([, last]) => last)],
    )
    return rows.map(({ found }) => found === true)
  }

  /** Asks whether words begin so: the index of words knows at once that none does. */
  const readBegun = async (beginnings: readonly string[]): Promise<void> => {
    const may = await mayBegin(beginnings)
    const asked = beginnings.filter((_, index) => may[index] === true).map(queryOfBeginning)
    const found = asked.length === 0 ? [] : await anyMatch(asked)
    for (const beginning of beginnings) remember(queryOfBeginning(beginning), false)
    for (const [index, query] of asked.entries()) remember(query, found[index] === true)
  }

  /** How many articles have each of these words or terms, and whether any has it as a word. */
  const countsOf = async (words: readonly string[]): Promise<{ count: number; isKnown: boolean }[]> => {
    if (words.length === 0) return []
    const { values, bind, matchedBy, countBy } = beginAt(at)
    const rows = await ask(
      `SELECT ${countBy('query')} AS count,
         EXISTS (${matchedBy('form')}) AS is_known
       FROM unnest(${bind(words.map((word) => `${anyOfTerms([word])} | ${queryOfForm(word)}`))}::text[],
         ${bind(words.map(queryOfForm))}::text[]) WITH ORDINALITY AS asked(query, form, at) ORDER BY at`,
      values,
    )
    return rows.map((row) => ({ count: numberIn(row, 'count'), isKnown: row['is_known'] === true }))
  }

  /** Words that may be near to another, with the edits between. */
  const candidatesOf = async (form: string, most: number): Promise<{ word: string; edits: number }[]> => {
    const first = form.codePointAt(0) ?? 0
    const guesses = new Set(firstLetterEdits(form))
    const { values, bind } = bindings()
    const rows = await ask(
      `SELECT form FROM ${schema}.word
       WHERE form > ${bind(String.fromCodePoint(first))} AND form < ${bind(String.fromCodePoint(first + 1))}
         AND char_length(form) BETWEEN ${bind(form.length - 2 * most)} AND ${bind(form.length + most)}
         OR form = ANY(${bind([...guesses])}::text[])
       ORDER BY form`,
      values,
    )
    const editsTo = createNearness(form, most)
    return rows.flatMap((row) => {
      const word = textIn(row, 'form')
      const edits = guesses.has(word) ? 1 : editsTo(word)
      return edits > most || word === form ? [] : [{ word, edits }]
    })
  }

  return {
    matches,
    countsOf: async (words: readonly string[]): Promise<number[]> =>
      (await countsOf(words)).map(({ count }) => count),

    /** How many articles each clause finds; of beginnings there are too many to count. */
    async countClauses(clauses: readonly ExpandedClause[]): Promise<number[]> {
      const { values, bind, countBy } = beginAt(at)
      const queries = clauses.map((clause) => (hasBeginnings(clause) ? null : queryOfClause(clause)))
      const rows = await ask(
        `SELECT CASE WHEN query IS NOT NULL THEN ${countBy('query')} END AS count
         FROM unnest(${bind(queries)}::text[]) WITH ORDINALITY AS asked(query, at) ORDER BY at`,
        values,
      )
      return rows.map((row) => (row['count'] === null ? Infinity : numberIn(row, 'count')))
    },

    /** Does what asks whether words begin so: the database is asked for all that it cannot tell yet, and then it is done anew. */
    async withVocabulary<Answer>(
      languages: readonly string[],
      work: (vocabulary: Vocabulary) => Answer,
    ): Promise<Answer> {
      for (;;) {
        const unknown = new Set<string>()
        const isBegun = (beginning: string): boolean => {
          const is = known.get(queryOfBeginning(beginning))
          if (is === undefined) unknown.add(beginning)
          return is ?? false
        }
        const answer = work({ languages, isBegun })
        if (unknown.size === 0) return answer
        await readBegun([...unknown])
      }
    },

    /** A query without the terms and forms that no text has, also none that is not shown; and whether nothing matches it therefore. */
    async onlyKnown(query: ExpandedQuery): Promise<ExpandedQuery & { isNothing: boolean }> {
      const all = [...query.clauses, ...(query.typed ?? [])]
      const terms = all
        .flatMap((clause) => [...clause.terms, ...clause.phrases.flat()])
        .map((term) => termMark + term)
      const asked = [...new Set([...terms, ...all.flatMap(({ forms }) => forms)])]
      const unknown = asked.filter((word) => !known.has(termMark + word))
      const there = new Set(asked.filter((word) => known.get(termMark + word) === true))
      if (unknown.length > 0) {
        const rows = await ask(`SELECT form FROM ${schema}.word WHERE form = ANY($1::text[])`, [unknown])
        for (const row of rows) there.add(textIn(row, 'form'))
        for (const word of unknown) remember(termMark + word, there.has(word))
      }
      const isThere = (word: string): boolean => there.has(word) || there.has(termMark + word)
      const isNothing = query.clauses.some((clause) => !clause.isExcluded && !mayMatch(clause, isThere))
      return { ...onlyThere(query, isThere), isNothing }
    },

    /** Whether a text has a word as it is written. */
    isKnown: async (form: string): Promise<boolean> => form !== '' && matches(queryOfForm(form)),

    /** Reads the words that begin as a query does, and returns what tells them; of pairs of characters there are too many. */
    async begunBy({
      clauses,
    }: ExpandedQuery): Promise<(beginning: string, most: number) => readonly string[]> {
      const beginnings = clauses.flatMap((clause) => [...clause.beginnings, ...clause.ends.map(reversedTerm)])
      const ranges = beginnings.map(rangeOf)
      const rows =
        beginnings.length === 0
          ? []
          : await ask(
              `SELECT ARRAY(SELECT form FROM ${schema}.word WHERE form >= first AND form <= last
                 LIMIT ${mostBegunWords + 1}) AS forms
               FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(first, last, at) ORDER BY at`,
              [ranges.map(([first]) => first), ranges.map(([, last]) => last)],
            )
      const found = new Map(rows.map((row, index) => [beginnings[index], row['forms'] as string[]]))
      return (beginning, most) =>
        found.get(beginning)?.slice(0, most) ?? Array.from({ length: most }, () => '')
    },

    /** The nearest words of the texts, those of most articles first; all are equally near. None where none is near. */
    async nearest(form: string, least = 0): Promise<Near[]> {
      const most = least > mostArticles ? 0 : mostEdits(form)
      const candidates = most === 0 ? [] : await candidatesOf(form, most)
      for (let edits = 1; edits <= most; edits += 1) {
        const words = candidates.filter((candidate) => candidate.edits === edits).map(({ word }) => word)
        const counts = await countsOf(words)
        const found = words
          .flatMap((word, index) => {
            const { count = 0, isKnown = false } = counts[index] ?? {}
            return isKnown ? [{ word, edits, count }] : []
          })
          .toSorted((one, other) => other.count - one.count)
        if (found.length > 0) return found.slice(0, mostNearWords)
      }
      return []
    },
  }
}

export type WordsInState = ReturnType<typeof createWords>
