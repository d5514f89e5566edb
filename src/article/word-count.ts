/** Web and mail addresses do not count as words. */
const addresses = /(?:https?:\/\/|www\.)[!-~]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

const mayHaveAddress = (text: string): boolean =>
  text.includes('@') || text.includes('://') || text.includes('www.')

/** How a character counts: not at all, as a word of its own in scripts without spaces, or as a part of one. */
const kinds = { unknown: 0, other: 1, unspaced: 2, letter: 3 }

const unspaced = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}\p{sc=Mymr}]/u
const letter = /^[\p{L}\p{N}\p{M}'’\u200C\u200D]/u

const findKind = (character: string): number => {
  if (unspaced.test(character)) return kinds.unspaced
  return letter.test(character) ? kinds.letter : kinds.other
}

/** Kinds found before, by code point: a pattern takes ten times as long. */
const known = new Uint8Array(0x11_00_00)

const kindOf = (codePoint: number): number => {
  const before = known[codePoint] ?? kinds.other
  if (before !== kinds.unknown) return before
  const kind = findKind(String.fromCodePoint(codePoint))
  known[codePoint] = kind
  return kind
}

/** Counts words: in scripts without spaces each letter is one, in all others each run of letters. */
export const countWords = (text: string): number => {
  const words = mayHaveAddress(text) ? text.replaceAll(addresses, ' ') : text
  let count = 0
  let last = kinds.other
  for (let at = 0; at < words.length; at += 1) {
    const unit = words.charCodeAt(at)
    const codePoint = unit >= 0xd8_00 && unit < 0xdc_00 ? (words.codePointAt(at) ?? unit) : unit
    if (codePoint > 0xff_ff) at += 1
    const kind = kindOf(codePoint)
    if (kind === kinds.unspaced || (kind === kinds.letter && last !== kinds.letter)) count += 1
    last = kind
  }
  return count
}
