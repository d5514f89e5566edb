/** Facts that a file does not say: from the settings of its folder, and from its text. */
import { guessTextLanguage } from './guess-language.ts'
import type { Assumed, ReadSettings } from './source.ts'

type Facts = Record<string, unknown>

/**
 * What a file says, with what its folder says for all files. Where neither says the outlet or the language, and nothing is
 * read strictly, these are assumed; `textOf` is called for the text by which the language is guessed.
 */
export const assumeFacts = (
  said: Facts,
  { defaults, outlet, isStrict }: ReadSettings,
  textOf: () => string,
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
  assume('language', () => guessTextLanguage(textOf()))
  return { value, assumed }
}
