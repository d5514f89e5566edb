/** Measures search and lists beside other engines: `npm run bench:search -- --help`. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Beside, measureBeside } from './search-beside.ts'
import { engines } from './search-contenders.ts'
import type { Figures } from './search-engine.ts'
import { describeMachine } from './machine.ts'

const root = join(import.meta.dirname, '..')

const help = `npm run bench:search -- [--sizes N,…] [--out FILE]

  --sizes  how many articles are searched (1000,10000,100000)
  --out    the file that the figures are written to (bench/search.md)
`

/** What an engine may take, in megabytes and minutes, before it is given up. */
const most = { heap: 18_000, minutes: 30 }

/** Undefined where the engine was given up. */
const figuresOf = (name: string, count: number): Figures | undefined => {
  const flags = ['--expose-gc', `--max-old-space-size=${most.heap}`]
  const argv = [...flags, 'bench/search-engine.ts', name, String(count)]
  const timeout = most.minutes * 60_000
  const { stdout, status } = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
    timeout,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? (JSON.parse(stdout) as Figures) : undefined
}

const givenUp = `given up: more than ${most.heap / 1000} GB, or ${most.minutes} minutes`

const spell = (milliseconds: number) => Number(milliseconds.toPrecision(3)).toString()

const ratio = (value: number, yardstick: number) => `${spell(value)} (${(value / yardstick).toFixed(2)})`

const table = (head: string[], rows: string[][]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

/** Ratios are to the first engine. */
const engineTable = (all: [name: string, figures: Figures | undefined][]): string => {
  const first = all[0]?.[1]
  if (first === undefined) return ''
  const searches = Object.keys(first.searches)
  const head = ['', 'index, s', 'memory, MB', ...searches.flatMap((name) => [`${name}: p50 ms`, 'p99 ms'])]
  const rows = all.map(([name, figures]) =>
    figures === undefined
      ? [name, givenUp]
      : [
          name,
          ratio(figures.indexSeconds, first.indexSeconds),
          ratio(figures.megabytes, first.megabytes),
          ...searches.flatMap((key) =>
            (['p50', 'p99'] as const).map((which) =>
              ratio(figures.searches[key]?.[which] ?? Number.NaN, first.searches[key]?.[which] ?? Number.NaN),
            ),
          ),
        ],
  )
  return table(head, rows)
}

const listTable = ({ lists }: Figures): string =>
  table(
    ['list', 'p50 ms', 'p99 ms'],
    Object.entries(lists).map(([name, { p50, p99 }]) => [name, spell(p50), spell(p99)]),
  )

const besideTable = (all: Record<string, Beside>): string =>
  table(
    ['an article, while', 'p50 ms', 'p99 ms'],
    Object.entries(all).map(([name, times]) => [
      name,
      spell(times.p50),
      `${spell(times.p99)} (${times.ratio.toFixed(2)})`,
    ]),
  )

const sectionOf = async (count: number): Promise<string> => {
  const all = Object.keys(engines).map((name): [string, Figures | undefined] => [
    name,
    figuresOf(name, count),
  ])
  const [first] = all
  const found = Object.entries(first?.[1]?.searches ?? {}).map(([name, times]) => `${name} in ${times.found}`)
  const lists = first?.[1] === undefined ? '' : listTable(first[1])
  const beside = besideTable(await measureBeside(count))
  return [`## ${count} articles`, `On average: ${found.join(', ')}.`, engineTable(all), lists, beside].join(
    '\n\n',
  )
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    out: { type: 'string', default: join(root, 'bench/search.md') },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help === true) process.stdout.write(help)
else {
  const about = `Search inside the process, over articles of 16 KB of JSON (10 KB of text) with words as common as Zipf’s law has
them; every word of a query must match; 20 articles are answered, and each is measured after as many others. Ratios to the first row are in brackets. maqal’s memory holds the
articles as well, and the highlights are those of an answer; MiniSearch and Orama hold an index alone and answer ids and scores.`
  const sections: string[] = []
  for (const count of values.sizes.split(',').map(Number)) {
    sections.push(await sectionOf(count))
    writeFileSync(values.out, `# Search\n\n${describeMachine()}\n\n${about}\n\n${sections.join('\n\n')}\n`)
  }
  process.stdout.write(`${sections.join('\n\n')}\n`)
}
