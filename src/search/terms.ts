import { stemmer } from 'stemmer'
import { stemArabic, withoutParticles } from './arabic.ts'
import { kindOf } from './characters.ts'
import { fold } from './fold.ts'
import { stemHebrew } from './hebrew.ts'

/** UTF-16 units of a word that are read at all, and of a term: a word of 5 MB is cut, not weighed. */
const longestWord = 256
const longestTerm = 64

/** Memory for words met before. */
const mostRemembered = 50_000

/** Shorter slices V8 copies; a longer one would keep the whole text it was cut from in memory. */
const longestRemembered = 12

const cut = (text: string, length: number) =>
  text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')

const scriptOf = (folded: string) => kindOf(folded.codePointAt(0) ?? 0)

const stem = (folded: string): string => {
  if (/^[a-z]+$/u.test(folded)) return stemmer(folded)
  const script = scriptOf(folded)
  if (script === 'arabic') return stemArabic(folded)
  return script === 'hebrew' ? stemHebrew(folded) : folded
}

/** Iran's and Iran are one word. */
const withoutGenitive = (word: string) => word.replace(/['’]s$/iu, '')

const foldedWord = (word: string) => cut(fold(withoutGenitive(cut(word, longestWord))), longestTerm)

/** The same function, with its answers for short words kept. */
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
export const characterOf = remembering((cluster) => cut(fold(cut(cluster, longestWord)), longestTerm / 2))

/** What a word as written is indexed and searched by; empty when nothing of it is left (tatweel alone). */
export const termOf = remembering((word) => cut(stem(foldedWord(word)), longestTerm))

/** What a term may begin with when this word is still being typed, at least 2 characters each. */
export const beginningsOf = (word: string): string[] => {
  const folded = foldedWord(word)
  const bare = scriptOf(folded) === 'arabic' ? withoutParticles(folded) : folded
  return [...new Set([folded, bare, termOf(word)])].filter((beginning) => Array.from(beginning).length >= 2)
}
