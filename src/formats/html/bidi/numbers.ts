import { isAfterArabic } from './characters.ts'
import type { SegmentContext, Phrase } from './phrases.ts'
import type { Stretch } from './segments.ts'

/** Numbers that keep their order, and the parts that they are made of. */
type Series = Stretch & { parts: readonly Stretch[] }

/** What may stand between the numbers of one amount, date, telephone number or formula. */
const separator = /^(?:[-–]|[ \u00a0\u2009\u202f]|\) ?|\)-|-? ?\(| ?[+×÷*=<>≤≥≈≠→^−] ?|\^[-−]| [-–/] )$/
const operator = /[+×÷*=<>≤≥≈≠→^−]/
const dash = /^[-–]$/

/** A telephone number begins with `+`, `0` or an area code in brackets, and has seven digits or more. */
const isTelephone = (shown: string): boolean =>
  /^(?:\+|\(|[0۰][\d۰-۹])/.test(shown) && (shown.match(/[\d۰-۹]/g)?.length ?? 0) >= 7

/** Thousands divided by spaces, the digits of a card, the groups of a telephone number, but not two years. */
const isGrouped = (shown: string): boolean =>
  /^\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?$/.test(shown) ||
  /^\d{2,}(?: \d{2,}){2,}$/.test(shown) ||
  (/^\d{3,4} \d{4}$/.test(shown) && !/^(?:19|20)\d\d (?:19|20)/.test(shown))

/** Seven digits that are not a range, because the ends of a range are round. */
const isLocalTelephone = (shown: string): boolean => /^\d{3}-(?:\d{3}[1-9]|0\d{3})$/.test(shown)

/** A year belongs to the sentence, and does not count what follows it. */
const isYear = (shown: string): boolean => /^(?:1\d|20)\d\d$/.test(shown)

const units =
  /^(?:[kcmµnMGTPd]?(?:m|g|W|V|A|B|b|Hz|Wh|bps|l|L|J|Pa|N|s)|mph|kph|px|pt|in|ft|yd|mi|oz|lbs?|k?cal|dpi|ppm|bn|tn|[ap]\.?m\.?|[AP]M|BCE?|AD|CE|[A-Z]{3}|million|billion|trillion|percent|dollars|euros|pounds|miles|hours|inch(?:es)?|feet)\.?$/

/** Between a number and the word that it counts. */
const glue = /^(?:[°%‰′″²³\-–./:'’_&+@×*]{0,3}| ?[+×÷*=<>≤≥≈≠→^\-−/] ?)$/
const space = /^[%‰°$€£¥₪₹]?[ \u00a0\u2009\u202f]°?$/

const seriesOf = (parts: readonly Stretch[]): Series => ({
  start: parts[0]?.start ?? 0,
  end: parts.at(-1)?.end ?? 0,
  parts,
})

/** Divides numbers where the text between two of them is not a joint. */
const divide = (text: string, numbers: readonly Stretch[], joint: RegExp): Series[] => {
  const lists: Stretch[][] = []
  for (const number of numbers) {
    const last = lists.at(-1)
    const before = last?.at(-1)
    if (before !== undefined && joint.test(text.slice(before.end, number.start))) last?.push(number)
    else lists.push([number])
  }
  return lists.map(seriesOf)
}

/** The text of a number with the sign before it, or a bracket that closes in it. */
const written = ({ text, pairs }: SegmentContext, { start, end }: Stretch): string => {
  const sign = text.charAt(start - 1) === '+' ? start - 1 : start
  const isOpen = text.charAt(sign - 1) === '(' && (pairs.get(sign - 1) ?? end) < end
  return text.slice(isOpen ? sign - 1 : sign, end)
}

const isFormula = (text: string, { parts }: Series): boolean =>
  parts.some(({ end }, index) => operator.test(text.slice(end, parts[index + 1]?.start ?? end)))

/** Divides a series into pieces that keep their order: all of it, or its numbers with the dashes between them. */
const piecesOf = (context: SegmentContext, series: Series): Series[] => {
  const { text } = context
  if (series.parts.length === 1) return [series]
  const shown = written(context, series)
  if (isFormula(text, series) || isTelephone(shown) || isGrouped(shown)) return [seriesOf([series])]
  return divide(text, series.parts, dash)
}

/**
 * Divides a range, two numbers with a dash between them, which is read in the direction of the text; not where plain
 * Unicode keeps it as one (W4). More numbers with dashes are a date or a telephone number, and stay together.
 */
const withoutRange = ({ text, segment }: SegmentContext, series: Series): readonly Stretch[] => {
  const shown = text.slice(series.start, series.end)
  const isOne = series.parts.length !== 2 || isLocalTelephone(shown)
  return isOne || !(shown.includes('–') || isAfterArabic(text, segment.start)) ? [series] : series.parts
}

const counts = ({ text }: SegmentContext, series: Series | undefined, word: Phrase): boolean => {
  if (series === undefined) return false
  const between = text.slice(series.end, word.start)
  if (glue.test(between)) return true
  const [unit = ''] = /^[A-Za-zµ.]+/.exec(text.slice(word.start, word.start + 20)) ?? []
  return space.test(between) && (units.test(unit) || !isYear(text.slice(series.start, series.end)))
}

/** Signs of Arabic and Persian digits are in the order of the text, except in telephone numbers. */
const runsAgainst = (context: SegmentContext, number: Stretch): boolean =>
  !/[۰-۹]/.test(context.text.charAt(number.start)) || isTelephone(written(context, number))

const phraseOf = ({ start, end }: Stretch): Phrase => ({
  start,
  end,
  reach: end,
  within: start,
  floor: start,
  isNumber: true,
})

/** The phrases of numbers before a word or at the end, and of the word with the number that counts it. */
const together = (context: SegmentContext, numbers: readonly Stretch[], word?: Phrase): Phrase[] => {
  if (numbers.length === 0) return word === undefined ? [] : [word]
  const pieces = divide(context.text, numbers, separator).flatMap((series) => piecesOf(context, series))
  const counted = word !== undefined && counts(context, pieces.at(-1), word) ? pieces.pop() : undefined
  const phrases = pieces
    .flatMap((series) => withoutRange(context, series))
    .filter((number) => runsAgainst(context, number))
    .map(phraseOf)
  return word === undefined ? phrases : [...phrases, { ...word, start: counted?.start ?? word.start }]
}

/** The phrases of right-to-left text, with numbers joined to one another and to the word that they count. */
export const withNumbers = (context: SegmentContext, phrases: readonly Phrase[]): Phrase[] => {
  const whole: Phrase[][] = []
  let waiting: Stretch[] = []
  for (const phrase of phrases) {
    if (phrase.isNumber) waiting.push(phrase)
    else {
      whole.push(together(context, waiting, phrase))
      waiting = []
    }
  }
  return [...whole.flat(), ...together(context, waiting)]
}
