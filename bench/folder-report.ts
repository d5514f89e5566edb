/** The figures of the folders in Markdown. */
import type { Start, Starts } from './folder-starts.ts'
import type { Wait, Waits } from './folder-writes.ts'
import { number, table } from './report.ts'

export type Size = { count: number; bytes: number; starts: Starts; waits: Waits }

const whole = (value: number): string => number(Math.round(value))

/** Milliseconds for each 1,000 articles; nothing where noise is more than the growth. */
const each = (milliseconds: number, articles: number): string =>
  milliseconds > 0 ? whole((milliseconds / articles) * 1000) : '–'

/** For all articles, and for those that the size before does not have. */
const slopes = (count: number, start: Start, before?: { count: number; start: Start }): string[] => [
  each(start.milliseconds, count),
  before === undefined ? '–' : each(start.milliseconds - before.start.milliseconds, count - before.count),
]

const kinds = [
  { key: 'memory', title: 'cold, in memory' },
  { key: 'cold', title: 'cold, INDEX_FILE' },
  { key: 'warm', title: 'warm, INDEX_FILE' },
] as const

const startRows = ({ count, starts }: Size, before?: Size): string[][] =>
  kinds.map(({ key, title }) => {
    const start = starts[key]
    const smaller = before === undefined ? undefined : { count: before.count, start: before.starts[key] }
    return [
      `${whole(count)}, ${title}`,
      whole(start.milliseconds),
      ...slopes(count, start, smaller),
      whole(start.cpu),
      whole(start.peak),
      (start.milliseconds / starts.cold.milliseconds).toFixed(2),
    ]
  })

const startTable = (sizes: Size[]): string[] =>
  table([
    ['articles', 'ms to first 200', 'ms per 1 000', 'ms per 1 000 more', 'CPU ms', 'peak MB', 'of cold'],
    ...sizes.flatMap((size, index) => startRows(size, sizes[index - 1])),
  ])

const waitRow = (title: string, { middle, least, most }: Wait): string[] => [
  title,
  whole(middle),
  whole(least),
  whole(most),
]

const waitTable = (sizes: Size[]): string[] =>
  table([
    ['articles', 'median ms', 'least', 'most'],
    ...sizes.flatMap(({ count, waits }) => [
      waitRow(`${whole(count)}, written in place`, waits.plain),
      waitRow(`${whole(count)}, renamed into place`, waits.rename),
    ]),
  ])

const sizeLine = ({ count, bytes, starts }: Size): string =>
  `${whole(count)} articles are ${number(bytes / 1e6)} MB, their index is ${number(starts.indexBytes / 1e6)} MB.`

/** The growth between the two largest: 1.00 is as the number of articles. */
const exponent = (sizes: Size[]): number => {
  const [first, last] = [sizes.at(-2), sizes.at(-1)]
  if (first === undefined || last === undefined) return Number.NaN
  const growth = last.starts.memory.milliseconds / first.starts.memory.milliseconds
  return Math.log(growth) / Math.log(last.count / first.count)
}

/** The targets of the project, and whether they are met. */
const verdicts = (sizes: Size[]): string => {
  const met = (isMet: boolean) => (isMet ? 'met' : 'missed')
  const warm = sizes.map(({ count, starts }) => ({
    count,
    ratio: starts.warm.milliseconds / starts.cold.milliseconds,
  }))
  const slowest = Math.max(...sizes.flatMap(({ waits }) => [waits.plain.middle, waits.rename.middle]))
  const large = warm.filter(({ count }) => count >= 10_000)
  const growth = exponent(sizes)
  return [
    Number.isNaN(growth)
      ? '- One size says nothing of growth.'
      : `- A cold start grows as N^${growth.toFixed(2)} between the two largest (target: linear, at most N^1.1): ${met(growth <= 1.1)}.`,
    ...large.map(
      ({ count, ratio }) =>
        `- A warm start of ${whole(count)} takes ${ratio.toFixed(2)} of the cold one (target 0.10): ${met(ratio <= 0.1)}.`,
    ),
    `- A write is served after ${whole(slowest)} ms in the worst median (target 1 000): ${met(slowest <= 1000)}.`,
  ].join('\n')
}

/** Paragraphs of Markdown, with a line between. */
export const folderReport = (about: string, sizes: Size[]): string => {
  const paragraphs = [
    about,
    startTable(sizes).join('\n'),
    sizes.map(sizeLine).join(' '),
    'From a write to its being served, in memory:',
    waitTable(sizes).join('\n'),
    verdicts(sizes),
  ]
  return `${paragraphs.join('\n\n')}\n`
}
