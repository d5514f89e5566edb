import type { ExpandedQuery } from './expand.ts'
import { mostBegunWords } from './limits.ts'
import { hashOf, type Indexed, reversedTerm } from './terms.ts'

/**
 * The passages of an article are what highlights are looked for in, by their numbers: its title, its summary, then each heading
 * with the paragraphs below it, each of which is one with what stands beside it, then its notes.
 */
export const titlePassage = 0
export const summaryPassage = 1
export const firstPassage = 2

/** A hash has 16 bits and is never 0, which ends a passage. */
const hashes = 0x1_00_00

/** Collects the hashes of the words of each passage of an article. */
export const createPassages = () => {
  /** By hash: the number, of all that were collected, of the last passage that has it. */
  const seen = new Uint32Array(hashes)
  let count = 0
  let last = -1
  let all: (number[] | undefined)[] = []

  return {
    /** Adds a word that a passage is found by. */
    add(passage: number, indexed: Indexed): void {
      if (passage !== last) count += 1
      last = passage
      const held = (all[passage] ??= [])
      for (const hash of indexed.hashes) {
        if (seen[hash] === count) continue
        seen[hash] = count
        held.push(hash)
      }
    },
    /** The hashes of all passages as bytes, each passage ended by a 0; those of the next article begin anew. */
    take(): Uint8Array {
      let length = all.length
      for (const passage of all) length += passage?.length ?? 0
      const held = new Uint16Array(length)
      let at = 0
      for (const passage of all) {
        if (passage !== undefined) held.set(passage, at)
        at += (passage?.length ?? 0) + 1
      }
      all = []
      last = -1
      return new Uint8Array(held.buffer)
    },
  }
}

/** The hashes of words that a passage has one of where it matches, a bit each; undefined where any passage may match. */
export type WantedWords = Uint32Array | undefined

const bitsOfUnit = 32

const wantedOf = (words: Iterable<string>): Uint32Array => {
  const wanted = new Uint32Array(hashes / bitsOfUnit)
  for (const word of words) {
    const hash = hashOf(word)
    wanted[hash >>> 5] = (wanted[hash >>> 5] ?? 0) | (1 << (hash & 31))
  }
  return wanted
}

/** The longest term of a phrase is of the fewest passages. */
const rarest = (phrase: readonly string[]): string =>
  phrase.reduce((best, term) => (term.length > best.length ? term : best), '')

/**
 * Says what the passages that match a query have. `begunBy` returns at most so many words of texts that begin so: where there are
 * more, any passage may match.
 */
export const wantedBy = (
  { clauses }: ExpandedQuery,
  begunBy: (beginning: string, most: number) => readonly string[],
): WantedWords => {
  const all: string[] = []
  let room = mostBegunWords
  for (const clause of clauses) {
    if (clause.isExcluded) continue
    const words = [...clause.terms, ...clause.forms, ...clause.phrases.map(rarest)]
    const beginnings = [...clause.beginnings, ...clause.termBeginnings, ...clause.ends.map(reversedTerm)]
    for (const beginning of beginnings) {
      const begun = begunBy(beginning, room + 1)
      room -= begun.length
      if (room < 0) return undefined
      words.push(...begun)
    }
    if (words.includes('')) return undefined
    all.push(...words)
  }
  return wantedOf(all)
}

/** What the passages that hold one word have. */
export const wantedWord = (word: string): WantedWords => wantedOf([word])

/** Makes the function that says whether a passage may match; one that cannot has none of the words. */
export const passagesWith = (bytes: Uint8Array, wanted: WantedWords): ((passage: number) => boolean) => {
  if (wanted === undefined) return () => true
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
  const held = new Uint16Array(buffer, byteOffset, byteLength / 2)
  const found = new Set<number>()
  let passage = 0
  for (let at = 0; at < held.length; at += 1) {
    const hash = held[at] ?? 0
    if (hash === 0) passage += 1
    else if (((wanted[hash >>> 5] ?? 0) & (1 << (hash & 31))) !== 0) found.add(passage)
  }
  return (asked) => found.has(asked)
}
