import type { Run } from './runs.ts'

/** Persian writes these apart from their word, with U+200C, with a space or not at all: می‌خواهم, می خواهم. */
const before = ['می', 'نمی']
const after = ['ها', 'های', 'هایی', 'هاي', 'هايي']

const isGap = (text: string, left: Run, right: Run) =>
  right.start - left.end === 1 && ' \u00A0\u200C'.includes(text.charAt(left.end))

const longest = 4

const isOneOf = (affixes: string[], text: string, { start, end }: Run) =>
  end - start <= longest && affixes.includes(text.slice(start, end))

const areOneWord = (text: string, left: Run, right: Run) =>
  left.kind === 'arabic' &&
  right.kind === 'arabic' &&
  isGap(text, left, right) &&
  (isOneOf(before, text, left) || isOneOf(after, text, right))

/**
 * The runs, each Persian affix in one with its word, so that the three ways of writing it meet. Other parts
 * beside U+200C stay words of their own: نیم‌فاصله is found by فاصله. می counts with Persian's yeh only, as
 * Arabic's مي is a name.
 */
export const joinAffixes = (text: string, runs: readonly Run[]): Run[] => {
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last !== undefined && areOneWord(text, last, run)) last.end = run.end
    else joined.push({ ...run })
  }
  return joined
}
