/** Measures articles that are not in memory, and a cached one beside other work: `npm run bench:miss -- --help`. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ask, firstAnswer, freePort } from './ask.ts'
import { drawBars } from './chart.ts'
import { type Children, keepChildren, type Server } from './children.ts'
import { maqal, raw } from './contenders.ts'
import { fileOf, pathOf, textOf, writeCorpus } from './corpus.ts'
import { describeMachine } from './machine.ts'
import { number, table } from './report.ts'
import { say } from './rounds.ts'
import { median } from './figures.ts'
import { askAll, type Sequence } from './sequence.ts'
import { setStage } from './stage.ts'
import { runMain } from './main.ts'

const help = `npm run bench:miss -- [--articles N] [--memory N,N,N]

  --articles  how many articles; memory holds a twentieth of them (8000)
  --memory    of how many articles of 2 KB the memory is measured (1000,10000,100000)

Writes bench/miss.md and bench/miss.svg with the default articles, else it only prints.
`

const usual = 8000

/** Bytes of an answer, about. */
const sizeOfAnswer = 13_000

/** Requests for one cached article, beside each kind of work. */
const cachedRequests = 5000

/** Numbers from `from` to below `to`, each once, in an order that looks random and is always the same. */
const shuffled = (from: number, to: number, seed: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index).toSorted(
    (one, other) => Math.sin(one * seed) - Math.sin(other * seed),
  )

/** Articles that are asked for before memory is measured again. */
const mostAsked = 10_000

/** Milliseconds until all that was answered is on the disk. */
const keeping = 3000

type Running = { port: number; server: Server }

const start = async (children: Children, env: Record<string, string>): Promise<Running> => {
  const port = await freePort()
  const command = maqal(port)
  const server = children.start({ ...command, env: { ...command.env, ...env } })
  await firstAnswer(server, `http://127.0.0.1:${port}${pathOf(0)}`, 1_800_000)
  return { port, server }
}

const megabytes = ({ server }: Running): number => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return (Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]) * 1024) / 1e6
}

type Row = { title: string; sequence: Sequence; to: Sequence }

const medianOf = (rounds: readonly Sequence[]): Sequence => {
  const of = (figure: keyof Sequence) => median(rounds.map((round) => round[figure]))
  return { rate: of('rate'), p50: of('p50'), p99: of('p99'), cpu: of('cpu'), failures: of('failures') }
}

/**
 * Asks each of two servers in turn, on and on until the work is done: what one loses that has nothing to do with the work is lost to
 * the machine. Resolves with the medians of the rounds.
 */
const cachedWhile = async (
  both: readonly [Running, Running],
  work: () => Promise<unknown>,
): Promise<[Sequence, Sequence]> => {
  const paths = Array.from({ length: cachedRequests }, () => pathOf(0))
  const askOne = ({ port, server }: Running) => askAll({ port, pid: server.pid, paths, coding: 'identity' })
  const state = { isDone: false }
  const working = work().finally(() => (state.isDone = true))
  const [rounds, others]: [Sequence[], Sequence[]] = [[], []]
  do {
    rounds.push(await askOne(both[0]))
    others.push(await askOne(both[1]))
  } while (!state.isDone)
  await working
  return [medianOf(rounds), medianOf(others)]
}

/** Searches without a pause from one connection. */
const searches = async ({ port }: Running): Promise<void> => {
  const end = performance.now() + 10_000
  for (let turn = 0; performance.now() < end; turn += 1)
    await ask(`http://127.0.0.1:${port}/search?q=${encodeURIComponent('وزير مجلس')}&page=${1 + (turn % 50)}`)
}

/** An article of almost 5 MB, of as many paragraphs as there may be. */
const worst = (): string => {
  const text = 'من نص طويل جدا '.repeat(6)
  const paragraphs = Array.from({ length: 24_000 }, (_, index) => `الفقرة رقم ${index} ${text}`)
  return JSON.stringify({ title: 'W', outlet: 'O', language: 'ar', sections: [{ paragraphs }] })
}

