/**
 * What part a character plays in a word. `dense` scripts write no spaces between words (Han, Kana, Thai) or
 * hang particles on them (Hangul): they are searched by pairs of characters. A `joint` stands inside one word.
 */
export type Kind = 'none' | 'mark' | 'format' | 'joint' | 'word' | 'hebrew' | 'arabic' | 'dense'

const kinds: readonly Kind[] = ['none', 'mark', 'format', 'joint', 'word', 'hebrew', 'arabic', 'dense']

/** Asked in this order. Each pattern sees one character, so none can be slow. */
const patterns: readonly (readonly [RegExp, Kind])[] = [
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

/** No dense letter stands before this apostrophe of Thai: their pattern, the slowest to compile, waits for what may be one. */
const firstDense = 0x02_bc

const looked = (codePoint: number): Kind => {
  const character = String.fromCodePoint(codePoint)
  const isKind = ([pattern, kind]: (typeof patterns)[number]): boolean =>
    (kind !== 'dense' || codePoint >= firstDense) && pattern.test(character)
  return patterns.find(isKind)?.[1] ?? 'none'
}

/** Answers already given: one more than the place in `kinds`, 0 for a character not met yet. */
const known = new Uint8Array(0x11_00_00)

/** The part that this character plays; a lone surrogate plays none. */
export const kindOf = (codePoint: number): Kind => {
  const answer = known[codePoint] ?? 0
  if (answer > 0) return kinds[answer - 1] ?? 'none'
  const kind = looked(codePoint)
  known[codePoint] = kinds.indexOf(kind) + 1
  return kind
}

/** Whether a character of this kind begins a letter: marks and invisible characters belong to the one before. */
export const isStart = (kind: Kind): boolean => kind !== 'mark' && kind !== 'format'
