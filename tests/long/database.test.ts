import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, onTestFinished, test, vi } from 'vitest'
import { written } from '../support/app.ts'
import { makeServer } from '../support/postgres-server.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

/** Faults of a database, for real: no wrong answer, none slower than its timeout, and no restart. Recovery times are printed. */

/** Milliseconds that an answer may take with the timeout of these tests, of 2 s, on a machine that has much else to do. */
const latest = 8000
const settings = { DATABASE_TIMEOUT: '2', CACHE_BYTES: '1000000' }

const count = 300

const titleOf = (number: number, edition: number): string => `Title ${number} of edition ${edition}`

const writeEdition = (folder: string, edition: number, many = count): void => {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < many; number += 1) {
    const article = written(`a-${number}`, { title: titleOf(number, edition) })
    writeFileSync(join(folder, `a-${number}.json`), JSON.stringify(article))
  }
}

const publish = (folder: string, url: string) => maqal(['publish', folder, '--database-url', url])

const newServer = async (of?: Parameters<typeof makeServer>[0]) => {
  const server = await makeServer(of)
  onTestFinished(() => server.remove())
  return server
}

type Seen = { status: number; title: string | undefined; ms: number; retryAfter: string | null }

const ask = async (url: string, number: number): Promise<Seen> => {
  const began = performance.now()
  const response = await fetch(`${url}/articles/a-${number}`)
  const body = (await response.json()) as { title?: string }
  const ms = performance.now() - began
  return { status: response.status, title: body.title, ms, retryAfter: response.headers.get('retry-after') }
}

/** Asks without a pause, 8 at a time, until it is ended; every answer is judged. */
const load = (url: string, isRight: (seen: Seen, number: number) => boolean) => {
  const state = { isOver: false, answers: 0, refused: 0, slowest: 0, wrong: [] as Seen[] }
  const run = async (own: number): Promise<void> => {
    for (let turn = own; !state.isOver; turn += 8) {
      const number = turn % count
      const seen = await ask(url, number)
      state.answers += 1
      state.slowest = Math.max(state.slowest, seen.ms)
      if (seen.status === 503 && seen.retryAfter !== null) state.refused += 1
      else if (!isRight(seen, number)) state.wrong.push(seen)
    }
  }
  const running = Promise.all(Array.from({ length: 8 }, (_, own) => run(own)))
  return {
    answers: () => state.answers,
    async end() {
      state.isOver = true
      await running
      return state
    },
  }
}

const readyStatus = async (url: string): Promise<number> => (await fetch(`${url}/health/ready`)).status

/** Milliseconds until it may be sent traffic, or not. */
const until = async (url: string, status: number): Promise<number> => {
  const began = performance.now()
  await vi.waitFor(async () => expect(await readyStatus(url)).toBe(status), { timeout: 20_000, interval: 20 })
  return Math.round(performance.now() - began)
}

const tell = (what: string, facts: object): void => {
  process.stdout.write(`${what}: ${JSON.stringify(facts)}\n`)
}

/** A folder that is published, and a replica that serves it. */
const serving = async () => {
  const server = await newServer()
  await server.start()
  const folder = folderOf({})
  writeEdition(folder, 1)
  expect((await publish(folder, server.url())).code).toBe(0)
  const replica = await maqalServe([], { env: { ...settings, DATABASE_URL: server.url() } })
  return { server, folder, url: replica.url }
}

type Server = Awaited<ReturnType<typeof makeServer>>

/** The processes of a server that was killed may be there for a moment. */
const startAgain = (server: Server) => vi.waitFor(() => server.start(), { timeout: 10_000, interval: 200 })

const faults: [name: string, harm: (server: Server) => unknown, mend: (server: Server) => unknown][] = [
  ['stopped', (server) => server.stop(), startAgain],
  ['killed', (server) => server.stop('SIGKILL'), startAgain],
  ['frozen', (server) => server.signal('SIGSTOP'), (server) => server.signal('SIGCONT')],
]

test.each(faults)('a database that is %s under load', async (name, harm, mend) => {
  const { server, url } = await serving()
  const kept = await ask(url, 1)
  const traffic = load(url, ({ title }, number) => title === titleOf(number, 1))
  await harm(server)
  const lost = await until(url, 503)
  expect(await ask(url, 1)).toMatchObject({ status: kept.status, title: kept.title })
  const other = await fetch(`${url}/articles?limit=7`)
  expect([other.status, other.headers.get('retry-after')]).toEqual([503, expect.any(String)])
  await mend(server)
  const found = await until(url, 200)
  expect((await fetch(`${url}/articles?limit=7`)).status).toBe(200)
  const { answers, refused, slowest, wrong } = await traffic.end()
  tell(name, { lost, found, answers, refused, slowest: Math.round(slowest) })
  expect(wrong).toEqual([])
  expect(slowest).toBeLessThan(latest)
})

