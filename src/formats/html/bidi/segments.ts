import type { Direction } from '../../../article/text.ts'
import { anyDigit, digit, ltrLetter, mark, ofRtlText, rtlLetter } from './characters.ts'

/** Offsets in UTF-16 units. */
export type Stretch = { start: number; end: number }

/** A word against the direction of the text around it, or a number. */
export type Atom = Stretch & { isNumber: boolean }

/** A stretch without letters of the direction around it, and its words and numbers: at least one. */
export type Segment = Stretch & { atoms: Atom[] }

const number = (digits: string): string => String.raw`[${digits}]+(?:[.,:\/'’٫٬·_][${digits}]+)*`

const latinWord = String.raw`[${ltrLetter}](?:['’](?=[${ltrLetter}])|[${ltrLetter}${mark}${digit}])*`

/** Hebrew writes its acronyms with a quotation mark before the last letter (צה"ל), or with a mark of its own. */
const rtlWord = String.raw`[${rtlLetter}](?:["'’](?=[${rtlLetter}])|[${rtlLetter}${mark}])*`

/** `anchor` is a character to isolate, with the segment before it as a group; `boundary` ends a segment; `atom` is in it. */
const patterns: Record<Direction, { anchor: RegExp; boundary: RegExp; atom: RegExp }> = {
  rtl: {
    anchor: new RegExp(String.raw`[${ltrLetter}${digit}](?<=([^${ofRtlText}]*).)`, 'g'),
    boundary: new RegExp(`[${ofRtlText}]`, 'g'),
    atom: new RegExp(`(${latinWord})|${number(digit)}`, 'g'),
  },
  ltr: {
    anchor: new RegExp(String.raw`[${rtlLetter}](?<=([^${ltrLetter}]*).)`, 'g'),
    boundary: new RegExp(`[${ltrLetter}]`, 'g'),
    atom: new RegExp(`(${rtlWord})|${number(anyDigit)}`, 'g'),
  },
}

/** The first match of a global or sticky pattern from an offset on. */
export const execFrom = (pattern: RegExp, text: string, start: number): RegExpExecArray | null => {
  pattern.lastIndex = start
  return pattern.exec(text)
}

const atomsIn = (pattern: RegExp, text: string, { start, end }: Stretch): Atom[] => {
  const atoms: Atom[] = []
  for (
    let found = execFrom(pattern, text, start);
    found !== null && found.index < end;
    found = pattern.exec(text)
  )
    atoms.push({ start: found.index, end: found.index + found[0].length, isNumber: found[1] === undefined })
  return atoms
}

/** The segments of a line that have something to isolate, in order. */
export const segmentsOf = (text: string, direction: Direction): Segment[] => {
  const { anchor, boundary, atom } = patterns[direction]
  const segments: Segment[] = []
  for (let at = execFrom(anchor, text, 0); at !== null;) {
    const start = at.index - (at[1] ?? '').length
    const end = execFrom(boundary, text, at.index)?.index ?? text.length
    segments.push({ start, end, atoms: atomsIn(atom, text, { start, end }) })
    at = execFrom(anchor, text, end)
  }
  return segments
}
