import type { Token } from './analyse.ts'
import { isStart, kindOf } from './characters.ts'
import type { Run } from './runs.ts'
import { characterOf } from './terms.ts'

/** The characters of a run, each with its marks. */
const charactersOf = (text: string, run: Run): Token[] => {
  const starts: number[] = []
  for (let at = run.start; at < run.end; at += 1) {
    const codePoint = text.codePointAt(at) ?? 0
    if (isStart(kindOf(codePoint))) starts.push(at)
    if (codePoint > 0xff_ff) at += 1
  }
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? run.end
    return { term: characterOf(text.slice(start, end)), start, end }
  })
}

/**
 * A run of a script without spaces as overlapping pairs, and its last character alone: every character then
 * begins some term, so a search for one is a search for a beginning.
 */
export const pairsOf = (text: string, run: Run): Token[] => {
  const characters = charactersOf(text, run)
  return characters.map(({ term, start, end }, index) => {
    const next = characters[index + 1]
    return next === undefined ? { term, start, end } : { term: term + next.term, start, end: next.end }
  })
}
