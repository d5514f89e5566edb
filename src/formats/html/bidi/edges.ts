import { anyDigit, isAfterArabic, ltrLetter, rtlLetter } from './characters.ts'
import { type SegmentContext, openUntil, type Phrase } from './phrases.ts'
import { execFrom, type Stretch } from './segments.ts'

const letter = ltrLetter + rtlLetter
const alone = `(?![${letter}${anyDigit}])`
const money = '$¢£¤¥€₪₹₺₽₩₫฿'
const compared = '≤≥<>≈~№§±#©√'

/** What stands before a sign that begins something: a sign after a letter or digit is between two things. */
const fresh = String.raw`(?<![^\s(\[{«“"'‹„<>:;,،؛=|\/])`

const leads = {
  number: new RegExp(
    String.raw`${fresh}(?:[${money}${compared}+\-−≠*.]{1,3}|[${money}${compared}] )$|[${money}]+$`,
  ),
  word: new RegExp(
    String.raw`${fresh}(?:--?|\.|~?\.{0,2}\/\.?|[°${money}]\/?|\\{1,2}|\*\.|[@#$%_*]{1,2})$|[$@#]$`,
  ),
}

const trails = {
  number: new RegExp(
    String.raw`(?:[%‰‱°′″™®℃℉${money}]+|[ \u00a0\u202f][%‰℃℉°${money}]${alone})?(?:\+${alone})?`,
    'y',
  ),
  word: new RegExp(
    String.raw`(?:[+#]{1,2}${alone}|[™®©℠°′″]|_+|:?[\\\/]${alone}|\(\)|\[\]|\{\}|[؟،؛۔٪]+)*`,
    'y',
  ),
}

/** A character that is no sign of a phrase, as beside most words and numbers. */
const plainEdge = new RegExp(`^(?:[${letter}]|)$`)

/** Abbreviations that end in a full stop, and names that end in an exclamation mark. */
const dotted = new RegExp(
  String.raw`(?:(?<![.${letter}])[${letter}]{1,2}(?:\.[${letter}])+|(?<![${letter}])(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr|Dr|Mr|Mrs|Ms|Prof|St|vs|etc|et al|No|Vol|Fig|pp|Ph\.D|[BM]\.Sc))$`,
)
const exclaimed = /(?<![A-Za-z])(?:Yahoo|Yum|Joomla|Jeopardy|Wham|Airplane|Oklahoma|Mamma Mia|Moulin Rouge)$/
/** UTF-16 units: longer than each of them. */
const longestMarked = 16

const digits = new RegExp(`[${anyDigit}]`)

const isDigit = (text: string, index: number): boolean => digits.test(text.charAt(index))

/** The signs before a phrase that belong to it. */
const leadOf = ({ text, segment, pairs }: SegmentContext, { start, end }: Phrase): string => {
  const last = text.charAt(start - 1)
  if (plainEdge.test(last)) return ''
  const area = /\(\+?$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? ''
  if (area !== '' && (pairs.get(start - area.length) ?? end) < end) return area
  const isNumber = isDigit(text, start)
  const before = text.slice(Math.max(0, start - 4), start)
  const lead = leads[isNumber ? 'number' : 'word'].exec(before)?.[0] ?? ''
  // A dash before a capital letter does not begin an option of a command.
  if (lead === '-' && !isNumber && !/[a-z]/.test(text.charAt(start))) return ''
  // W5: a percent sign before a number belongs to it, but not after an Arabic letter.
  const isPercent = last === '%' && isNumber && !isAfterArabic(text, segment.start)
  return lead === '' && isPercent ? '%' : lead
}

/** The end of a phrase with the punctuation mark after it, if that belongs to it. */
const afterMark = ({ text, pairs }: SegmentContext, start: number, end: number): number => {
  const last = text.slice(Math.max(start, end - longestMarked), end)
  const isOne: Record<string, () => boolean> = {
    '.': () => dotted.test(last),
    '!': () => exclaimed.test(last),
    '%': () => text.charAt(start) === '%',
    '#': () => text.charAt(start) === '*',
    '"': () => /\d$/.test(last) && !pairs.has(end),
    "'": () => /[\u05d0-\u05ea]$/.test(last),
  }
  return isOne[text.charAt(end)]?.() === true ? end + 1 : end
}

/** The end of a phrase with the signs and units after it. */
const trailOf = (context: SegmentContext, start: number, end: number): number => {
  const { text } = context
  if (plainEdge.test(text.charAt(end))) return end
  const trail = execFrom(trails[isDigit(text, end - 1) ? 'number' : 'word'], text, end)?.[0] ?? ''
  return trail === '' ? afterMark(context, start, end) : end + trail.length
}

/** A tag with its brackets, or an entity with `&` and `;`. */
const enclosed = ({ text, pairs }: SegmentContext, { start, end }: Stretch): Stretch => {
  const open = text.charAt(start - 1) === '/' ? start - 2 : start - 1
  const close = pairs.get(open) ?? -1
  if (text.charAt(open) === '<' && close >= end) return { start: open, end: close + 1 }
  return text.charAt(open) === '&' && text.charAt(end) === ';'
    ? { start: open, end: end + 1 }
    : { start, end }
}

/** A phrase with its signs, units and brackets, within bounds; where it fills a quotation or bracket, up to its end. */
const widen = (context: SegmentContext, phrase: Phrase, { start: floor, end: limit }: Stretch): Stretch => {
  const { text } = context
  const end = phrase.reach <= limit ? Math.max(phrase.end, phrase.reach) : phrase.end
  const whole = enclosed(context, {
    start: Math.max(phrase.start - leadOf(context, phrase).length, floor),
    end,
  })
  const within = openUntil(context, whole.start)
  const isFilled = !phrase.isNumber && within > whole.end && within < limit
  const last = isFilled ? within : Math.min(trailOf(context, whole.start, whole.end), limit)
  return { start: whole.start, end: whole.start + text.slice(whole.start, last).trimEnd().length }
}

/** The stretches to isolate. */
export const widened = (context: SegmentContext, phrases: readonly Phrase[]): Stretch[] => {
  const stretches: Stretch[] = []
  for (const [index, phrase] of phrases.entries()) {
    const start = stretches.at(-1)?.end ?? context.segment.start
    const end = phrases[index + 1]?.start ?? context.segment.end
    stretches.push(widen(context, phrase, { start, end }))
  }
  return stretches
}
