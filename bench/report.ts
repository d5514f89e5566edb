/** The figures as a Markdown table. */
import type { Figure, Row } from './figures.ts'
import type { Start } from './start.ts'

export type Report = { about: string; rows: Row[]; starts: Start[] }

export const number = (value: number): string => {
  if (!Number.isFinite(value)) return '–'
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value < 10 ? 2 : 1
  return value.toFixed(digits).replace(/\B(?=(?:\d{3})+$)/g, digits === 0 ? ' ' : '')
}

const cell = ({ value, ratio }: Figure): string =>
  `${number(value)} (${Number.isFinite(ratio) ? ratio.toFixed(2) : '–'})`

const spread = ({ least, most }: Figure): string => `${least.toFixed(2)} to ${most.toFixed(2)}`

export const table = ([head = [], ...rows]: string[][]): string[] => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  const line = (cells: string[]) => `| ${cells.map(pad).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)]
}

const loadTable = (rows: Row[]): string[] =>
  table([
    ['', 'requests/s', 'least to most', 'p50 ms', 'p99 ms', 'CPU µs/request', 'bytes'],
    ...rows.map(({ title, bytes, figures: { rate, p50, p99, cpu } }) => [
      title,
      cell(rate),
      spread(rate),
      cell(p50),
      cell(p99),
      cell(cpu),
      number(bytes),
    ]),
  ])

const startTable = (starts: Start[]): string[] =>
  table([
    ['', 'ms from start to first 200'],
    ...starts.map(({ title, milliseconds, ratio }) => [
      title,
      cell({ value: milliseconds, ratio, least: 0, most: 0 }),
    ]),
  ])

/** What makes rows doubtful, a paragraph each. */
const doubts = (rows: Row[]): string[] => {
  const failed = rows.filter(({ failures }) => failures > 0)
  const held = rows.filter(({ busy }) => busy < 0.9)
  const percent = ({ title, busy }: Row) => `${title} ${Math.round(busy * 100)} %`
  return [
    ...failed.map(({ title, failures }) => `${title}: ${failures} requests failed.`),
    ...(held.length === 0
      ? []
      : [
          `Disturbed: the load or another process kept servers waiting, which ran ${held.map(percent).join(', ')} of the time.`,
        ]),
  ]
}

/** Paragraphs of Markdown, with a line between; a table that has no rows is left out. */
export const markdown = ({ about, rows, starts }: Report): string => {
  const tables = [rows.length > 0 ? loadTable(rows) : [], starts.length > 0 ? startTable(starts) : []]
  const [load = [], start = []] = tables.map((lines) => lines.join('\n'))
  return `${[about, load, ...doubts(rows), start].filter((text) => text.length > 0).join('\n\n')}\n`
}
