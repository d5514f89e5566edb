import { roleOf } from './characters.ts'

/** Letters of scripts, folded, for a first letter that was mistyped. */
const alphabets: Readonly<Record<string, string>> = {
  arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهويةپچژگ',
  hebrew: 'אבגדהוזחטיכלמנסעפצקרשת',
  latin: 'abcdefghijklmnopqrstuvwxyz',
  cyrillic: 'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  greek: 'αβγδεζηθικλμνξοπρστυφχψω',
}

const alphabetOf = (word: string): string => {
  const role = roleOf(word.codePointAt(0) ?? 0)
  if (role === 'arabic' || role === 'hebrew') return alphabets[role] ?? ''
  if (/^\p{sc=Cyrl}/u.test(word)) return alphabets['cyrillic'] ?? ''
  if (/^\p{sc=Grek}/u.test(word)) return alphabets['greek'] ?? ''
  return /^[a-z]/u.test(word) ? (alphabets['latin'] ?? '') : ''
}

/** How many letters of a folded word may be mistyped: one from four letters on, two from eight. */
export const mostEdits = (word: string): number =>
  alphabetOf(word) === '' || word.length < 4 ? 0 : word.length < 8 ? 1 : 2

/**
 * Makes the function that tells the edits between a word and another: a letter more, less or other, or two neighbours in each other's
 * place (optimal string alignment); `most` and one where there are more. What two words that follow each other begin with is compared
 * once, so that words in their order cost least.
 */
export const createNearness = (word: string, most: number) => {
  const width = word.length + 1
  /** A row for each letter of the other word, a column for each of this one. What is farther from the diagonal stays too much. */
  const edits = new Uint8Array((width + most) * width).fill(most + 1)
  for (let column = 0; column <= Math.min(most, word.length); column += 1) edits[column] = column
  let last = ''
  let rows = 0
  let isFar = false

  /** Fills the row of the letter before `row`, and returns the least of it. */
  const fill = (other: string, row: number): number => {
    const [first, end] = [Math.max(0, row - most), Math.min(word.length, row + most)]
    let least = most + 1
    for (let column = first; column <= end; column += 1) {
      const at = row * width + column
      const isSame = other[row - 1] === word[column - 1]
      let fewest = (edits[at - width] ?? 0) + 1
      if (column > 0) {
        const isSwapped =
          row > 1 && column > 1 && other[row - 1] === word[column - 2] && other[row - 2] === word[column - 1]
        const swapped = isSwapped ? (edits[at - 2 * width - 2] ?? 0) + 1 : fewest
        const replaced = (edits[at - width - 1] ?? 0) + (isSame ? 0 : 1)
        fewest = Math.min(fewest, replaced, swapped, (edits[at - 1] ?? 0) + 1)
      }
      edits[at] = fewest
      least = Math.min(least, fewest)
    }
    return least
  }

  return (other: string): number => {
    if (Math.abs(word.length - other.length) > most) return most + 1
    let row = 0
    while (row < rows && other[row] === last[row]) row += 1
    if (isFar && row === rows) return most + 1
    last = other
    for (isFar = false; row < other.length && !isFar;) {
      row += 1
      isFar = fill(other, row) > most
    }
    rows = row
    return isFar ? most + 1 : Math.min(most + 1, edits[row * width + word.length] ?? 0)
  }
}

/** The same of two words alone. */
export const editsBetween = (one: string, other: string, most: number): number =>
  createNearness(one, most)(other)

/** One edit of the first letter: without it, with another, after another, or in the place of the second. */
export const firstLetterEdits = (word: string): string[] => {
  const letters = Array.from(alphabetOf(word))
  const rest = word.slice(1)
  return [
    rest,
    `${word.charAt(1)}${word.charAt(0)}${word.slice(2)}`,
    ...letters.flatMap((letter) => [letter + rest, letter + word]),
  ]
}
