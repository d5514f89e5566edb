/** Letters that a word may lose, and how many must be left without them. */
export type Affix = readonly [affix: string, left: number]

/** Affixes by their last letter, so that most words are compared with few of them. */
export const byLastLetter = (suffixes: readonly Affix[]): ReadonlyMap<string | undefined, readonly Affix[]> =>
  Map.groupBy(suffixes, ([suffix]) => suffix.at(-1))

/** Makes the function that takes off suffixes, the first that fits, until none does. */
export const withoutSuffixes = (suffixes: readonly Affix[]) => {
  const known = byLastLetter(suffixes)
  const strip = (word: string): string => {
    const found = known
      .get(word.at(-1))
      ?.find(([suffix, left]) => word.endsWith(suffix) && word.length - suffix.length >= left)
    return found === undefined ? word : strip(word.slice(0, -found[0].length))
  }
  return strip
}
