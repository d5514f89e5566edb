import { createRequire } from 'node:module'

/** The languages of Snowball (https://snowballstem.org) that `@orama/stemmers` has, by their codes. */
const modules: Readonly<Record<string, string>> = {
  bg: 'bulgarian',
  da: 'danish',
  de: 'german',
  el: 'greek',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'indian',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
}

type Stemmer = (word: string) => string

const load = createRequire(import.meta.url)

export const hasSnowball = (language: string): boolean => Object.hasOwn(modules, language)

/** The stemmer of a language, read when it is first asked for: few starts need more than one. */
export const snowballOf = (language: string): Stemmer => {
  const { stemmer } = load(`@orama/stemmers/${modules[language]}`) as { stemmer: Stemmer }
  return stemmer
}
