import type { Direction } from '../../../article/text.ts'
import { hasControls, isWholly, mark, opposite, rtlLetter } from './characters.ts'
import { widened } from './edges.ts'
import { withNumbers } from './numbers.ts'
import { matchPairs } from './pairs.ts'
import { phrasesIn } from './phrases.ts'
import { segmentsOf, type Stretch } from './segments.ts'

/**
 * A stretch of text against the direction of the text around it, or a number in it. `direction` is that of a whole line
 * against the direction of its paragraph.
 */
export type BidiRun = Stretch & { direction?: Direction }

const address = /https?:\/\/[^\s"<>«»“”،؛]+/g

/** Punctuation at the end of an address belongs to the sentence, and so does a bracket that does not open in it. */
const endOf = (found: string): number => {
  const closing = found.includes('(') ? /[.,:;!?'’\]}…]/ : /[.,:;!?'’)\]}…]/
  let end = found.length
  while (closing.test(found.charAt(end - 1))) end -= 1
  return end
}

/** Writes Latin letters for web addresses, which are read from the left whatever letters they hold. */
const withoutAddresses = (text: string): string =>
  text.includes('://')
    ? text.replaceAll(address, (found) => 'a'.repeat(endOf(found)) + found.slice(endOf(found)))
    : text

const matchesOf = (pattern: RegExp, text: string): Stretch[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }))

const words = new RegExp(String.raw`[${rtlLetter}](?:[\-_]?[${rtlLetter}${mark}])*`, 'g')

/** The right-to-left words inside addresses, whose parts keep their order. `masked` is the text without addresses. */
const addressWords = (text: string, masked: string): Stretch[] =>
  text === masked ? [] : matchesOf(words, text).filter(({ start }) => masked.charAt(start) === 'a')

const telephone = /(?<![٠-٩])(?:\+[٠-٩]|٠)[٠-٩]+(?:[ -][٠-٩]{2,})+/g

/** Telephone numbers in Arabic digits: each is a run, and so are its groups, which Unicode orders from the right. */
const arabicTelephones = (text: string): Stretch[] =>
  matchesOf(telephone, text)
    .filter(({ start, end }) => end - start > 8)
    .flatMap(({ start, end }) => [
      { start, end },
      ...matchesOf(/[٠-٩]+/g, text.slice(start, end)).map((group) => ({
        start: start + group.start,
        end: start + group.end,
      })),
    ])

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

/** The amounts inside a right-to-left run, as runs. */
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
 * The runs to isolate (`bdi`), so that punctuation beside them is placed by the text around them: numbers and Latin names
 * in right-to-left text, right-to-left names in left-to-right text. The text itself is not changed. A run is as long as
 * UAX #9 would make it, with the signs and units that plain Unicode would misplace. A run may hold others, and comes
 * before them. A line without letters of its paragraph's direction is one run.
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
