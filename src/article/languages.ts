import { closestMatch } from 'leven'
import { fold } from './fold.ts'
import data from './languages.json' with { type: 'json' }
import { longestLanguage } from './limits.ts'

/** The registered languages of two letters (IANA Language Subtag Registry), superseded ones included. */
const twoLetters = new Set(data.codes.split(' '))

/** Names that people use and Unicode's data does not have. */
const otherNames: Readonly<Record<string, string>> = data.names

const canonical = (tag: string): string | undefined => {
  try {
    return tag === '' ? undefined : Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/**
 * A language tag (BCP 47) in canonical case. Undefined where it is not well-formed, or its language cannot exist: those of
 * two letters are listed above, none of four to eight letters is registered, and those of three are too many to list.
 */
export const canonicalLanguage = (tag: string): string | undefined => {
  const known = canonical(tag)
  const language = known?.split('-', 1)[0] ?? ''
  return language.length === 3 || twoLetters.has(language) ? known : undefined
}

/** Whether Unicode's data has a language of three letters; it has nearly all of ISO 639. */
export const isKnownLanguage = (tag: string): boolean => {
  const { language, script } = new Intl.Locale(tag).maximize()
  if (language.length !== 3 || script !== undefined || /^q[a-t][a-z]$/.test(language)) return true
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
  return language === 'mis' || names.of(language) !== undefined
}

const nameIn = (locale: string, code: string): string | undefined =>
  new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' }).of(code)

/** Languages by their folded names, in English and in the language itself. */
const codesByName = (): Map<string, string> => {
  const codes = new Map(Object.entries(otherNames))
  for (const code of twoLetters) {
    if (canonical(code) !== code) continue
    for (const name of [nameIn('en', code), nameIn(code, code)]) {
      const folded = fold(name ?? '')
      if (folded !== '' && !codes.has(folded)) codes.set(folded, code)
    }
  }
  return codes
}

/** The language of a country: `ja` for `jp`. */
const languageOfCountry = (code: string): string | undefined => {
  const country = new Intl.Locale(`und-${code}`)
  const { language } = country.maximize()
  const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const isCountry = country.region !== 'ZZ' && countries.of(country.region ?? 'ZZ') !== undefined
  return isCountry && language !== 'und' ? language : undefined
}

/** The language whose name is a word, or nearly so. */
const languageNamed = (word: string): string | undefined => {
  const codes = codesByName()
  const folded = fold(word)
  if (codes.has(folded) || folded.length < 4) return codes.get(folded)
  const names = [...codes.keys()]
  const begun = names.find((name) => name.startsWith(folded))
  return codes.get(begun ?? closestMatch(folded, names, { maxDistance: Math.floor(folded.length / 4) }) ?? '')
}

/** The tag that was probably meant by an invalid one: `en_US`, `jp`, `arabic`, `עברית`. Takes milliseconds. */
export const nearestLanguage = (given: string): string | undefined => {
  const written = given
    .slice(0, longestLanguage)
    .replaceAll(/[^\p{L}\p{M}\p{N}_ -]+/gu, '')
    .trim()
  const plain = canonicalLanguage(written.replaceAll('_', '-'))
  if (plain !== undefined) return plain
  const [first = '', ...rest] = written.split(/[_ -]+/)
  const code =
    canonicalLanguage(first) ??
    (/^[a-z]{2}$/i.test(first) ? languageOfCountry(first) : (languageNamed(written) ?? languageNamed(first)))
  if (code === undefined) return undefined
  // Only what may be a script or a region is kept: other words would be read as variants.
  const kept = rest.filter((part) => /^(?:[a-z]{2}|\d{3}|[a-z]{4})$/i.test(part))
  return canonicalLanguage([code, ...kept].join('-')) ?? code
}
