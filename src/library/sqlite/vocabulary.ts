import type { DatabaseSync } from 'node:sqlite'
import { editsBetween, firstLetterEdits, mostEdits } from '../../search/nearest-word.ts'
import type { Vocabulary } from '../../search/expand.ts'
import { type Entries, readGroups, type WordGroup } from '../../search/word-groups.ts'
import { mostNearWords, wordsOfStep } from '../limits.ts'
import { textLanguage } from '../texts.ts'
import type { Tables } from './tables.ts'

/** Work in steps, between which other requests are answered. */
export type Steps<Result> = Generator<void, Result, void>

type Candidate = { word: string; edits: number; count: number }

const byNearness = (one: Candidate, other: Candidate): number =>
  one.edits - other.edits || other.count - one.count

/** The synonyms as they were read last: `from` tells whether they still are so. */
type Known = { from: string; entries: Entries }

/** The words and languages of all texts, and the synonyms. */
export const createVocabulary = (database: DatabaseSync, { name, sets }: Tables) => {
  const nextLanguage = database.prepare(`SELECT min(folded) FROM ${name} WHERE facet = ? AND folded > ?`)
  nextLanguage.setReturnArrays(true)
  const vocabularies = sets.map(({ words, known: table, places }) => {
    const pageOf = database.prepare(
      `SELECT term, doc FROM ${table} WHERE term > ? AND term < ? ORDER BY term LIMIT ${wordsOfStep}`,
    )
    pageOf.setReturnArrays(true)
    const begunBy = database.prepare(`SELECT term FROM ${table} WHERE term >= ? AND term < ? LIMIT ?`)
    begunBy.setReturnArrays(true)
    return {
      anyMatch: database.prepare(`SELECT 1 FROM ${words} WHERE ${words} MATCH ? LIMIT 1`),
      countWord: database.prepare(`SELECT doc FROM ${table} WHERE term = ?`),
      pageOf,
      begunBy,
      hasPlace: database.prepare(`SELECT 1 FROM ${places} WHERE term = ? LIMIT 1`),
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

  /** Whether any text has a word or term. */
  const isThere = (word: string): boolean =>
    vocabularies.some(({ hasPlace }) => hasPlace.get(word) !== undefined)

  /** At most so many words and terms of each set that begin so. */
  const begunBy = (beginning: string, most: number): string[] =>
    vocabularies.flatMap((held) =>
      held.begunBy.all(beginning, `${beginning}\u{10ffff}`, most).map((row) => String(Object.values(row)[0])),
    )

  const countOf = (word: string): number =>
    vocabularies.reduce((sum, { countWord }) => sum + Number(countWord.get(word)?.['doc'] ?? 0), 0)

  /** The words of the texts that begin as a form does and are near to it. Other work is done between two pages of them. */
  const nearInLetter = function* (form: string, most: number): Generator<void, Candidate[], void> {
    const first = form.codePointAt(0) ?? 0
    const after = String.fromCodePoint(first + 1)
    const near = new Map<string, Candidate>()
    for (const { pageOf } of vocabularies) {
      let from = String.fromCodePoint(first)
      for (let isMore = true; isMore;) {
        const rows = pageOf.all(from, after) as unknown as [string, number][]
        for (const [word, count] of rows) {
          const edits = editsBetween(form, word, most)
          if (edits > most || word === form) continue
          near.set(word, { word, edits, count: count + (near.get(word)?.count ?? 0) })
        }
        isMore = rows.length === wordsOfStep
        from = rows.at(-1)?.[0] ?? after
        if (isMore) yield
      }
    }
    return [...near.values()]
  }

  /** The nearest words of the texts, those of most articles first; all are equally near. None where none is near. */
  const nearest = function* (form: string): Generator<void, Candidate[], void> {
    const most = mostEdits(form)
    if (most === 0) return []
    const near = yield* nearInLetter(form, most)
    for (const word of firstLetterEdits(form)) near.push({ word, edits: 1, count: countOf(word) })
    const found: Candidate[] = []
    for (const candidate of near.toSorted(byNearness)) {
      const isFarther = candidate.edits > (found[0]?.edits ?? most)
      if (isFarther || found.length === mostNearWords) break
      if (candidate.count > 0 && isKnown(candidate.word)) found.push(candidate)
    }
    return found
  }

  return {
    read: (): Vocabulary => ({ languages: languages(), isBegun }),
    synonyms,
    countOf,
    /** Whether any article matches an FTS5 expression. */
    matches,
    isKnown,
    isThere,
    begunBy,
    nearest,
  }
}

export type Held = ReturnType<typeof createVocabulary>
