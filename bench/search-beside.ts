/** How long one waits for an article, alone and while somebody searches without pause. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { queries } from './search-corpus.ts'

/** Milliseconds; `ratio` is of the p99 to that of articles read alone. */
export type Beside = { p50: number; p99: number; ratio: number }

const ask = (agent: Agent, url: string): Promise<void> =>
  new Promise((done, failed) => {
    get(url, { agent, headers: { accept: 'application/json' } }, (answer) => {
      answer.resume().on('end', done)
    }).on('error', failed)
  })

const seconds = 5

/** As many as in the benchmark of single answers. */
const connections = 32

/** Articles that are in the cache, on all connections, as long as it takes. */
const readArticles = async (url: string): Promise<{ p50: number; p99: number }> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const taken: number[] = []
  const end = performance.now() + seconds * 1000
  const readOn = async (first: number) => {
    for (let n = first; performance.now() < end; n += 1) {
      const before = performance.now()
      await ask(agent, `${url}/articles/article-${String(n % 50).padStart(6, '0')}`)
      taken.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, first) => readOn(first)))
  agent.destroy()
  const sorted = taken.slice(1000).toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

/** No two searches are alike, so none is answered from the cache. */
const searchOnAndOn = async (url: string, isOver: () => boolean, q: (n: number) => string): Promise<void> => {
  const agent = new Agent({ keepAlive: true })
  for (let n = 0; !isOver(); n += 1) {
    await ask(agent, `${url}/search?q=${encodeURIComponent(`${q(n)} -none${n}`)}`)
  }
  agent.destroy()
}

const beside = async (url: string, q: (n: number) => string): Promise<{ p50: number; p99: number }> => {
  let isOver = false
  const searching = searchOnAndOn(url, () => isOver, q)
  const times = await readArticles(url)
  isOver = true
  await searching
  return times
}

/** By what is searched for meanwhile; the first alone. */
export const measureBeside = async (count: number): Promise<Record<string, Beside>> => {
  const server = spawn(process.execPath, ['bench/search-server.ts', String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const url = String(line)
    await readArticles(url)
    const alone = await readArticles(url)
    const all: Record<string, Beside> = { 'nobody searches': { ...alone, ratio: 1 } }
    for (const [name, q] of Object.entries(queries)) {
      const times = await beside(url, q)
      all[`somebody searches for ${name}`] = { ...times, ratio: times.p99 / alone.p99 }
    }
    return all
  } finally {
    server.kill()
  }
}
