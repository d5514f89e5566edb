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
 * The edits between two words: a letter more, less or other, or two neighbours in each other's place (optimal string alignment);
 * more than `most` where there are more. Linear in the words for a fixed `most`.
 */
export const editsBetween = (one: string, other: string, most: number): number => {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row]
    let least = row
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1]
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (isSwapped) edits = Math.min(edits, (before[column - 2] ?? 0) + 1)
      next.push(edits)
      least = Math.min(least, edits)
    }
    if (least > most) return most + 1
    before = last
    last = next
  }
  return last[other.length] ?? most + 1
}

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
