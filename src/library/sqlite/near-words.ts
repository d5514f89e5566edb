import type { DatabaseSync } from 'node:sqlite'
import { createNearness, firstLetterEdits, mostEdits } from '../../search/nearest-word.ts'
import { comparedOfStep, mostKeptWords, mostNearWords, wordsOfStep } from '../limits.ts'
import type { Tables } from './tables.ts'
import type { Steps } from './vocabulary.ts'

type Counted = [word: string, count: number]

type Candidate = { word: string; edits: number; count: number }

const byNearness = (one: Candidate, other: Candidate): number =>
  one.edits - other.edits || other.count - one.count

/**
 * Makes the function that returns the words of the texts that begin with a letter, with how many articles have each. They are kept
 * until `forget` is called, since FTS5 counts the articles of each word one by one.
 */
const createLetters = (database: DatabaseSync, { sets }: Tables) => {
  const pages = sets.map(({ known }) => {
    const page = database.prepare(
      `SELECT term, doc FROM ${known} WHERE term > ? AND term < ? ORDER BY term LIMIT ${wordsOfStep}`,
    )
    page.setReturnArrays(true)
    return page
  })
  let kept = { letters: new Map<string, readonly Counted[]>(), count: 0 }

  /** Other work is done between two pages. */
  const read = function* (letter: string): Steps<readonly Counted[]> {
    const after = String.fromCodePoint((letter.codePointAt(0) ?? 0) + 1)
    const words: Counted[] = []
    for (const page of pages) {
      let from = letter
      for (let isMore = true; isMore;) {
        const rows = page.all(from, after) as unknown as Counted[]
        words.push(...rows)
        isMore = rows.length === wordsOfStep
        from = rows.at(-1)?.[0] ?? after
        if (isMore) yield
      }
    }
    return words
  }

  return {
    *of(letter: string): Steps<readonly Counted[]> {
      const into = kept
      const known = into.letters.get(letter)
      if (known !== undefined) return known
      const words = yield* read(letter)
      if (into.count + words.length > mostKeptWords) {
        into.letters.clear()
        into.count = 0
      }
      if (words.length > mostKeptWords || into.letters.has(letter)) return words
      into.letters.set(letter, words)
      into.count += words.length
      return words
    },
    forget: (): void => void (kept = { letters: new Map(), count: 0 }),
  }
}

/** Finds the words of the texts that are near to another; `isKnown` says whether a text has a word as it is written. */
export const createNearWords = (
  database: DatabaseSync,
  tables: Tables,
  isKnown: (form: string) => boolean,
) => {
  const letters = createLetters(database, tables)
  const counting = tables.sets.map(({ known }) => {
    const count = database.prepare(
      `SELECT term, doc FROM ${known} WHERE term IN (SELECT value FROM json_each(?))`,
    )
    count.setReturnArrays(true)
    return count
  })

  /** The words that begin as a form does and are near to it. */
  const nearInLetter = function* (form: string, most: number): Steps<Candidate[]> {
    const near = new Map<string, Candidate>()
    const editsTo = createNearness(form, most)
    let compared = 0
    for (const [word, count] of yield* letters.of(String.fromCodePoint(form.codePointAt(0) ?? 0))) {
      const edits = editsTo(word)
      compared += 1
      if (compared % comparedOfStep === 0) yield
      if (edits > most || word === form) continue
      near.set(word, { word, edits, count: count + (near.get(word)?.count ?? 0) })
    }
    return [...near.values()]
  }

  /** Those that have another first letter; all are looked up at once, which takes a third of the time. */
  const nearInOthers = (form: string): Candidate[] => {
    const near = new Map(firstLetterEdits(form).map((word) => [word, { word, edits: 1, count: 0 }]))
    const all = JSON.stringify([...near.keys()])
    for (const [word, count] of counting.flatMap((of) => of.all(all) as unknown as Counted[])) {
      const found = near.get(word)
      if (found !== undefined) found.count += count
    }
    return [...near.values()]
  }

  return {
    /**
     * The nearest words, those of most articles first; all are equally near. None where none is near, or none that is has `least`
     * articles.
     */
    *nearest(form: string, least = 1): Steps<Candidate[]> {
      const most = mostEdits(form)
      if (most === 0) return []
      const near = [...(yield* nearInLetter(form, most)), ...nearInOthers(form)]
      const found: Candidate[] = []
      if (!near.some(({ count }) => count >= least)) return found
      for (const candidate of near.toSorted(byNearness)) {
        const isFarther = candidate.edits > (found[0]?.edits ?? most)
        if (isFarther || found.length === mostNearWords) break
        if (candidate.count > 0 && isKnown(candidate.word)) found.push(candidate)
      }
      return found
    },
    /** To be called before each change. */
    forget: letters.forget,
  }
}
