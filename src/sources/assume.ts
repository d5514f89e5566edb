/** Facts that a file does not say: from the settings of its folder, and from its text. */
import { guessTextLanguage } from './guess-language.ts'
import type { Assumed, ReadSettings } from './source.ts'

type Facts = Record<string, unknown>

/** A text by which a language can be guessed, and that of the folder that it is in. */
type TextGiven = { textOf: () => string; folderLanguage: string | undefined }

/** Shorter texts are often taken for another language that is written alike. */
const sure = 1000

/** The language of a folder's name. Many of them are English words: `it`, `no`, `as` may hold texts in English. */
const guessOf = (textOf: () => string, folderLanguage: string | undefined, isSaid: boolean) => {
  if (isSaid) return { language: '', isFolder: false }
  const text = textOf()
  const guess = guessTextLanguage(text)
  const isFolder = folderLanguage !== undefined && (guess !== 'en' || text.length < sure)
  return { language: isFolder ? folderLanguage : guess, isFolder }
}

/**
 * What a file says, with what its folder says for all files. Where neither says the outlet or the language, and nothing is
 * read strictly, these are assumed; `textOf` is called for the text by which the language is guessed.
 */
export const assumeFacts = (
  said: Facts,
  { defaults, outlet, isStrict }: ReadSettings,
  { textOf, folderLanguage }: TextGiven,
): { value: Facts; assumed: Assumed[] } => {
  const value = { ...defaults, ...said }
  const assumed: Assumed[] = []
  if (isStrict) return { value, assumed }
  const assume = (key: Assumed['key'], take: () => string): void => {
    if (Object.hasOwn(value, key)) return
    const taken = take()
    value[key] = taken
    assumed.push({ key, value: taken })
  }
  assume('outlet', () => outlet)
  const { language, isFolder } = guessOf(textOf, folderLanguage, Object.hasOwn(value, 'language'))
  if (isFolder) value['language'] = language
  else assume('language', () => language)
  return { value, assumed }
}
