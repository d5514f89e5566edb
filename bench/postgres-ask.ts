/** Asks maqal on a database and maqal on an index the same, in turn. */
import { cpuMicroseconds } from './children.ts'
import { median } from './figures.ts'
import { type Place, startOn, stopGently } from './folder-starts.ts'
import { queries } from './search-corpus.ts'
import { askAll } from './sequence.ts'

/** Milliseconds; CPU for each request, of maqal and of PostgreSQL. */
export type Times = { p50: number; p99: number; cpu: number; databaseCpu: number }

export type Asked = { title: string; index: Times; database: Times }

const rounds = 3

const searched = (q: string): string => `/search?q=${encodeURIComponent(q)}`

/** What is asked, by its title: the nth of each sort, and how many in a round. */
const kinds = (count: number): [title: string, path: (n: number) => string, many: number][] => [
  ['an article', (n) => `/articles/article-${String((n * 7919) % count).padStart(6, '0')}`, 200],
  ['a list, its first page', (n) => `/articles?limit=${10 + (n % 20)}`, 60],
  ['a list, any page', (n) => `/articles?page=${1 + ((n * 131) % Math.ceil(count / 20))}`, 60],
  ['a list of an outlet', (n) => `/articles?outlet=Outlet+${n % 7}`, 60],
  ...Object.entries(queries).map(([name, q]): [string, (n: number) => string, number] => [
    `a search: ${name}`,
    (n) => searched(q(n)),
    40,
  ]),
  ['a search: nothing found', (n) => searched(`ضظغثذ${n}`), 40],
]

/** Nothing is kept, so that each answer is made. */
const kept = { CACHE_BYTES: '1', CACHE_DISK_BYTES: '0' }

export const measureAnswers = async (
  place: Required<Place>,
  { url, pid, count }: { url: string; pid: number | undefined; count: number },
): Promise<Asked[]> => {
  const sides = [
    await startOn(place, kept),
    await startOn({ ...place, index: '' }, { ...kept, DATABASE_URL: url, DATABASE_TIMEOUT: '60' }),
  ]
  const ask = async (side: (typeof sides)[number], paths: string[]): Promise<Times> => {
    const cpuOf = () => (pid === undefined ? Number.NaN : (cpuMicroseconds(pid) ?? Number.NaN))
    const before = cpuOf()
    const port = Number(new URL(side.address).port)
    const taken = await askAll({ port, pid: side.server.pid, paths, coding: 'identity', connections: 1 })
    if (taken.failures > 0) throw new Error(`${taken.failures} of ${paths[0]} and the like failed`)
    const databaseCpu = (cpuOf() - before) / paths.length / 1000
    return { p50: taken.p50, p99: taken.p99, cpu: taken.cpu / 1000, databaseCpu }
  }
  const all: Asked[] = []
  for (const [title, path, many] of kinds(count)) {
    const samples = sides.map((): Times[] => [])
    // In the first round code is compiled, and pages come from the disk.
    for (let round = -1; round < rounds; round += 1) {
      const paths = Array.from({ length: many }, (_, at) => path((round + 1) * many + at))
      for (const [at, side] of sides.entries()) {
        const taken = await ask(side, paths)
        if (round >= 0) samples[at]?.push(taken)
      }
    }
    const [index, database] = samples.map((rows): Times => {
      const of = (key: keyof Times) => median(rows.map((row) => row[key]))
      return { p50: of('p50'), p99: of('p99'), cpu: of('cpu'), databaseCpu: of('databaseCpu') }
    })
    if (index !== undefined && database !== undefined) all.push({ title, index, database })
  }
  for (const side of sides) await stopGently(place, side)
  return all
}
