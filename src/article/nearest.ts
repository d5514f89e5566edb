import { closestMatch } from 'leven'

/** The known word that is most likely meant: one that `word` begins, or one of whose letters at most a third differ. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > 100) return undefined
  const begun = word.length < 3 ? undefined : known.find((candidate) => candidate.startsWith(word))
  return begun ?? closestMatch(word, [...known], { maxDistance: Math.ceil(word.length / 3) })
}
