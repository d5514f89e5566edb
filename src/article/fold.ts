import letters from './letters.json' with { type: 'json' }

/** The zeros of decimal digits in use; the other nine follow each. NFKD maps all others. */
const zeros = [
  0x6_60, 0x6_f0, 0x7_c0, 0x9_66, 0x9_e6, 0xa_66, 0xa_e6, 0xb_66, 0xb_e6, 0xc_66, 0xc_e6, 0xd_66, 0xe_50,
  0xe_d0, 0xf_20, 0x10_40, 0x17_e0, 0x18_10,
]

const digitPairs = zeros.flatMap((zero) =>
  Array.from({ length: 10 }, (_, digit) => [String.fromCodePoint(zero + digit), String(digit)] as const),
)

/** Digits, and the letters of letters.json: Unicode does not decompose them, but people type them for one another. */
const replacements = new Map([...Object.entries(letters), ...digitPairs])

const replaced = (text: string): string => {
  let folded = ''
  for (const character of text) folded += replacements.get(character) ?? character
  return folded
}

/**
 * Marks that readers may leave out: accents, harakat, niqqud. In other scripts marks are vowels (Devanagari, Thai), and the
 * voicing marks of Kana (U+3099, U+309A) make another letter.
 */
const optional =
  /[[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}]]--[\u3099\u309A]]/gv

/**
 * A letter in NFD that keeps its mark. Cyrillic й is not и, and ї is not і, but ё is е, as most people write it. A negated
 * sign is another sign: ≠ is not =.
 */
const whole =
  /^(?:[\u0400-\u052F][\u0304\u0306]|[[\u0400-\u052F]--[е]]\u0308|[гк]\u0301|[\p{S}\p{P}]\u0338)$/v

/** Composes a letter with its own mark, which other marks may precede (Unicode §3.11, canonical ordering). */
const composeWhole = (marked: string): string => {
  const composed = marked.normalize('NFC')
  const letter = String.fromCodePoint(composed.codePointAt(0) ?? 0)
  return whole.test(letter.normalize('NFD')) ? composed : marked
}

/** Characters without a meaning of their own, tatweel among them, which may stand between a letter and its mark. */
const invisible = /[\p{Cf}\u034F\u0640\u0674]/gu

/** مسئول and مسؤول are two spellings of one word. */
const seated = (text: string): string => text.replaceAll('ي\u0654و', 'وو')

/**
 * A text for comparison (Unicode §5.18, caseless matching; UTR #30). These differences go: compatibility forms, case,
 * accents, harakat, tatweel, the forms of alef, hamza, yeh, kaf and heh, final letters, the script of digits, invisible
 * characters. Signs, white space and marks that make another letter stay.
 */
export const foldLetters = (text: string): string => {
  if (/^[\da-z]*$/u.test(text)) return text
  // Upper case first, as in full case folding: ß becomes ss, ſ and K become s and k.
  const lower = text.normalize('NFKD').replaceAll(invisible, '').toUpperCase().toLowerCase().normalize('NFKD')
  const composed = lower.replaceAll(/[\u0400-\u052F\p{S}\p{P}]\p{M}+/gu, composeWhole)
  return replaced(seated(replaced(composed)).replaceAll(optional, '')).normalize('NFC')
}

/** A name or heading for comparison: also with single spaces. */
export const fold = (text: string): string => foldLetters(text).replaceAll(/\s+/gu, ' ').trim()
