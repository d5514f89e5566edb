/**
 * The role of a character in a word. `dense` scripts write no spaces between words (Han, Kana, Thai) or attach particles
 * to them (Hangul): they are searched by pairs of characters. A `joint` is a sign inside one word.
 */
export type CharacterRole = 'none' | 'mark' | 'format' | 'joint' | 'word' | 'hebrew' | 'arabic' | 'dense'

const roles: readonly CharacterRole[] = [
  'none',
  'mark',
  'format',
  'joint',
  'word',
  'hebrew',
  'arabic',
  'dense',
]

/** The first pattern that matches decides. Each sees one character, so none can be slow. */
const patterns: readonly (readonly [RegExp, CharacterRole])[] = [
  [/^[\p{M}\uFF9E\uFF9F]/u, 'mark'],
  [/^\p{Cf}/u, 'format'],
  [/^['’׳"״]/u, 'joint'],
  [/^\p{Nd}/u, 'word'],
  [/^[[\p{L}\p{N}]&&\p{scx=Arab}]/v, 'arabic'],
  [/^[[\p{L}\p{N}]&&\p{scx=Hebr}]/v, 'hebrew'],
  [
    /^[[\p{L}\p{N}]&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]/v,
    'dense',
  ],
  [/^[\p{L}\p{N}]/u, 'word'],
]

/** The first code point that may be dense. Their pattern is the slowest to compile, and texts without them do not need it. */
const firstDense = 0x02_bc

const findRole = (codePoint: number): CharacterRole => {
  const character = String.fromCodePoint(codePoint)
  const hasRole = ([pattern, role]: (typeof patterns)[number]): boolean =>
    (role !== 'dense' || codePoint >= firstDense) && pattern.test(character)
  return patterns.find(hasRole)?.[1] ?? 'none'
}

/** Roles found before: one more than the index in `roles`, 0 for a character that was not looked up yet. */
const known = new Uint8Array(0x11_00_00)

/** The role of a character; a lone surrogate has none. */
export const roleOf = (codePoint: number): CharacterRole => {
  const answer = known[codePoint] ?? 0
  if (answer > 0) return roles[answer - 1] ?? 'none'
  const role = findRole(codePoint)
  known[codePoint] = roles.indexOf(role) + 1
  return role
}

/** Whether a character of this role begins a letter: marks and invisible characters belong to the letter before. */
export const isStart = (role: CharacterRole): boolean => role !== 'mark' && role !== 'format'