const measure = async (count: number) => {
  const home = mkdtempSync(join(tmpdir(), 'maqal-bench-'))
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  const folder = join(home, 'articles')
  writeCorpus(folder, count)
  const children = keepChildren([], join(import.meta.dirname, '..'))
  const cacheBytes = String(Math.ceil((count * sizeOfAnswer) / 20))
  const env = { DATA_DIR: folder, INDEX_FILE: join(home, 'index.db'), CACHE_BYTES: cacheBytes }
  const maqalRunning = await start(children, env)
  const { port, server } = maqalRunning
  const atStart = megabytes(maqalRunning)
  const rows: Row[] = []

  const stage = join(home, 'stage')
  mkdirSync(stage)
  const rawPort = await freePort()
  const article = await ask(`http://127.0.0.1:${port}${pathOf(0)}`)
  const yardstick = children.start(raw(rawPort, setStage(stage, pathOf(0), article)))
  await firstAnswer(yardstick, `http://127.0.0.1:${rawPort}${pathOf(0)}`)
  const same = Array.from({ length: cachedRequests }, () => pathOf(0))
  const ofRaw = () => askAll({ port: rawPort, pid: yardstick.pid, paths: same, coding: 'identity' })
  const add = (title: string, sequence: Sequence, to: Sequence) => {
    rows.push({ title, sequence, to })
    say(
      `${title}: ${Math.round(sequence.rate)}/s, p99 ${sequence.p99.toFixed(1)} ms, ${sequence.cpu.toFixed(0)} µs`,
    )
  }
  await ofRaw()
  const base = await ofRaw()
  add('node:http, the same bytes and headers', base, base)
  const half = Math.floor(count / 2)
  const warming = Math.floor(count / 16)
  for (const coding of ['identity', 'br'])
    await askAll({ port, pid: server.pid, coding, paths: shuffled(0, warming, 2).map(pathOf) })
  for (const [coding, from, to] of [
    ['identity', warming, half],
    ['br', half, count],
  ] as const) {
    const asked = { port, pid: server.pid, coding }
    const pathsOf = (turn: number) => shuffled(from, to, turn).map(pathOf)
    add(
      `random articles, asked the first time, ${coding}`,
      await askAll({ ...asked, paths: pathsOf(2) }),
      await ofRaw(),
    )
    await sleep(keeping)
    await askAll({ ...asked, paths: same })
    const rounds: [Sequence, Sequence, Sequence][] = []
    for (let turn = 3; turn < 6; turn += 1)
      rounds.push([
        await askAll({ ...asked, paths: same }),
        await askAll({ ...asked, paths: pathsOf(turn) }),
        await ofRaw(),
      ])
    const [cached, before, other] = [0, 1, 2].map((at) => medianOf(rounds.map((round) => round[at] ?? base)))
    add(`a cached article, ${coding}`, cached ?? base, other ?? base)
    add(`random articles, asked before, ${coding}`, before ?? base, other ?? base)
  }
  const underLoad = megabytes(maqalRunning)
  const both = [maqalRunning, { port: rawPort, server: yardstick }] as const
  const [quiet, quietRaw] = await cachedWhile(both, () => sleep(5000))
  add('a cached article, quiet', quiet, quiet)
  add('node:http, quiet', quietRaw, quietRaw)
  const addWhile = async (title: string, work: () => Promise<unknown>) => {
    const [taken, ofOther] = await cachedWhile(both, work)
    add(`a cached article, while ${title}`, taken, quiet)
    add(`node:http, while ${title} in maqal`, ofOther, quietRaw)
  }
  await addWhile('searches run', () => searches(maqalRunning))
  const change = async () => {
    const changed = Math.min(count - 1, 10_000)
    for (let index = 1; index <= changed; index += 1)
      writeFileSync(join(folder, fileOf(index)), textOf(index, 2))
    const title = async () => (await ask(`http://127.0.0.1:${port}${pathOf(changed)}`)).body.toString()
    while (!(await title()).includes('[2]')) await sleep(200)
  }
  await addWhile(`${number(Math.min(count - 1, 10_000))} files change`, change)
  const readWorst = async () => {
    writeFileSync(join(folder, 'worst.json'), worst())
    while ((await ask(`http://127.0.0.1:${port}/articles/worst/sections`)).status !== 200) await sleep(100)
  }
  await addWhile('a file of 5 MB is read', readWorst)
  await children.end(server)
  return { rows, atStart, underLoad }
}

