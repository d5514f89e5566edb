import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { beBusy, newTally, type Tally } from '../support/busy.ts'
import { findNginx, freePort, type Nginx, startNginx } from '../support/nginx.ts'
import { folderOf, maqalServe } from '../support/process.ts'
import { requestOf } from '../support/raw.ts'

// What is lost when a server is told to stop: real processes, real sockets, a real proxy where there is one.

const clients = 40

/** Milliseconds in which a server with the usual settings has ended (see docs/stopping.md). */
const longest = 6000

const articles = (count: number, text = 'word '.repeat(2000)) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `a-${index}.json`,
      JSON.stringify({
        title: `T ${index}`,
        outlet: 'O',
        language: 'en',
        sections: [{ paragraphs: [text] }],
      }),
    ]),
  )

/** Paths that are kept ready, that are made anew each time, and that are errors. */
const mixed = (count: number): string =>
  [`/articles/a-${count % 20}`, `/articles?limit=${(count % 99) + 1}`, `/articles/a-${count % 20}.html`][
    count % 3
  ] ?? '/'

const inUse = (tally: Tally, port: number, isOver?: () => boolean) =>
  Promise.all(
    Array.from({ length: clients }, () => beBusy({ port, path: mixed, tally, ...(isOver && { isOver }) })),
  )

/** Tells a server to stop; its exit code, and how long it took. */
const stopped = async ({ kill, exited }: Awaited<ReturnType<typeof maqalServe>>) => {
  const started = performance.now()
  kill('SIGTERM')
  const code = await exited
  return { code, milliseconds: Math.round(performance.now() - started) }
}

test.each([
  [1, '1'],
  [2, '1'],
  [3, '1'],
  [4, '1'],
  [5, '1'],
  [6, '2'],
  [7, '2'],
])('run %i: 40 busy clients lose nothing when the server stops (WORKERS=%s)', async (run, workers) => {
  const server = await maqalServe([folderOf(articles(20))], { env: { WORKERS: workers } })
  const tally = newTally()
  const busy = inUse(tally, server.port)
  await expect.poll(() => tally.answered, { timeout: 60_000 }).toBeGreaterThan(2000)
  const before = tally.answered
  const { code, milliseconds } = await stopped(server)
  await busy
  const { answered, closed, lostOnReused, lostOnNew } = tally
  const after = answered - before
  console.info({ run, code, milliseconds, answered, after, closed, lostOnReused, lostOnNew })
  expect([code, lostOnReused]).toEqual([0, 0])
  expect(tally.statuses).toEqual(new Set([200]))
  // Each learnt it from an answer, and was let in again while the server still listened.
  expect(closed).toBeGreaterThan(clients)
  expect(milliseconds).toBeLessThan(longest)
})

/** Sends a request, and reads its answer from `begin` on, so many bytes each 20 ms. */
const readSlowly = (port: number, path: string, bytes: number) => {
  const socket = connect(port, 'localhost')
  const received: Buffer[] = []
  socket.on('error', () => undefined)
  socket.write(requestOf(`GET ${path}`, { 'Accept-Encoding': 'identity' }))
  const ended = (async () => {
    while (!socket.readableEnded && !socket.destroyed) {
      const chunk = (socket.read(bytes) ?? socket.read()) as Buffer | null
      if (chunk !== null) received.push(chunk)
      await sleep(20)
    }
  })()
  const lengths = () => {
    const all = Buffer.concat(received)
    const end = all.indexOf('\r\n\r\n')
    const told = Number(/^content-length: (\d+)/im.exec(all.toString('latin1', 0, end))?.[1])
    return { told, came: all.length - end - 4 }
  }
  return { socket, ended, received, lengths }
}

const large = () => folderOf(articles(1, 'A line of text that is long enough.\n'.repeat(134_000)))

