import type { Direction } from '../../../article/text.ts'
import { hasControls, isWholly, opposite } from './characters.ts'
import { widened } from './edges.ts'
import { withNumbers } from './numbers.ts'
import { matchPairs } from './pairs.ts'
import { phrasesIn } from './phrases.ts'
import { segmentsOf, type Stretch } from './segments.ts'
import { addressWords, arabicTelephones, withoutAddresses } from './special.ts'

/**
 * A stretch of text that runs against the text around it, or a number in it: offsets in UTF-16 units.
 * `direction` is that of a whole line that runs against its paragraph.
 */
export type BidiRun = Stretch & { direction?: Direction }

const stretchesIn = (text: string, direction: Direction): Stretch[] => {
  const pairs = matchPairs(text)
  return segmentsOf(text, direction).flatMap((segment) => {
    const context = { text, direction, pairs, segment }
    const phrases = phrasesIn(context)
    return direction === 'rtl'
      ? widened(context, withNumbers(context, phrases))
      : widened(
          context,
          phrases.filter(({ isNumber }) => !isNumber),
        )
  })
}

const plainNumber = /^[\d.,:/]+$/

const moved = (runs: readonly BidiRun[], by: number): BidiRun[] =>
  runs.map((run) => ({ ...run, start: run.start + by, end: run.end + by }))

/** Runs inside right-to-left runs: the amounts in them. */
const amountsIn = (text: string, { start, end }: Stretch): BidiRun[] =>
  moved(
    runsIn(text.slice(start, end), 'rtl').filter(
      (run) => !plainNumber.test(text.slice(start + run.start, start + run.end)),
    ),
    start,
  )

/** The runs of a line that has both directions, or numbers. */
const runsIn = (line: string, direction: Direction): BidiRun[] => {
  const text = withoutAddresses(line)
  const runs = [...stretchesIn(text, direction), ...addressWords(line, text)]
  return direction === 'rtl'
    ? [...runs, ...arabicTelephones(line)]
    : runs.flatMap((run) => [run, ...amountsIn(line, run)])
}

const runsOfLine = (line: string, direction: Direction): BidiRun[] => {
  if (!isWholly(line, opposite[direction])) return runsIn(line, direction)
  const whole = { start: 0, end: line.length, direction: opposite[direction] }
  return direction === 'rtl' ? [whole] : [whole, ...amountsIn(line, whole)]
}

/**
 * The runs to isolate, so that punctuation beside them stands where the text around them would have it: numbers and
 * Latin names in right-to-left text, right-to-left names in left-to-right text. The text itself is not changed.
 * A run is as long as UAX #9 would make it, and holds the signs and units that plain Unicode lets go astray; a run may
 * hold others, and comes before them. A line of text that has no letter of its paragraph's direction is one run.
 */
export const runsOf = (text: string, direction: Direction): BidiRun[] => {
  if (hasControls(text)) return []
  const runs: BidiRun[] = []
  let start = 0
  for (const line of text.split('\n')) {
    for (const run of moved(runsOfLine(line, direction), start)) runs.push(run)
    start += line.length + 1
  }
  return runs.toSorted((one, other) => one.start - other.start || other.end - one.end)
}
