import type { Locale } from '../../article/article.ts'
import { directionOf } from '../../article/text.ts'
import { markup, type Piece } from '../markup.ts'
import table from './words.json' with { type: 'json' }

export type Words = (typeof table)['en']

/** The pages' own words, by language. */
const byLanguage: Record<string, Words> = table

/** A page's own words, and their language. */
export type Speech = Locale & { words: Words }

/** A page's own words in a language, or in English where there are none in it. */
export const speechIn = (language: string): Speech => {
  const words = byLanguage[language.split('-')[0] ?? '']
  if (words === undefined) return { language: 'en', direction: 'ltr', words: table.en }
  return { language, direction: directionOf(language), words }
}

/** `lang` and `dir` of the page's own words, where the page is in another language. */
export const inSpeech = ({ language, direction }: Speech, page: { language: string }): Piece =>
  language !== page.language && markup` lang="${language}" dir="${direction}"`

/** A day as its source gives it: no time zone moves it, and no calendar replaces it. */
export const formatDay = (date: string, { language }: Speech): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  )

export const formatMinutes = (minutes: number, { language }: Speech): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes)
