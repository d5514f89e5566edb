import type { DatabaseSync } from 'node:sqlite'
import type { Vocabulary } from '../../search/expand.ts'
import { type Entries, readGroups, type WordGroup } from '../../search/word-groups.ts'
import { textLanguage } from '../texts.ts'
import type { Tables } from './tables.ts'

/** Work in steps, between which other requests are answered. */
export type Steps<Result> = Generator<void, Result, void>

/** The synonyms as they were read last: `from` tells whether they still are so. */
type Known = { from: string; entries: Entries }

/** The words and languages of all texts, and the synonyms. */
export const createVocabulary = (database: DatabaseSync, { name, sets }: Tables) => {
  const nextLanguage = database.prepare(`SELECT min(folded) FROM ${name} WHERE facet = ? AND folded > ?`)
  nextLanguage.setReturnArrays(true)
  const vocabularies = sets.map(({ words, known: table, places }) => {
    const begunBy = database.prepare(`SELECT term FROM ${table} WHERE term >= ? AND term < ? LIMIT ?`)
    begunBy.setReturnArrays(true)
    const there = database.prepare(
      `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM ${places} WHERE term = value)`,
    )
    there.setReturnArrays(true)
    return {
      anyMatch: database.prepare(`SELECT 1 FROM ${words} WHERE ${words} MATCH ? LIMIT 1`),
      countWord: database.prepare(`SELECT doc FROM ${table} WHERE term = ?`),
      begunBy,
      there,
    }
  })

  /** One look-up a language, not one a text. */
  const languages = (): string[] => {
    const found: string[] = []
    for (let last = ''; ;) {
      const [next] = nextLanguage.get(textLanguage, last) as unknown as [string | null]
      if (next === null) return found
      found.push(next)
      last = next
    }
  }

  const synonymsNow = database.prepare('SELECT json FROM synonyms')
  let known: Known = { from: '', entries: new Map() }

  /** The synonyms for texts of these languages, which are read anew when they or the languages are others. */
  const synonyms = function* (held: readonly string[]): Generator<void, Entries, void> {
    const json = String(synonymsNow.get()?.['json'] ?? '[]')
    const from = JSON.stringify([json, held])
    if (known.from !== from)
      known = { from, entries: yield* readGroups(JSON.parse(json) as WordGroup[], held) }
    return known.entries
  }

  const matches = (expression: string): boolean =>
    vocabularies.some(({ anyMatch }) => anyMatch.get(expression) !== undefined)

  const isKnown = (form: string): boolean => form !== '' && matches(`forms : "${form}"`)

  const isBegun = (beginning: string): boolean => matches(`forms : "${beginning}" *`)

  /** Those of these words and terms that texts have. */
  const thereOf = (words: readonly string[]): ReadonlySet<string> => {
    const json = JSON.stringify(words)
    return new Set(
      vocabularies.flatMap(({ there }) => there.all(json).map((row) => String(Object.values(row)[0]))),
    )
  }

  /** At most so many words and terms of each set that begin so. */
  const begunBy = (beginning: string, most: number): string[] =>
    vocabularies.flatMap((held) =>
      held.begunBy.all(beginning, `${beginning}\u{10ffff}`, most).map((row) => String(Object.values(row)[0])),
    )

  const countOf = (word: string): number =>
    vocabularies.reduce((sum, { countWord }) => sum + Number(countWord.get(word)?.['doc'] ?? 0), 0)

  return {
    read: (): Vocabulary => ({ languages: languages(), isBegun }),
    synonyms,
    countOf,
    /** Whether any article matches an FTS5 expression. */
    matches,
    isKnown,
    thereOf,
    begunBy,
  }
}

export type Held = ReturnType<typeof createVocabulary>
