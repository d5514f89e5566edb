/** Guesses the language of a text from its words. */
import { createRequire } from 'node:module'
import type * as Franc from 'franc-min'
import { canonicalLanguage } from '../article/languages.ts'
import { longestGuessed } from './limits.ts'

/** Loaded when the first language is guessed, and at once, since files are read at once. */
const load = (() => {
  let franc: typeof Franc | undefined
  return (): typeof Franc => (franc ??= createRequire(import.meta.url)('franc-min') as typeof Franc)
})()

/** Fewer letters than in two short sentences tell a script, and no language that shares it. */
const fewest = 60

/** What is in no language, or in another: code, tags of HTML, addresses, and words with signs in them. */
const proseOf = (text: string): string =>
  text
    .slice(0, longestGuessed)
    .replaceAll(/^(`{3,}|~{3,})[^\n]*\n[^]*?(?:^\1|$(?![^]))/gm, ' ')
    .replaceAll(/`[^`\n]*`|<[^<>\n]*>|\]\([^()\n]*\)/g, ' ')
    .split(/\s+/)
    .filter((word) => !/[/@{}=_$#\d]/.test(word))
    .join(' ')

/** The language (BCP 47) that a text is most likely in; `und` where that cannot be told. Reads a bounded part of it. */
export const guessTextLanguage = (text: string): string => {
  const prose = proseOf(text)
  const code = load().franc(prose, { minLength: fewest })
  return canonicalLanguage(code) ?? 'und'
}