test('a slow reader of 5 MB gets all of it', async () => {
  const server = await maqalServe([large()])
  const reader = readSlowly(server.port, '/articles/a-0', 32 * 1024)
  await expect.poll(() => reader.received.length, { timeout: 20_000 }).toBeGreaterThan(0)
  const { code, milliseconds } = await stopped(server)
  await reader.ended
  const { told, came } = reader.lengths()
  console.info({ slowReader: { code, milliseconds, told, came } })
  expect(told).toBeGreaterThan(4_900_000)
  expect([code, came]).toEqual([0, told])
})

test('a reader that never reads does not hold it', async () => {
  const server = await maqalServe([large()])
  const socket = connect(server.port, 'localhost')
  onTestFinished(() => void socket.destroy())
  socket.pause()
  socket.on('error', () => undefined)
  socket.write(requestOf('GET /articles/a-0', { 'Accept-Encoding': 'identity' }))
  await expect.poll(() => socket.bytesWritten, { timeout: 20_000 }).toBeGreaterThan(0)
  const { code, milliseconds } = await stopped(server)
  console.info({ neverReads: { code, milliseconds } })
  expect(code).toBe(0)
})

/** A connection that says nothing, or nothing after one answer. */
const idle = (port: number, isUsed: boolean): Promise<Socket> =>
  new Promise((open, failed) => {
    const socket = connect(port, 'localhost')
    socket.on('error', failed)
    onTestFinished(() => void socket.destroy())
    socket.on('connect', () => (isUsed ? socket.write(requestOf('GET /health/live')) : open(socket)))
    socket.on('data', () => open(socket))
  })

test('1,000 connections that say nothing are closed at the end of the grace period', async () => {
  const server = await maqalServe([folderOf(articles(1))])
  const sockets: Socket[] = []
  for (let count = 0; count < 1000; count += 1) sockets.push(await idle(server.port, count % 2 === 0))
  const closed = Promise.all(sockets.map((socket) => new Promise((ended) => socket.on('close', ended))))
  const { code, milliseconds } = await stopped(server)
  await closed
  console.info({ idle: { code, milliseconds } })
  expect(code).toBe(0)
  expect(milliseconds).toBeGreaterThan(1500)
  expect(milliseconds).toBeLessThan(longest)
})

/** As docs/stopping.md has it. */
const inFront = (port: number, instances: readonly number[]): string => `
  upstream maqal {
    ${instances.map((instance) => `server localhost:${instance} max_fails=0;`).join(' ')}
    keepalive 32;
  }
  server {
    listen ${port};
    location / {
      proxy_pass http://maqal;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }`

const nginx = findNginx()
if (nginx === undefined) console.info('there is no nginx here: the rolling restart behind it is not tested')

test.runIf(nginx !== undefined)(
  'two instances behind nginx are restarted one after the other: nothing is lost',
  async () => {
    const folder = folderOf(articles(20))
    const start = (port: number) => maqalServe([folder], { env: { PORT: String(port) } })
    const ports = [await freePort(), await freePort()]
    const servers = await Promise.all(ports.map(start))
    const proxy = await startNginx(nginx as Nginx, (port) => inFront(port, ports))
    const tally = newTally()
    let isOver = false
    const busy = inUse(tally, proxy, () => isOver)
    await expect.poll(() => tally.answered, { timeout: 60_000 }).toBeGreaterThan(1000)
    for (const [index, port] of ports.entries()) {
      const server = servers[index]
      if (server !== undefined) expect((await stopped(server)).code).toBe(0)
      await start(port)
      const before = tally.answered
      await expect.poll(() => tally.answered - before, { timeout: 60_000 }).toBeGreaterThan(500)
    }
    isOver = true
    await busy
    const { answered, lostOnReused, lostOnNew, statuses } = tally
    console.info({ nginx: { answered, lostOnReused, lostOnNew, statuses: [...statuses] } })
    expect([lostOnReused, lostOnNew]).toEqual([0, 0])
    expect(statuses).toEqual(new Set([200]))
  },
)
