import type { DatabaseSync } from 'node:sqlite'
import { editsBetween, firstLetterEdits, mostEdits } from '../../search/nearest-word.ts'
import type { Vocabulary } from '../../search/expand.ts'
import { mostNearWords } from '../limits.ts'
import { textLanguage } from './store.ts'

type Candidate = { word: string; edits: number; count: number }

const byNearness = (one: Candidate, other: Candidate): number =>
  one.edits - other.edits || other.count - one.count

/** The words and languages of all texts. */
export const createVocabulary = (database: DatabaseSync) => {
  const nextLanguage = database.prepare('SELECT min(folded) FROM name WHERE facet = ? AND folded > ?')
  nextLanguage.setReturnArrays(true)
  const anyMatch = database.prepare('SELECT 1 FROM words WHERE words MATCH ? LIMIT 1')
  const countOf = database.prepare('SELECT doc FROM known WHERE term = ?')
  const between = database.prepare('SELECT term, doc FROM known WHERE term >= ? AND term < ?')
  between.setReturnArrays(true)

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

  const matches = (expression: string): boolean => anyMatch.get(expression) !== undefined

  const isKnown = (form: string): boolean => form !== '' && matches(`forms : "${form}"`)

  const count = (word: string): number => Number(countOf.get(word)?.['doc'] ?? 0)

  /** The nearest words of the texts, those of most articles first; all are equally near. None where none is near. */
  const nearest = (form: string): [Candidate, ...Candidate[]] | undefined => {
    const most = mostEdits(form)
    if (most === 0) return undefined
    const start = String.fromCodePoint(form.codePointAt(0) ?? 0)
    const after = String.fromCodePoint((form.codePointAt(0) ?? 0) + 1)
    const near: Candidate[] = []
    for (const row of between.iterate(start, after)) {
      const [word, doc] = row as unknown as [string, number]
      const edits = editsBetween(form, word, most)
      if (edits <= most && word !== form) near.push({ word, edits, count: doc })
    }
    for (const word of firstLetterEdits(form)) near.push({ word, edits: 1, count: count(word) })
    const [first, ...others] = near
      .toSorted(byNearness)
      .filter((candidate) => candidate.count > 0 && isKnown(candidate.word))
      .slice(0, mostNearWords)
    return first && [first, ...others.filter(({ edits }) => edits === first.edits)]
  }

  return {
    read: (): Vocabulary => ({ languages: languages(), isKnown }),
    count,
    /** Whether any article matches an FTS5 expression. */
    matches,
    isKnown,
    nearest,
  }
}
