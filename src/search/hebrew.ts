/** Common words whose first ו is their own, folded. */
const wholeWords: ReadonlySet<string> = new Set(['ועדה', 'ויכוח', 'ותיק', 'ותיקה', 'וידאו', 'ורוד', 'וילונ'])

const isFreeOf = (word: string, letter: string) =>
  !word.startsWith(letter) || word.length < 4 || wholeWords.has(word)

/** A folded word without the article; הההסכם would be one, so that ההסכם and הסכם (agreement) still meet. */
const withoutArticle = (word: string): string => (isFreeOf(word, 'ה') ? word : withoutArticle(word.slice(1)))

/**
 * A folded word without "and" and article, where three letters are left. The prepositions ב ל מ ש כ stay: too
 * many words begin with one of their own.
 */
export const stemHebrew = (word: string): string => withoutArticle(isFreeOf(word, 'ו') ? word : word.slice(1))
