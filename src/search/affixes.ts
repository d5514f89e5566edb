import { nextRun, type Run } from './runs.ts'

/** Persian writes these apart from their word, with U+200C, with a space or not at all: می‌خواهم, می خواهم. */
const before = new Set(['می', 'نمی'])
const after = ['ها', 'های', 'هایی', 'هاي', 'هايي']

const gaps = ' \u00A0\u200C'

/** Whether a word may go on past the gap at its end: few words may, and only theirs is the next run read twice. */
const mayGoOn = (text: string, { kind, start, end }: Run): boolean =>
  kind === 'arabic' &&
  end < text.length &&
  gaps.includes(text.charAt(end)) &&
  (after.some((affix) => text.startsWith(affix, end + 1)) || before.has(text.slice(start, end)))

const areOneWord = (text: string, left: Run, right: Run): boolean =>
  right.kind === 'arabic' &&
  right.start - left.end === 1 &&
  (after.includes(text.slice(right.start, right.end)) || before.has(text.slice(left.start, left.end)))

/**
 * The first word from an offset on: a run, each Persian affix in one with its word, so that the three ways of writing it
 * meet. Other parts beside U+200C stay words of their own: نیم‌فاصله is found by فاصله. می counts with Persian's yeh
 * only, as Arabic's مي is a name.
 */
export const nextWord = (text: string, from: number): Run | undefined => {
  const word = nextRun(text, from)
  if (word === undefined) return undefined
  while (mayGoOn(text, word)) {
    const next = nextRun(text, word.end)
    if (next === undefined || !areOneWord(text, word, next)) break
    word.end = next.end
  }
  return word
}
