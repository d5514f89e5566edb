/** Letters that Unicode does not decompose but that readers type in one another's place. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ء: '',
  ـ: '',
  ٱ: 'ا',
  ٲ: 'ا',
  ٳ: 'ا',
  ٴ: '',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ے: 'ي',
  ک: 'ك',
  ھ: 'ه',
  ہ: 'ه',
  ە: 'ه',
  ۃ: 'ة',
  ך: 'כ',
  ם: 'מ',
  ן: 'נ',
  ף: 'פ',
  ץ: 'צ',
}

/** The zeros of the decimal digits people write with; the other nine follow each. NFKD knows the rest. */
const zeros = [
  0x6_60, 0x6_f0, 0x7_c0, 0x9_66, 0x9_e6, 0xa_66, 0xa_e6, 0xb_66, 0xb_e6, 0xc_66, 0xc_e6, 0xd_66, 0xe_50,
  0xe_d0, 0xf_20, 0x10_40, 0x17_e0, 0x18_10,
]

const digitPairs = zeros.flatMap((zero) =>
  Array.from({ length: 10 }, (_, digit) => [String.fromCodePoint(zero + digit), String(digit)] as const),
)

const replacements = new Map([...Object.entries(letters), ...digitPairs])

const replaced = (text: string) => {
  let folded = ''
  for (const character of text) folded += replacements.get(character) ?? character
  return folded
}

/**
 * Marks that only colour a letter. Those of other scripts (Devanagari's vowels) are half of the word, and
 * Kana's voicing marks (U+3099, U+309A) make another letter.
 */
const colouring =
  /[[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}]]--[\u3099\u309A]]/gv

/** Decomposition leaves punctuation (⑴ is "(1)"), and invisible characters and apostrophes stand in words. */
const foreign = /[^\p{L}\p{N}\p{M}]/gu

/** مسئول and مسؤول are one word in two orthographies. */
const seated = (text: string) => text.replaceAll('ي\u0654و', 'وو')

/**
 * A word as words are compared: compatibility forms, case, accents, harakat, tatweel, the forms of alef, hamza,
 * yeh, kaf and heh, final letters and the script of digits do not tell two apart (Unicode §5.18, UTR #30).
 * ة stays, for the stem to drop. Headings fold otherwise (`article/fold.ts`): they lose every mark and no letter.
 */
export const fold = (word: string): string => {
  if (/^[\da-z]*$/u.test(word)) return word
  // By way of upper case, as full case folding does: ſ and K become s and k.
  const lower = word.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD')
  return replaced(seated(replaced(lower)).replaceAll(colouring, '').replaceAll(foreign, '')).normalize('NFC')
}
