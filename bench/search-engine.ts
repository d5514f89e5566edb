/** One engine in a process of its own, so that its memory is its own: prints its figures as JSON. */
import { setTimeout } from 'node:timers/promises'
import { articleAt, queries } from './search-corpus.ts'
import { type Engine, engines } from './search-contenders.ts'

/** Milliseconds, of `count` calls each. */
export type Times = { p50: number; p99: number }

export type Figures = {
  indexSeconds: number
  megabytes: number
  searches: Record<string, Times & { found: number }>
  lists: Record<string, Times>
}

const batch = 500

const timesOf = (taken: number[]): Times => {
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

const measure = async (count: number, work: (n: number) => Promise<unknown>): Promise<Times> => {
  const taken: number[] = []
  for (let n = 0; n < count; n += 1) {
    const before = performance.now()
    await work(n)
    taken.push(performance.now() - before)
  }
  return timesOf(taken.slice(Math.floor(count / 10)))
}

/** Only the adding is timed: the articles are made beforehand. */
const fill = async (engine: Engine, count: number): Promise<number> => {
  let milliseconds = 0
  for (let from = 0; from < count; from += batch) {
    const articles = Array.from({ length: Math.min(batch, count - from) }, (_, index) =>
      articleAt(from + index),
    )
    const before = performance.now()
    await engine.add(articles)
    milliseconds += performance.now() - before
  }
  return milliseconds / 1000
}

const memory = async (): Promise<number> => {
  globalThis.gc?.()
  await setTimeout(100)
  globalThis.gc?.()
  return process.memoryUsage().rss / 1e6
}

const times = 110

const searchesOf = async (engine: Engine): Promise<Figures['searches']> => {
  const all: Figures['searches'] = {}
  // In the first turn code is compiled.
  for (const q of Object.values(queries)) await measure(times, (n) => engine.search(q(n + times)))
  for (const [name, q] of Object.entries(queries)) {
    let found = 0
    const taken = await measure(times, async (n) => (found += await engine.search(q(n))))
    all[name] = { ...taken, found: Math.round(found / times) }
  }
  return all
}

const listsOf = async ({ list }: Engine, count: number): Promise<Figures['lists']> =>
  list === undefined
    ? {}
    : {
        'first page': await measure(times, () => list(1)),
        'last page': await measure(times, () => list(Math.ceil(count / 20))),
      }

const [name = '', number = ''] = process.argv.slice(2)
const count = Number(number)
const engine = await engines[name]?.()
if (engine === undefined) throw new Error(`no engine ${name}: there are ${Object.keys(engines).join(', ')}`)
const empty = await memory()
const indexSeconds = await fill(engine, count)
const megabytes = (await memory()) - empty
const figures: Figures = {
  indexSeconds,
  megabytes,
  searches: await searchesOf(engine),
  lists: await listsOf(engine, count),
}
process.stdout.write(JSON.stringify(figures))
