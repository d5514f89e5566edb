import { roleOf } from './characters.ts'
import { foldWord } from './fold-word.ts'
import { relatedArabic, stemArabic } from './stems/arabic.ts'
import { stemEnglish } from './stems/english.ts'
import { relatedHebrew, stemHebrew } from './stems/hebrew.ts'
import { stemBengali, unifiedDevanagari, withUmlauts } from './stems/other.ts'
import { stemPersian, stemSorani, stemUrdu, unifiedPersian } from './stems/persian.ts'
import { hasSnowball, snowballOf } from './stems/snowball.ts'

/** Whether a text of the library has a word that begins so, folded. */
export type IsBegun = (beginning: string) => boolean

/** How the words of a language are compared. */
export type Analyser = {
  /** Stands before its terms, so that languages of one script do not mix; empty where the script decides. */
  key: string
  /** The stem of a word as it is written. */
  stem: (word: string) => string
  /** The stems that a word of a query finds besides its own. */
  related?: (word: string, isBegun: IsBegun) => string[]
}

/** Stands between the language and the stem: FTS5 takes it for a letter, and no word has it. */
const divider = '·'

const ofFolded = (stem: (folded: string) => string) => (word: string) => stem(foldWord(word))

const plain: Analyser = { key: '', stem: foldWord }

const arabic: Analyser = { key: '', stem: stemArabic, related: relatedArabic }

const hebrew: Analyser = {
  key: '',
  stem: ofFolded(stemHebrew),
  related: (word, isBegun) => relatedHebrew(foldWord(word), isBegun),
}

/** Languages in Arabic letters other than Arabic. */
const inArabicLetters: Readonly<Record<string, Analyser>> = {
  fa: { key: `fa${divider}`, stem: (word) => stemPersian(foldWord(unifiedPersian(word))) },
  ckb: { key: `ckb${divider}`, stem: ofFolded(stemSorani) },
  ur: { key: `ur${divider}`, stem: ofFolded(stemUrdu) },
}

/** Words of Turkish with their two letters i, in lower case: TÜRKİYE, IŞIK. */
const lowerTurkish = (word: string): string => word.replaceAll('İ', 'i').replaceAll('I', 'ı').toLowerCase()

/** What a language writes in more than one way, in lower case, before its stemmer reads it. */
const unified: Readonly<Record<string, (word: string) => string>> = {
  de: withUmlauts,
  fr: (word) => word.replace(/euse(s)?$/u, 'eur$1'),
  hi: unifiedDevanagari,
  // Three plurals of one ending: ações, pães, mãos.
  pt: (word) => word.replace(/(?:ões|ães|ãos)$/u, 'ão'),
  // Turkish writes an apostrophe before the endings of names: Ankara'da.
  tr: (word) => word.replace(/['’].*$/u, ''),
}

const snowball = (language: string, key: string): Analyser => {
  const unify = unified[language] ?? ((word) => word)
  const stem = snowballOf(language)
  const lower = language === 'tr' ? lowerTurkish : (word: string) => word.toLowerCase()
  return { key, stem: (word) => foldWord(stem(unify(lower(word.normalize('NFC'))))) }
}

const english: Analyser = { key: `en${divider}`, stem: ofFolded(stemEnglish) }

/** Scripts that one language decides. */
const languageOfScript: readonly (readonly [RegExp, string])[] = [
  [/^\p{sc=Cyrl}/u, 'ru'],
  [/^\p{sc=Grek}/u, 'el'],
  [/^\p{sc=Deva}/u, 'hi'],
  [/^\p{sc=Beng}/u, 'bn'],
  [/^\p{sc=Armn}/u, 'hy'],
  [/^\p{sc=Taml}/u, 'ta'],
]

/** Made when first asked for, and kept. */
const made = new Map<string, Analyser>()

const once = (name: string, make: () => Analyser): Analyser => {
  const known = made.get(name)
  if (known !== undefined) return known
  const analyser = make()
  made.set(name, analyser)
  return analyser
}

const ofScript = (language: string): Analyser =>
  once(language, () =>
    language === 'bn' ? { key: '', stem: ofFolded(stemBengali) } : snowball(language, ''),
  )

/** The first subtag; Norwegian has two written forms and one stemmer. */
const primaryOf = (language: string): string => {
  const [primary = ''] = language.toLowerCase().split('-', 1)
  return primary === 'nb' || primary === 'nn' ? 'no' : primary
}

const isLatin = (primary: string): boolean => {
  try {
    return new Intl.Locale(primary).maximize().script === 'Latn'
  } catch {
    return false
  }
}

/** Latin letters in a text of another script are English more often than anything else. */
const ofLatin = (primary: string): Analyser =>
  once(`latin ${primary}`, () => {
    if (primary === 'en' || !isLatin(primary)) return english
    return hasSnowball(primary) ? snowball(primary, `${primary}${divider}`) : plain
  })

/** How a word is compared in a text of a language (BCP 47). */
export const analyserOf = (word: string, language: string): Analyser => {
  const role = roleOf(word.codePointAt(0) ?? 0)
  if (role === 'hebrew') return hebrew
  const primary = primaryOf(language)
  if (role === 'arabic') return inArabicLetters[primary] ?? arabic
  if (role !== 'word' || /^\p{N}/u.test(word)) return plain
  if (/^\p{sc=Latn}/u.test(word)) return ofLatin(primary)
  const own = languageOfScript.find(([script]) => script.test(word))?.[1]
  return own === undefined ? plain : ofScript(own)
}
