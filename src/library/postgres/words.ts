/** The words and languages of texts, asked for in one state of the database. */
import { createPace, inSlices } from '../../pace.ts'
import type { Vocabulary } from '../../search/expand.ts'
import { editsBetween, firstLetterEdits, mostEdits } from '../../search/nearest-word.ts'
import { type Entries, readGroups, type WordGroup } from '../../search/word-groups.ts'
import { mostNearWords } from '../limits.ts'
import { textLanguage } from '../texts.ts'
import type { AskDatabase } from './database.ts'
import { anyOfTerms, queryOfBeginning, queryOfForm } from './matching.ts'
import { bindings, type Scope, scoped } from './rows.ts'
import { numberIn, textIn } from '../columns.ts'

/** A word of the texts that is near to another. */
export type Near = { word: string; edits: number; count: number }

/** What was read at a revision: `due` is when it may be another though the revision is not. */
export type KnownWords = { revision: number; due: number; languages: readonly string[]; entries: Entries }

/** Asks for words within one state. `known` is what was read before, if that is of this state. */
export const createWords = (ask: AskDatabase, scope: Scope) => {
  const { schema, now: clock } = scope
  const begun = new Map<string, boolean>()

  const begin = () => {
    const { values, bind } = bindings()
    const now = bind(clock())
    return { values, bind, ...scoped(scope, now) }
  }

  /** Which of these tsqueries any article matches. */
  const anyMatch = async (queries: readonly string[]): Promise<boolean[]> => {
    const { values, bind, isShown } = begin()
    const rows = await ask(
      `SELECT EXISTS (
         SELECT 1 FROM ${schema}.passage JOIN ${schema}.current AS a USING (number)
         WHERE terms @@ query::tsquery AND ${isShown('a')}
       ) AS found FROM unnest(${bind(queries)}::text[]) WITH ORDINALITY AS asked(query, at) ORDER BY at`,
      values,
    )
    return rows.map(({ found }) => found === true)
  }

  /** How many articles have each of these words or terms. */
  const countsOf = async (words: readonly string[]): Promise<number[]> => {
    if (words.length === 0) return []
    const { values, bind, isShown } = begin()
    const queries = words.map((word) => `${anyOfTerms([word])} | ${queryOfForm(word)}`)
    const rows = await ask(
      `SELECT (SELECT count(DISTINCT number) FROM ${schema}.passage JOIN ${schema}.current AS a USING (number)
         WHERE terms @@ query::tsquery AND ${isShown('a')}) AS count
       FROM unnest(${bind(queries)}::text[]) WITH ORDINALITY AS asked(query, at) ORDER BY at`,
      values,
    )
    return rows.map((row) => numberIn(row, 'count'))
  }

  /** The languages of the texts: one look-up a language, not one a text. */
  const languagesNow = async (): Promise<string[]> => {
    const { values, bind, isShown } = begin()
    const of = `FROM ${schema}.name WHERE facet = ${bind(textLanguage)}`
    const rows = await ask(
      `WITH RECURSIVE language(folded) AS (
         (SELECT folded ${of} ORDER BY folded LIMIT 1)
         UNION ALL
         SELECT (SELECT name.folded ${of} AND name.folded > language.folded ORDER BY folded LIMIT 1)
         FROM language WHERE language.folded IS NOT NULL
       )
       SELECT folded FROM language WHERE folded IS NOT NULL AND EXISTS (
         SELECT 1 FROM ${schema}.name AS named JOIN ${schema}.current AS a USING (number)
         WHERE facet = $2 AND named.folded = language.folded AND ${isShown('a')}
       ) ORDER BY folded`,
      values,
    )
    return rows.map((row) => textIn(row, 'folded'))
  }

  return {
    countsOf,
    anyMatch,
    async read(known: KnownWords | undefined, at: { revision: number; due: number }): Promise<KnownWords> {
      if (known !== undefined && known.revision === at.revision && clock() < known.due) return known
      const languages = await languagesNow()
      const [row] = await ask(`SELECT synonyms FROM ${schema}.state`)
      const groups = JSON.parse(textIn(row, 'synonyms')) as WordGroup[]
      const entries = await inSlices(readGroups(groups, languages), createPace())
      return { ...at, languages, entries }
    },

    /** Does what asks whether words begin so: the database is asked for all that it cannot tell yet, and then it is done anew. */
    async withVocabulary<Answer>(
      languages: readonly string[],
      work: (vocabulary: Vocabulary) => Answer,
    ): Promise<Answer> {
      for (;;) {
        const unknown = new Set<string>()
        const isBegun = (beginning: string): boolean => {
          const is = begun.get(beginning)
          if (is === undefined) unknown.add(beginning)
          return is ?? false
        }
        const answer = work({ languages, isBegun })
        if (unknown.size === 0) return answer
        const asked = [...unknown]
        const found = await anyMatch(asked.map(queryOfBeginning))
        for (const [index, beginning] of asked.entries()) begun.set(beginning, found[index] ?? false)
      }
    },

    /** Whether a text has a word as it is written. */
    async isKnown(form: string): Promise<boolean> {
      return form !== '' && (await anyMatch([queryOfForm(form)]))[0] === true
    },

    /** The nearest words of the texts, those of most articles first; all are equally near. None where none is near. */
    async nearest(form: string): Promise<Near[]> {
      const most = mostEdits(form)
      if (most === 0) return []
      const first = form.codePointAt(0) ?? 0
      const { values, bind } = bindings()
      const guesses = new Set(firstLetterEdits(form))
      const rows = await ask(
        `SELECT form FROM ${schema}.word
         WHERE form > ${bind(String.fromCodePoint(first))} AND form < ${bind(String.fromCodePoint(first + 1))}
           AND char_length(form) BETWEEN ${bind(form.length - 2 * most)} AND ${bind(form.length + most)}
           OR form = ANY(${bind([...guesses])}::text[])
         ORDER BY form`,
        values,
      )
      const candidates = rows.flatMap((row) => {
        const word = textIn(row, 'form')
        const edits = guesses.has(word) ? 1 : editsBetween(form, word, most)
        return edits > most || word === form ? [] : [{ word, edits }]
      })
      for (let edits = 1; edits <= most; edits += 1) {
        const words = candidates.filter((candidate) => candidate.edits === edits).map(({ word }) => word)
        const counts = await countsOf(words)
        const are = words.length === 0 ? [] : await anyMatch(words.map(queryOfForm))
        const found = words
          .map((word, index) => ({ word, edits, count: counts[index] ?? 0, is: are[index] === true }))
          .filter(({ is }) => is)
          .toSorted((one, other) => other.count - one.count)
        if (found.length > 0) return found.slice(0, mostNearWords)
      }
      return []
    },
  }
}

export type WordsInState = ReturnType<typeof createWords>
