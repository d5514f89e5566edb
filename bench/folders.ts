/** Measures starts and reloads on folders of many articles: `npm run bench:folders -- --help`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Children, keepChildren } from './children.ts'
import { assertRoom, writeCorpus } from './corpus.ts'
import { folderReport, type Size } from './folder-report.ts'
import { measureStarts } from './folder-starts.ts'
import { measureWrites } from './folder-writes.ts'
import { describeMachine } from './machine.ts'
import { say } from './rounds.ts'
import { runMain } from './main.ts'

const help = `npm run bench:folders -- [--sizes N,…] [--out FILE]

  --sizes  how many articles the folders hold (100,1000,10000,100000)
  --out    the file that the figures are written to (bench/folders.md)
`

const root = join(import.meta.dirname, '..')

const sizesOf = (text: string): number[] =>
  text.split(',').map((part) => {
    if (/^[1-9]\d{0,5}$/.test(part)) return Number(part)
    throw new Error(`--sizes holds ${JSON.stringify(part)}: give whole numbers from 1 to 999999`)
  })

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '100,1000,10000,100000' },
      out: { type: 'string', default: join(root, 'bench/folders.md') },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const sizes = sizesOf(values.sizes).toSorted((a, b) => a - b)
  return { sizes, out: values.out, isHelp: values.help === true }
}

/** A start that takes long is measured less often. */
const timesOf = (count: number): number => (count <= 1000 ? 5 : count <= 10_000 ? 3 : 1)

const measure = async (children: Children, home: string, count: number): Promise<Size> => {
  const folder = join(home, 'articles')
  mkdirSync(folder)
  const bytes = writeCorpus(folder, count)
  const place = { children, folder, index: join(home, 'index.sqlite') }
  const starts = await measureStarts(place, count, timesOf(count))
  say(`${count}: ${JSON.stringify(starts)}`)
  const waits = await measureWrites({ children, folder }, count)
  say(`${count}: ${JSON.stringify(waits)}`)
  return { count, bytes, starts, waits }
}

/** The folder is deleted after each size, whatever happens. */
const measureAll = async (sizes: number[]): Promise<Size[]> => {
  const children = keepChildren([], root)
  const home = mkdtempSync(join(tmpdir(), 'maqal-folders-'))
  const clear = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', clear)
  assertRoom(home, Math.max(...sizes))
  const measured: Size[] = []
  for (const count of sizes) {
    measured.push(await measure(children, home, count))
    clear()
    mkdirSync(home)
  }
  return measured
}

/** `load` is what the machine was doing besides, before anything was measured. */
const describe = (load: number): string => {
  const day = new Date().toISOString().slice(0, 10)
  const method =
    'files of about 10 KB in the page cache; medians, of 5 starts to 1 000 articles, of 3 to 10 000, one above'
  return `${day}, ${describeMachine()}, load ${load.toFixed(1)} before the run. JSON, ${method}; writes are seen by asking every 5 ms, 10 in each way. Whatever else ran on the machine makes the figures noisy.`
}

const main = async () => {
  const { sizes, out, isHelp } = readArguments()
  if (isHelp) return say(help)
  const [load = 0] = loadavg()
  const text = folderReport(describe(load), await measureAll(sizes))
  say(`\n${text}`)
  writeFileSync(out, text)
}

await runMain(main)
