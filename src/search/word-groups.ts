import { type ExpandedClause, type ExpandedQuery, expandWords, joinClauses, ownTerms } from './expand.ts'
import { mostAddedWords } from './limits.ts'
import { parseSearch } from './query.ts'

/** Words or phrases that mean the same in texts of a language (BCP 47), or of any. */
export type WordGroup = { language: string | null; words: readonly string[] }

/** A word of a group: what each of its parts may be in a query, and what finds the other words of the group. */
type Entry = { parts: readonly string[][]; others: () => ExpandedClause[] }

/** The words of all groups, each by all that its first part may be. */
export type Entries = ReadonlyMap<string, readonly Entry[]>

const partsOf = (word: string, languages: readonly string[]): string[][] => {
  const parsed = parseSearch(word, { isPrefix: false })
  return 'problem' in parsed ? [] : parsed.clauses.map(({ text }) => ownTerms(text, languages))
}

/** Makes a function that is asked for its answer once, if at all. */
const lazy = <Answer>(make: () => Answer): (() => Answer) => {
  let made: Answer | undefined
  return () => (made ??= make())
}

const entriesOf = ({ language, words }: WordGroup, held: readonly string[]): Entry[] => {
  const languages = language === null ? held : [language]
  const expanded = words.map((word) => lazy(() => expandWords(word, languages)))
  return words.map((word, index) => ({
    parts: partsOf(word, languages),
    others: () => expanded.toSpliced(index, 1).map((other) => other()),
  }))
}

/** Reads groups, step by step, for texts of these languages. */
export const readGroups = function* (
  groups: readonly WordGroup[],
  languages: readonly string[],
): Generator<void, Entries, void> {
  const entries = new Map<string, Entry[]>()
  for (const group of groups) {
    for (const entry of entriesOf(group, languages)) {
      for (const key of entry.parts[0] ?? []) {
        const same = entries.get(key)
        if (same === undefined) entries.set(key, [entry])
        else same.push(entry)
      }
      yield
    }
  }
  return entries
}

/** All that a clause finds, as the parts of words have it. */
const keysOf = ({ terms, phrases }: ExpandedClause): ReadonlySet<string> =>
  new Set([...terms, ...phrases.map((phrase) => phrase.join(' '))])

const none: ReadonlySet<string> = new Set()

/**
 * Lets each word of a query, and some that follow each other, find the other words of its groups too. What was typed in quotes
 * or is excluded is looked for as it is. `typed` are the clauses without them. Where a word has two parts, either finds the others: (a AND b) OR c is
 * (a OR c) AND (b OR c).
 */
export const addSynonyms = (
  { clauses: typed }: ExpandedQuery,
  isFixed: readonly boolean[],
  entries: Entries,
): ExpandedQuery => {
  if (entries.size === 0) return { clauses: typed }
  const keys = typed.map((clause, index) => (isFixed[index] === true ? none : keysOf(clause)))
  const isAt = ({ parts }: Entry, at: number): boolean =>
    parts.every((part, offset) => part.some((key) => keys[at + offset]?.has(key)))
  const clauses = [...typed]
  let room = mostAddedWords
  for (const [at, own] of keys.entries()) {
    const found = new Set(
      [...own].flatMap((key) => entries.get(key) ?? []).filter((entry) => isAt(entry, at)),
    )
    for (const { parts, others } of found) {
      const added = others().slice(0, room)
      room -= added.length
      for (const [offset] of parts.entries()) {
        const clause = clauses[at + offset]
        if (clause !== undefined && added.length > 0)
          clauses[at + offset] = [clause, ...added].reduce(joinClauses)
      }
    }
  }
  return clauses.every((clause, index) => clause === typed[index]) ? { clauses: typed } : { clauses, typed }
}
