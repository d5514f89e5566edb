import { mostOpenBrackets } from '../../limits.ts'
import { anyDigit, ltrLetter, rtlLetter } from './characters.ts'

/** The other end of each bracket or quotation mark that has one, by offset. */
export type Pairs = ReadonlyMap<number, number>

const closers: Record<string, string> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '«': '»',
  '‹': '›',
  '“': '”',
  '‘': '’',
  '„': '“”',
  '<': '>',
  '"': '"',
  "'": "'",
}

const closing = /[)\]}»›”’>"']/

const word = `[${ltrLetter}${rtlLetter}${anyDigit}]`

/**
 * Brackets and quotation marks. `<` and `>` are brackets only beside a letter, as in a tag. A quotation mark inside a word
 * is an apostrophe, or marks an acronym in Hebrew (צה"ל).
 */
const marks = new RegExp(
  String.raw`[()[\]{}«»‹›“”„‘]|<(?=[A-Za-z/])|(?<=[\w/"'])>|(?<![\u05d0-\u05ea](?="[\u05d0-\u05ea]))"|(?<!${word}(?=['’]${word}))['’]`,
  'g',
)

const afterWord = new RegExp(`${word}$`)

/** Whether a quotation mark opens: not a single one after a word, nor a double one after a digit, which means inches. */
const opens = (text: string, found: string, index: number): boolean => {
  const before = text.charAt(index - 1)
  if (found === "'") return !afterWord.test(before)
  return found === '"' ? !/\d/.test(before) : closers[found] !== undefined
}

/** Matches the brackets and quotation marks of a line, the innermost first, as UAX #9 BD16 does for brackets. */
export const matchPairs = (text: string): Pairs => {
  const pairs = new Map<number, number>()
  const open: { index: number; closer: string }[] = []
  for (const { 0: found, index } of text.matchAll(marks)) {
    const at = closing.test(found) ? open.findLastIndex(({ closer }) => closer.includes(found)) : -1
    const opener = open[at]
    if (opener !== undefined) {
      pairs.set(opener.index, index).set(index, opener.index)
      open.length = at
    } else if (opens(text, found, index)) {
      open.push({ index, closer: closers[found] ?? '' })
      if (open.length > mostOpenBrackets) open.shift()
    }
  }
  return pairs
}
