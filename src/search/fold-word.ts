import { foldLetters } from '../article/fold.ts'

/** What words may hold and terms do not: punctuation of decomposed characters (⑴ is "(1)"), invisible characters, a bare hamza. */
const foreign = /[^\p{L}\p{N}\p{M}]|ء/gu

/** The letters and digits of a word as words are compared, in NFC. ة stays, for the stem to drop. */
export const foldWord = (word: string): string =>
  foldLetters(word.normalize('NFKD').replaceAll(foreign, '')).replaceAll(foreign, '').normalize('NFC')
