import type { Direction } from '../../../article/text.ts'
import type { Pairs } from './pairs.ts'
import type { Atom, Segment, Stretch } from './segments.ts'

/** Words and numbers that keep their order. */
export type Phrase = Stretch & {
  /** The end of the last bracket or quotation that opens in it. */
  reach: number
  /** The end of the bracket or quotation that opens right before it, or its start. */
  within: number
  /** The end of the phrase before it, or the start of the segment. */
  floor: number
  isNumber: boolean
}

export type SegmentContext = { text: string; direction: Direction; pairs: Pairs; segment: Segment }

const brackets = /[()[\]{}«»‹›“”„‘’"'<>]/g

/** Between a closing bracket and the other side of an operator, or between a quoted nickname and a surname. */
const operator = /^[)\]}>](?: ?[+\-−*/=×÷^≤≥<>&|]{1,3} ?)?$/
const surname = /^["'”’»›] ?$/

/**
 * Extends a phrase to an atom, or undefined where the brackets between them do not allow it (UAX #9 N0): one that opens
 * there must close within the segment, and one that closes must have opened in the phrase. A phrase that goes on after
 * the end of a quotation begins with that quotation.
 */
const reachOver = (
  { text, pairs, segment }: SegmentContext,
  phrase: Phrase,
  atom: Atom,
): Phrase | undefined => {
  const taken = { ...phrase, end: atom.end }
  if (pairs.size === 0 || (atom.start - phrase.end < 2 && text[phrase.end] === ' ')) return taken
  for (const { index } of text.slice(phrase.end, atom.start).matchAll(brackets)) {
    const at = phrase.end + index
    const other = pairs.get(at) ?? at
    if (other > at) {
      if (other >= segment.end) return undefined
      taken.reach = Math.max(taken.reach, other + 1)
    } else if (other < taken.start) {
      const rest = text.slice(at, atom.start)
      const leadsOn = operator.test(rest) || (!atom.isNumber && surname.test(rest))
      if (other < phrase.floor || !leadsOn) return undefined
      taken.start = other
    }
  }
  return taken
}

/** The end of the bracket or quotation that opens right before an offset, or the offset. */
export const openUntil = ({ text, pairs }: SegmentContext, start: number): number => {
  if (pairs.size === 0) return start
  for (let at = start - 1; at >= Math.max(0, start - 4) && !/\s/.test(text.charAt(at)); at -= 1) {
    const other = pairs.get(at) ?? at
    if (other > start) return other
  }
  return start
}

/** The end of a sentence, not of an abbreviation: what follows belongs to the text around it. */
const sentenceEnd = /^[^\s.]{5}[)\]"'”’»]*[.!?…][)\]"'”’»]*\s/

/** W3C, "Inline markup and bidirectional text": a number after a name in other letters often belongs to the sentence. */
const near = /^['’]?(?: [$€£¥₪+\-−#±~]?|[-–_/.:])?$/

/** A list of Arabic words with Latin commas is a list of the text around it. */
const foreignComma = /[,;]\s/

const isArabic = /[\u0600-\u08ff]/

const canJoin = ({ text, direction }: SegmentContext, phrase: Phrase, atom: Atom): boolean => {
  const between = text.slice(phrase.end, atom.start)
  if (direction === 'rtl')
    return !atom.isNumber || !sentenceEnd.test(text.slice(Math.max(phrase.start, phrase.end - 5), atom.start))
  if (atom.end <= phrase.within) return true
  return atom.isNumber
    ? near.test(between)
    : !(foreignComma.test(between) && isArabic.test(text.charAt(atom.start)))
}

const begin = (context: SegmentContext, atom: Atom, floor: number): Phrase => ({
  ...atom,
  floor,
  reach: atom.end,
  within: atom.isNumber ? atom.start : openUntil(context, atom.start),
})

/** Joins the atoms of a segment to phrases. A number before a word is a phrase of its own. */
export const phrasesIn = (context: SegmentContext): Phrase[] => {
  const phrases: Phrase[] = []
  // The last phrase with a word, which the next word may join even where numbers between them did not.
  let last = -1
  for (const atom of context.segment.atoms) {
    const before = phrases[last]
    const joined =
      before !== undefined &&
      canJoin(context, before, atom) &&
      (!atom.isNumber || last === phrases.length - 1)
        ? reachOver(context, before, atom)
        : undefined
    if (joined !== undefined) {
      phrases[last] = joined
      phrases.length = last + 1
    } else {
      phrases.push(begin(context, atom, phrases.at(-1)?.end ?? context.segment.start))
      if (!atom.isNumber) last = phrases.length - 1
    }
  }
  return phrases
}
