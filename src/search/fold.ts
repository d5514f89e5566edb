import { foldLetters } from '../article/fold.ts'

/** Decomposition leaves punctuation (⑴ is "(1)"), and invisible characters, apostrophes and a bare hamza stand in words. */
const foreign = /[^\p{L}\p{N}\p{M}]|ء/gu

/** A word as words are compared: its letters folded, and nothing else, in NFC. ة stays, for the stem to drop. */
export const fold = (word: string): string =>
  foldLetters(word.normalize('NFKD').replaceAll(foreign, '')).replaceAll(foreign, '').normalize('NFC')