/** Starts `maqal publish`, to be killed. */
const startPublishing = (folder: string, url: string): ChildProcess => {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [resolve('src/start.js'), 'publish', folder, '--database-url', url], {
    env: { PATH, HOME },
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test('a publish that is killed half-way changes nothing, and the next goes on', async () => {
  const { server, folder, url } = await serving()
  const many = 3000
  writeEdition(folder, 2, many)
  const traffic = load(url, ({ title }, number) => title === titleOf(number, 1))
  const sql = postgres(server.url(), { max: 1 })
  onTestFinished(() => sql.end())
  const staged = async (): Promise<number> => {
    const [row] = await sql`
      SELECT count(*)::integer AS staged FROM maqal.article, maqal.state WHERE entered > revision`
    return Number(row?.['staged'])
  }
  const child = startPublishing(folder, server.url())
  const exited = once(child, 'exit')
  await vi.waitFor(async () => expect(await staged()).toBeGreaterThan(0), { timeout: 60_000, interval: 20 })
  child.kill('SIGKILL')
  await exited
  const done = await staged()
  await sleep(700)
  const { wrong } = await traffic.end()
  expect(wrong).toEqual([])
  const second = await publish(folder, server.url())
  expect(second).toMatchObject({ code: 0 })
  const rest = Number(/(\d+) articles written/.exec(second.out)?.[1])
  tell('publish killed', { many, done, rest })
  expect(rest).toBe(many - done)
  await vi.waitFor(async () => expect((await ask(url, 1)).title).toBe(titleOf(1, 2)), { timeout: 3000 })
  const list = (await (await fetch(`${url}/articles?limit=1`)).json()) as { total: number }
  expect(list.total).toBe(many)
})

test('two publishes at once: the articles are those of one of them', async () => {
  const { server, url } = await serving()
  const folders = [2, 3].map((edition) => {
    const folder = folderOf({})
    writeEdition(folder, edition)
    return folder
  })
  const done = await Promise.all(folders.map((folder) => publish(folder, server.url())))
  const codes = done.map(({ code }) => code)
  tell('two publishes', { codes })
  expect(codes).toContain(0)
  for (const code of codes) expect([0, 3]).toContain(code)
  const editions = async () => {
    const seen = await Promise.all(Array.from({ length: 50 }, (_, number) => ask(url, number)))
    return [...new Set(seen.map(({ title }) => title?.at(-1)))]
  }
  await vi.waitFor(
    async () => {
      const [edition, ...others] = await editions()
      expect([['2', '3'].includes(edition ?? ''), others]).toEqual([true, []])
    },
    { timeout: 3000 },
  )
})

test('a standby serves reads, follows the primary, and is promoted under load', async () => {
  const { server: primary, folder } = await serving()
  await primary.stop()
  const standby = await newServer(primary)
  await primary.start()
  await standby.start()
  const both = `postgres://postgres@127.0.0.1:${standby.port},127.0.0.1:${primary.port}/postgres`
  const urls = [standby.url(), both, `${both}?target_session_attrs=primary`]
  const [reader, ...others] = await Promise.all(
    urls.map((url) => maqalServe([], { env: { ...settings, DATABASE_URL: url } })),
  )
  if (reader === undefined) throw new Error('no replicas')
  const replicas = [reader, ...others]
  await Promise.all(replicas.map(({ url }) => until(url, 200)))
  writeEdition(folder, 2)
  expect((await publish(folder, primary.url())).code).toBe(0)
  const shown = performance.now()
  await vi.waitFor(async () => expect((await ask(reader.url, 1)).title).toBe(titleOf(1, 2)), {
    timeout: 3000,
    interval: 20,
  })
  const followed = Math.round(performance.now() - shown)
  const traffic = replicas.map(({ url }) =>
    load(url, ({ title }, number) => title === titleOf(number, 2) || title === titleOf(number, 3)),
  )
  await primary.stop('SIGKILL')
  const sql = postgres(standby.url(), { max: 1 })
  await sql`SELECT pg_promote()`
  await sql.end()
  writeEdition(folder, 3)
  expect((await publish(folder, both)).code).toBe(0)
  await vi.waitFor(
    async () => {
      const titles = await Promise.all(replicas.map(async ({ url }) => (await ask(url, 1)).title))
      expect(titles).toEqual(replicas.map(() => titleOf(1, 3)))
    },
    { timeout: 3000 },
  )
  for (const each of traffic) {
    const { answers, refused, slowest, wrong } = await each.end()
    tell('promoted', { followed, answers, refused, slowest: Math.round(slowest) })
    expect(wrong).toEqual([])
    expect(slowest).toBeLessThan(latest)
  }
})

test('a replica that is killed leaves the other one, and a new one answers the same', async () => {
  const { server, url } = await serving()
  const second = await maqalServe([], { env: { ...settings, DATABASE_URL: server.url() } })
  const traffic = load(url, ({ title }, number) => title === titleOf(number, 1))
  second.kill('SIGKILL')
  await second.exited
  const third = await maqalServe([], { env: { ...settings, DATABASE_URL: server.url() } })
  const answers = await Promise.all(
    [url, third.url].map(async (at) => (await fetch(`${at}/articles`)).text()),
  )
  expect(answers[1]).toBe(answers[0])
  const { wrong, refused } = await traffic.end()
  expect([wrong, refused]).toEqual([[], 0])
})
