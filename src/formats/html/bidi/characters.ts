import type { Direction } from '../../../article/text.ts'

/*
 * The characters that decide the order of mixed text (UAX #9, DerivedBidiClass.txt), for character classes of regular
 * expressions without the flag `u`: \p{L} takes milliseconds to compile. A character beyond U+FFFF counts by the first
 * half of its pair.
 */
const rtlPairs = String.raw`\ud802\ud803\ud83a\ud83b`

export const rtlLetter = String.raw`\u05d0-\u05f4\u061c\u0620-\u064a\u066e-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u0855\u0860-\u08c9\u200f\ufb1d-\ufdfb\ufe70-\ufefc${rtlPairs}`

export const ltrLetter = String.raw`A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u0589\u0900-\u1fff\u200e\u2071\u207f\u2090-\u209c\u2102\u2107\u210a-\u2113\u2115\u2119-\u211d\u2124\u2126\u2128\u212a-\u212d\u212f-\u2139\u2160-\u2188\u2c00-\u2ddf\u3005-\u3007\u3021-\u3029\u3031-\u3096\u309d-\u30fa\u30fc-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ud7ff\uf900-\ufb1c\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\ud800\ud801\ud804-\ud833\ud835\ud840-\ud8bf`

/** Marks and joiners, which belong to the letter before them, and second halves of pairs. */
export const mark = String.raw`\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u08ca-\u08ff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\udc00-\udfff`

/** W2, W7: digits that take their direction from the letter before them, superscripts and fractions included. */
export const digit = String.raw`0-9\u06f0-\u06f9\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u207e\u2080-\u208e\u2150-\u215f`
export const anyDigit = String.raw`${digit}\u0660-\u0669`

/** Letters, punctuation and digits that only right-to-left text has. */
export const ofRtlText = String.raw`\u0590-\u06ef\u06fa-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc${rtlPairs}`

const isArabic = /[\u0600-\u07bf\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/

/** W2: after an Arabic letter a European digit is ordered as an Arabic one. */
export const isAfterArabic = (text: string, index: number): boolean => isArabic.test(text.charAt(index - 1))

/** Embeddings, overrides and isolates: an author who writes them has ordered the text. */
export const hasControls = (text: string): boolean => /[\u202a-\u202e\u2066-\u2069]/.test(text)

const letters: Record<Direction, { letter: RegExp; other: RegExp }> = {
  ltr: { letter: new RegExp(`[${ltrLetter}]`), other: new RegExp(`[${ofRtlText}]`) },
  rtl: { letter: new RegExp(`[${rtlLetter}]`), other: new RegExp(`[${ltrLetter}]`) },
}

/** Whether a text has letters of a direction and nothing of the other. */
export const isWholly = (text: string, direction: Direction): boolean => {
  const { letter, other } = letters[direction]
  return letter.test(text) && !other.test(text)
}

export const opposite: Record<Direction, Direction> = { ltr: 'rtl', rtl: 'ltr' }
