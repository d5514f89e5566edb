import { stemmer } from 'stemmer'
import { foldLetters } from '../article/fold.ts'
import { roleOf } from './characters.ts'
import { longestRemembered, longestTerm, longestWord, mostRemembered } from './limits.ts'
import { stemArabic, stemHebrew, withoutParticles } from './stem.ts'

/** What words may hold and terms do not: punctuation of decomposed characters (⑴ is "(1)"), invisible characters, a bare hamza. */
const foreign = /[^\p{L}\p{N}\p{M}]|ء/gu

/** The letters and digits of a word as words are compared, in NFC. ة stays, for the stem to drop. */
export const foldWord = (word: string): string =>
  foldLetters(word.normalize('NFKD').replaceAll(foreign, '')).replaceAll(foreign, '').normalize('NFC')

const cut = (text: string, length: number) =>
  text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')

const scriptOf = (folded: string) => roleOf(folded.codePointAt(0) ?? 0)

const stem = (folded: string): string => {
  if (/^[a-z]+$/u.test(folded)) return stemmer(folded)
  const script = scriptOf(folded)
  if (script === 'arabic') return stemArabic(folded)
  return script === 'hebrew' ? stemHebrew(folded) : folded
}

/** Iran's and Iran are one word. */
const withoutGenitive = (word: string) => word.replace(/['’]s$/iu, '')

const foldedWord = (word: string) => cut(foldWord(withoutGenitive(cut(word, longestWord))), longestTerm)

/** The same function, which keeps its answers for short words. */
const remembering = (answer: (word: string) => string) => {
  const answers = new Map<string, string>()
  return (word: string): string => {
    if (word.length > longestRemembered) return answer(word)
    const known = answers.get(word)
    if (known !== undefined) return known
    if (answers.size >= mostRemembered) answers.clear()
    const found = answer(word)
    answers.set(word, found)
    return found
  }
}

/** One character of a dense script as it is compared. */
export const characterOf = remembering((cluster) => cut(foldWord(cut(cluster, longestWord)), longestTerm / 2))

/** The term that a word is indexed and searched by; empty where nothing of the word is left (tatweel alone). */
export const termOf = remembering((word) => cut(stem(foldedWord(word)), longestTerm))

/** What a term may begin with while this word is still being typed, each of at least 2 characters. */
export const beginningsOf = (word: string): string[] => {
  const folded = foldedWord(word)
  const bare = scriptOf(folded) === 'arabic' ? withoutParticles(folded) : folded
  return [...new Set([folded, bare, termOf(word)])].filter((beginning) => Array.from(beginning).length >= 2)
}
