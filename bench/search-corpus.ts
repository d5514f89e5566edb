/** Articles for search, always the same: words as rare and as common as those of a language are (Zipf). */
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import type { Article } from '../src/article/article.ts'

const syllables = 'با تو ري من سا لو كي دا فر نو هم شي قا رو مي زا حل صو طا عن'.split(' ')

const vocabulary = 20_000

/** A made-up word of the rank `number`, the same each time. */
const wordOf = (number: number): string => {
  const parts = [number % 20, Math.floor(number / 20) % 20, Math.floor(number / 400) % 20, 7]
  return parts
    .slice(0, 3 + (number % 2))
    .map((part) => syllables[part])
    .join('')
}

/** Numbers from 0 to below 1, the same for the same seed (xorshift32). */
const createDice = (seed: number) => {
  let state = Math.imul(seed + 1, 0x9e_37_79_b1) | 1
  return (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** Ranks fall off as Zipf's law has it: rank r about as often as 1/r. */
const textOf = (dice: () => number, words: number): string =>
  Array.from({ length: words }, () => wordOf(Math.floor(vocabulary ** dice()))).join(' ')

const idOf = (number: number): string => `article-${String(number).padStart(6, '0')}`

/** What the file of an article holds: about 10 KB of UTF-8. `rareN` stands in one article of 2,000. */
export const fileAt = (number: number) => {
  const dice = createDice(number)
  const sections = Array.from({ length: 5 }, (_, index) => ({
    id: `part-${index + 1}`,
    heading: textOf(dice, 3),
    paragraphs: Array.from({ length: 3 }, () => textOf(dice, 60)),
  }))
  sections[0]?.paragraphs.push(`rare${number % 2000}`)
  const title = textOf(dice, 6)
  const datePublished = new Date(Date.UTC(2000, 0, 1 + (number % 9000))).toISOString().slice(0, 10)
  const [outlet, tags] = [`Outlet ${number % 7}`, [`tag ${number % 100}`]]
  return { id: idOf(number), title, outlet, language: 'ar', tags, datePublished, sections }
}

export const articleAt = (number: number): Article =>
  toArticle(ArticleFile.parse(fileAt(number)), idOf(number))

/** What is searched for: the nth of each sort, so that no answer is ready. */
export const queries = {
  'a rare word': (n: number) => `rare${(n * 7) % 2000}`,
  'a common word': (n: number) => wordOf(20 + (n % 30)),
  'two words': (n: number) => `${wordOf(40 + (n % 50))} ${wordOf(300 + (n % 100))}`,
} as const
