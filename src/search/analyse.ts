import { joinAffixes } from './affixes.ts'
import { pairsOf } from './dense.ts'
import { type Run, runsOf } from './runs.ts'
import { termOf } from './terms.ts'

/**
 * A word, or a pair of characters, as it is indexed and searched. `start` and `end` are UTF-16 offsets into the
 * text as written. `term` holds lower-case ASCII letters, digits and letters beyond ASCII, at most 64 units.
 */
export type Token = { term: string; start: number; end: number }

const tokensOf = (text: string, run: Run): Token[] => {
  if (run.kind === 'dense') return pairsOf(text, run)
  const { start, end } = run
  return [{ term: termOf(text.slice(start, end)), start, end }]
}

/** The tokens of a text in its order, by script and not by language: a query's language is never known. */
export const analyse = (text: string): Token[] =>
  joinAffixes(text, runsOf(text))
    .flatMap((run) => tokensOf(text, run))
    .filter(({ term }) => term !== '')