/** Stops a server as an operator does: what it has made is kept. */
const stop = async ({ server }: Running, children: Children): Promise<void> => {
  const ended = once(server.process, 'exit')
  process.kill(server.pid, 'SIGTERM')
  await ended
  await children.end(server)
}

/** Megabytes of memory after a cold start, a warm one, and up to 10,000 random articles, and the milliseconds of the starts. */
const measureMemory = async (count: number): Promise<string[]> => {
  const home = mkdtempSync(join(tmpdir(), 'maqal-bench-'))
  try {
    const folder = join(home, 'articles')
    writeCorpus(folder, count, 'short')
    const children = keepChildren([], join(import.meta.dirname, '..'))
    const env = { DATA_DIR: folder, INDEX_FILE: join(home, 'index.db') }
    const cells: string[] = []
    for (let turn = 0; turn < 2; turn += 1) {
      const before = performance.now()
      const running = await start(children, env)
      cells.push(number(performance.now() - before))
      await sleep(2000)
      cells.push(number(megabytes(running)))
      const paths = shuffled(0, count, 2).slice(0, mostAsked).map(pathOf)
      await askAll({ port: running.port, pid: running.server.pid, paths, coding: 'br' })
      cells.push(number(megabytes(running)))
      await stop(running, children)
    }
    return [number(count), ...cells]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const memoryHead = [
  'articles of 2 KB',
  'cold start ms',
  'MB',
  'MB, asked',
  'warm start ms',
  'MB',
  'MB, asked',
]

const main = async () => {
  const { values } = parseArgs({
    options: {
      articles: { type: 'string', default: String(usual) },
      memory: { type: 'string', default: '1000,10000,100000' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return say(help)
  const count = Number(values.articles)
  const sizes = values.memory.split(',').filter(Boolean).map(Number)
  if (![count, ...sizes].every((size) => Number.isInteger(size) && size >= 100))
    throw new Error('--articles and --memory take whole numbers from 100')
  const { rows, atStart, underLoad } = await measure(count)
  const sized: string[][] = []
  for (const size of sizes) sized.push(await measureMemory(size))
  const load = loadavg()[0]?.toFixed(1)
  const about = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}, load ${load}. ${count} articles of about 10 KB, CACHE_BYTES a twentieth of them, 32 connections. In brackets the ratio to node:http measured right after; of the last rows, to the quiet one: those of node:http say what the machine takes while maqal works beside.`
  const ratio = (value: number, to: number) => `${number(value)} (${(value / to).toFixed(2)})`
  const lines = table([
    ['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request'],
    ...rows.map(({ title, sequence: { rate, p50, p99, cpu }, to }) => [
      title,
      ratio(rate, to.rate),
      ratio(p50, to.p50),
      ratio(p99, to.p99),
      ratio(cpu, to.cpu),
    ]),
  ])
  const memory = `Memory (RSS): ${number(atStart)} MB after a cold start, ${number(underLoad)} MB after random articles.`
  const memories = sized.length === 0 ? [] : [table([memoryHead, ...sized]).join('\n')]
  const text = `${[about, lines.join('\n'), memory, ...memories].join('\n\n')}\n`
  say(`\n${text}`)
  if (count !== usual) return
  writeFileSync(join(import.meta.dirname, 'miss.md'), text)
  const bars = rows.map(({ title, sequence: { rate }, to }) => ({ title, ratio: rate / to.rate }))
  const caption = `${count} articles, memory for a twentieth; the last eight relative to the quiet ones`
  writeFileSync(
    join(import.meta.dirname, 'miss.svg'),
    drawBars(bars, { title: 'Requests per second, relative to raw node:http', caption }),
  )
}

await runMain(main)
