import { isStart, kindOf } from './characters.ts'
import type { Run } from './runs.ts'

/** Two characters, or the last of a run alone; the second begins at `middle`, which is the end where there is none. */
export type Pair = { start: number; middle: number; end: number }

/** Where the character ends, with its marks. */
const endOfCharacter = (text: string, start: number, most: number): number => {
  let at = start
  do {
    at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1
  } while (at < most && !isStart(kindOf(text.codePointAt(at) ?? 0)))
  return at
}

/**
 * A run of a script without spaces as overlapping pairs, and its last character alone: every character then
 * begins some term, so a search for one is a search for a beginning.
 */
export const pairsOf = function* (text: string, run: Run): Generator<Pair, void, void> {
  let start = run.start
  let middle = endOfCharacter(text, start, run.end)
  while (middle < run.end) {
    const end = endOfCharacter(text, middle, run.end)
    yield { start, middle, end }
    start = middle
    middle = end
  }
  yield { start, middle, end: middle }
}
