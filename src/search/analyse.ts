import { nextWord } from './affixes.ts'
import { type Pair, pairsOf } from './dense.ts'
import { characterOf, termOf } from './terms.ts'

/**
 * A word, or a pair of characters, as it is indexed and searched. `start` and `end` are UTF-16 offsets into the
 * text as written. `term` holds lower-case ASCII letters, digits and letters beyond ASCII, at most 64 units.
 */
export type Token = { term: string; start: number; end: number }

/** Where a token stands in a text. A word has no middle. */
export type Place = Pair | { start: number; end: number }

/** The places of the tokens of a text in its order, by script and not by language: a query's language is never known. */
export const placesIn = function* (text: string): Generator<Place, void, void> {
  for (let word = nextWord(text, 0); word !== undefined; word = nextWord(text, word.end)) {
    if (word.kind === 'dense') yield* pairsOf(text, word)
    else yield word
  }
}

/** What stands at a place, as it is indexed; empty where nothing of it is left. */
export const termAt = (text: string, place: Place): string => {
  const { start, end } = place
  if (!('middle' in place)) return termOf(text.slice(start, end))
  const first = characterOf(text.slice(start, place.middle))
  return place.middle === end ? first : first + characterOf(text.slice(place.middle, end))
}

/** The tokens of a text. */
export const analyse = (text: string): Token[] => {
  const tokens: Token[] = []
  for (const place of placesIn(text)) {
    const term = termAt(text, place)
    if (term !== '') tokens.push({ term, start: place.start, end: place.end })
  }
  return tokens
}
