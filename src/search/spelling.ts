import { mostSpelledUnits, tokensOfStep } from './limits.ts'
import { withoutGenitive } from './terms.ts'
import { createJoining, placesIn, wordAt } from './tokens.ts'

/** What nobody sees in a word: soft hyphens, marks of direction. The non-joiner of Persian is part of how a word is written. */
const unseen = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu

/** Of those that are as frequent, the one that is as the word is folded, or else the first. */
const commonest = (counts: ReadonlyMap<string, number>, form: string): string => {
  let best = form
  let most = counts.get(form) ?? 0
  for (const [spelling, count] of counts) {
    if (count <= most) continue
    best = spelling
    most = count
  }
  return best
}

/**
 * Makes what finds how texts write a folded word, with its capitals and marks: `read` takes a text of a language, step by step, and
 * says whether to go on; `commonest` is the most frequent spelling so far, or the folded word itself.
 */
export const createSpelling = (form: string) => {
  const counts = new Map<string, number>()
  let units = 0

  const count = (written: string): void => {
    const spelling = withoutGenitive(written.replaceAll(unseen, ''))
    counts.set(spelling, (counts.get(spelling) ?? 0) + 1)
  }

  return {
    *read(text: string, language: string): Generator<void, boolean, void> {
      const join = createJoining()
      let tokens = 0
      for (const place of placesIn(text)) {
        const { form: own } = wordAt(text, place, language)
        if (own === form) count(text.slice(place.start, place.end))
        const whole = own === '' ? undefined : join(text, place, own)
        if (whole?.joined === form) count(text.slice(whole.start, place.end))
        tokens += 1
        if (tokens % tokensOfStep === 0) yield
      }
      units += text.length
      return units < mostSpelledUnits
    },
    commonest: (): string => commonest(counts, form),
  }
}
