import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { json } from 'node:stream/consumers'
import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folderOf, maqal, maqalServe } from '../support/process.ts'
import { ask, exchange, requestOf } from '../support/raw.ts'

const text = (title: string, body: string) =>
  `---\ntitle: ${title}\noutlet: The Post\nlanguage: en\n---\n\n${body}\n`

/** The processes that a process has started, as Linux knows them. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

const pidOf = (log: string): number => Number(/"pid":(\d+)[^\n]*"url"/.exec(log)?.[1])

const serve = async (workers: number, env: Record<string, string> = {}) => {
  const folder = folderOf({ 'one.md': text('One', 'The first.'), 'two.md': text('Two', 'The second.') })
  const running = await maqalServe([folder], {
    env: { WORKERS: String(workers), POLL_INTERVAL: '1', ...env },
  })
  return { ...running, folder, main: pidOf(running.out()) }
}

/** What so many connections are answered, each its own. */
const askAll = (port: number, path: string, count = 12) =>
  Promise.all(Array.from({ length: count }, () => ask(port, `GET ${path}`)))

const write = (folder: string, name: string, content: string): void => {
  writeFileSync(join(folder, `.${name}`), content)
  renameSync(join(folder, `.${name}`), join(folder, name))
}

test('several processes answer alike, from one index, and see every change', async () => {
  const { port, folder, main } = await serve(3)
  expect(childrenOf(main)).toHaveLength(3)
  const all = await askAll(port, '/articles/one')
  expect(new Set(all.map(({ headers, body }) => `${headers['etag']} ${String(body)}`)).size).toBe(1)
  write(folder, 'one.md', text('One', 'The first, mended.'))
  await expect
    .poll(async () => (await askAll(port, '/articles/one')).every(({ body }) => body.includes('mended')), {
      timeout: 10_000,
    })
    .toBe(true)
  unlinkSync(join(folder, 'two.md'))
  await expect
    .poll(async () => (await askAll(port, '/articles/two')).every(({ status }) => status === 410), {
      timeout: 10_000,
    })
    .toBe(true)
  const found = await askAll(port, '/search?q=mended')
  expect(found.map(({ body }) => (JSON.parse(String(body)) as { total: number }).total)).toEqual(
    found.map(() => 1),
  )
})

test('a process that is killed is started again, and the others go on answering', async () => {
  const { port, main, out, folder } = await serve(2)
  const [first = 0] = childrenOf(main)
  process.kill(first, 'SIGKILL')
  await expect.poll(() => out(), { timeout: 10_000 }).toContain(`Process ${first} has ended (SIGKILL)`)
  await expect.poll(() => childrenOf(main).length, { timeout: 10_000 }).toBe(2)
  write(folder, 'one.md', text('One', 'The first, mended.'))
  await expect
    .poll(
      async () =>
        (await askAll(port, '/articles/one')).every(
          ({ status, body }) => status === 200 && body.includes('mended'),
        ),
      { timeout: 10_000 },
    )
    .toBe(true)
})

test('a process that hangs does not keep a change from the others, and is ended', async () => {
  const { port, main, folder, out } = await serve(2)
  const [first = 0, second = 0] = childrenOf(main)
  process.kill(first, 'SIGSTOP')
  write(folder, 'one.md', text('One', 'The first, mended.'))
  await expect
    .poll(
      async () => {
        const answers = await Promise.allSettled(
          Array.from({ length: 4 }, () => exchange(port, [requestOf('GET /articles/one')], { count: 1 })),
        )
        return answers.some(
          (one) =>
            one.status === 'fulfilled' &&
            one.value.answers.some(({ body }) => String(body).includes('mended')),
        )
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  expect(second).toBeGreaterThan(0)
  // It would answer from the old state when it goes on.
  await expect.poll(() => out(), { timeout: 10_000 }).toContain(`Process ${first} has ended (SIGKILL)`)
  await expect.poll(() => childrenOf(main).length, { timeout: 10_000 }).toBe(2)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s to the first process stops all', async (signal) => {
  const { port, main, kill, exited, out } = await serve(2, { SHUTDOWN_GRACE: '0' })
  const children = childrenOf(main)
  expect((await ask(port, 'GET /articles')).status).toBe(200)
  kill(signal)
  expect(await exited).toBe(0)
  for (const pid of children) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(out().match(/stopping/g)).toHaveLength(3)
})

test('one that is told to stop by itself ends its requests, and another takes its place', async () => {
  const { port, main } = await serve(2, { SHUTDOWN_GRACE: '0' })
  const [first = 0] = childrenOf(main)
  process.kill(first, 'SIGTERM')
  await expect.poll(() => childrenOf(main).filter((pid) => pid !== first).length, { timeout: 15_000 }).toBe(2)
  expect((await askAll(port, '/articles/one')).every(({ status }) => status === 200)).toBe(true)
})

test('a port that is taken, and a folder without articles, are told once', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise((listening) => other.once('listening', listening))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const folder = folderOf({ 'one.md': text('One', 'The first.') })
  const taken = await maqal(['serve', folder], {
    env: { WORKERS: '3', PORT: String(port), HOST: '127.0.0.1' },
  })
  expect(taken).toMatchObject({
    code: 1,
    err: `Port ${port} is taken on 127.0.0.1: stop what listens there, or set PORT\n`,
  })
  const bad = await maqal(['serve', folderOf({ 'a.json': '{' })], { env: { WORKERS: '3' } })
  expect(bad.code).toBe(1)
  expect(bad.err.match(/is not served/g)).toHaveLength(1)
})

/** Asks for the title of an article on a connection that stays open. */
const createReader = (port: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  return (): Promise<string> =>
    new Promise((done, failed) => {
      get({ port, host: 'localhost', agent, path: '/articles/one?fields=title' }, (response) => {
        done(json(response).then((answer) => (answer as { title: string }).title))
      }).on('error', failed)
    })
}

test('a reader who asks several processes in turn never sees an older state after a newer one', async () => {
  const { port, folder, main } = await serve(2, { POLL_INTERVAL: '0.02' })
  const readers = Array.from({ length: 4 }, () => createReader(port))
  const seen: number[] = []
  const state = { latest: 0, isOver: false }
  const reading = (async () => {
    for (let turn = 0; !state.isOver; turn += 1) {
      const title = (await readers[turn % readers.length]?.()) ?? ''
      state.latest = title === 'One' ? 0 : Number(title)
      seen.push(state.latest)
    }
  })()
  for (let edit = 1; edit <= 30; edit += 1) {
    write(folder, 'one.md', text(`"${edit}"`, 'Text.'))
    // One that is started meanwhile answers nothing newer than the others do.
    if (edit % 15 === 0) process.kill(childrenOf(main)[0] ?? 0, 'SIGTERM')
    await expect.poll(() => state.latest, { timeout: 10_000, interval: 2 }).toBe(edit)
  }
  state.isOver = true
  await reading
  const backwards = seen.filter((edit, index) => edit < (seen[index - 1] ?? 0))
  expect([seen.length > 500, backwards]).toEqual([true, []])
})
