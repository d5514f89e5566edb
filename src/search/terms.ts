import { analyserOf, type IsBegun } from './analysers.ts'
import { foldWord } from './fold-word.ts'
import { simplified } from './han.ts'
import {
  longestCopied,
  longestRemembered,
  longestTerm,
  longestWord,
  mostLanguages,
  mostRemembered,
} from './limits.ts'

const cut = (text: string, length: number) =>
  text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')

/** Iran's and Iran are one word. */
export const withoutGenitive = (word: string) => word.replace(/['’]s$/iu, '')

const read = (word: string): string => withoutGenitive(cut(word, longestWord))

/** The same text in memory of its own: V8 makes a longer slice of the text that it was cut from, which would be kept with it. */
const copyOf = (word: string): string => (word.length > longestCopied ? Array.from(word).join('') : word)

/** The same function, which keeps so many answers, those for words that are not very long. */
const remembering = <Answer>(
  answer: (word: string) => Answer,
  { most, longest } = { most: mostRemembered, longest: longestRemembered },
) => {
  const answers = new Map<string, Answer>()
  return (word: string): Answer => {
    if (word.length > longest) return answer(word)
    const known = answers.get(word)
    if (known !== undefined) return known
    if (answers.size >= most) answers.clear()
    const own = copyOf(word)
    const found = answer(own)
    answers.set(own, found)
    return found
  }
}

/** One character of a dense script as it is compared. */
export const characterOf = remembering((cluster) => {
  // Kana after a Han character is of its inflection, and may be left out.
  const bare = /^\p{sc=Han}./u.test(cluster) ? cluster.replace(/\p{sc=Hira}$/u, '') : cluster
  return cut(foldWord(simplified(cut(bare, longestWord))), longestTerm / 2)
})

/** A final hamza, which may be all that tells two words apart: ماء, ما. */
const hamza = /ء\p{M}*$/u

const fold = (written: string): string =>
  cut(foldWord(written) + (hamza.test(written) ? 'ء' : ''), longestTerm)

/** A word as it is written, folded: the form that stands beside its term in the index. */
export const formOf = (word: string): string => fold(read(word))

const withKey = (key: string, stem: string): string => (stem === '' ? '' : cut(key + stem, longestTerm))

/** Languages that write compounds as one word, by the keys of their terms. */
const compounding = /^(?:da|de|fi|hu|nl|no|sv)·/u

/** The letters that a word may begin a compound with, and those that it may end one with, at least. */
const shortestHead = 3
const shortestEnd = 4

/** Whether a compound may end in a term. */
export const canEndCompound = (term: string): boolean =>
  compounding.test(term) && term.length - 3 >= shortestEnd

/** Whether a term is a compound that ends in another of its language. */
export const endsIn = (term: string, end: string): boolean =>
  term.startsWith(end.slice(0, 3)) && term.endsWith(end.slice(3)) && term.length - end.length >= shortestHead

/** Stands before a term that is written from its end, so that its ends are beginnings. */
const reversedMark = '‹'

/** A term from its end. */
export const reversedTerm = (term: string): string =>
  reversedMark + Array.from(term.slice(3)).toReversed().join('')

/** A term that may be a compound, from its end; undefined where it is too short or its language has none. */
const reversedCompound = (term: string): string | undefined =>
  compounding.test(term) && term.length - 3 >= shortestHead + shortestEnd ? reversedTerm(term) : undefined

/** A word in 16 bits, never 0 (FNV-1a). */
export const hashOf = (word: string): number => {
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01_00_01_93)
  return (hash >>> 16) ^ (hash & 0xff_ff) || 1
}

/**
 * What a word is indexed by: its term, empty where nothing of the word is left (tatweel alone); its form; and the term from its
 * end, where it may be a compound. `hashes` are of these.
 */
export type Indexed = { term: string; form: string; compound: string | undefined; hashes: readonly number[] }

/** Adds the hashes of what a word is indexed by. */
export const withHashes = (indexed: Omit<Indexed, 'hashes'>): Indexed => {
  const { term, form, compound = '' } = indexed
  const words = new Set([term, form, compound].filter((word) => word !== ''))
  return { ...indexed, hashes: [...words].map(hashOf) }
}

const indexedIn = (language: string) =>
  remembering((word): Indexed => {
    const written = read(word)
    const { key, stem } = analyserOf(written, language)
    const term = withKey(key, stem(written))
    return withHashes({ term, form: fold(written), compound: reversedCompound(term) })
  })

/** Makes or returns the function that says what the words of a language are indexed by. */
export const indexedWords = remembering(indexedIn, { most: mostLanguages, longest: Infinity })

/** The term that a word of a language is indexed by. */
export const termOf = (word: string, language: string): string => indexedWords(language)(word).term

/** The terms that a word of a query finds in texts of a language, its own first. */
export const relatedTerms = (word: string, language: string, isBegun: IsBegun): string[] => {
  const written = read(word)
  const { key, stem, related = () => [] } = analyserOf(written, language)
  const stems = [stem(written), ...related(written, isBegun)]
  return [...new Set(stems.map((found) => withKey(key, found)))].filter((term) => term !== '')
}
