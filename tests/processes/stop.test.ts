import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildServer } from '../../src/app.ts'
import type { Article } from '../../src/article/article.ts'
import { stop } from '../../src/commands/stop.ts'
import { readConfig } from '../../src/config.ts'
import type { Library } from '../../src/library/library.ts'
import { libraryOf, written } from '../support/app.ts'
import { maqalServe } from '../support/process.ts'
import { ask, exchange, requestOf } from '../support/raw.ts'

const never = new AbortController().signal
const patience = { grace: 200, finish: 10_000, linger: 300 }

/** An article with so much text that no system takes the answer from the server at once. */
const enlarged = (article: Article): Article => ({
  ...article,
  sections: article.sections.map((section) => ({
    ...section,
    paragraphs: section.paragraphs.map((paragraph) => ({ ...paragraph, text: 'word '.repeat(2_000_000) })),
  })),
})

/** A library in which reading one of these articles takes until `open` is called; `large` is read at once. */
const gated = async () => {
  const library = await libraryOf([written('one'), written('two'), written('three'), written('large')])
  const waiting = new Set<string>()
  const gate = Promise.withResolvers<void>()
  const article: Library['article'] = async (id) => {
    const found = await library.article(id)
    if (id === 'large' && found.article !== null) return { ...found, article: enlarged(found.article) }
    if (found.article !== null) {
      waiting.add(id)
      await gate.promise
    }
    return found
  }
  return { library: { ...library, article }, waiting, open: gate.resolve }
}

const listening = async (library: Library) => {
  const server = await buildServer({ library, config: readConfig({ PORT: '0' }) })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => server.app.close())
  return { ...server, server, port: (server.app.server.address() as AddressInfo).port }
}

test('requests in flight when the stop begins are all answered; the last on a connection closes it', async () => {
  const { library, waiting, open } = await gated()
  const { port, server } = await listening(library)
  const alone = exchange(port, [requestOf('GET /articles/two')])
  const piped = exchange(port, [requestOf('GET /articles/one.md') + requestOf('HEAD /articles/three')], {
    count: 2,
  })
  await expect.poll(() => waiting.size, { timeout: 10_000 }).toBe(3)
  const stopped = stop(server, patience, never)
  open()
  const closes = ({ answers }: Awaited<typeof alone>) =>
    answers.map(({ status, headers }) => [status, headers['connection'] === 'close'])
  expect(closes(await alone)).toEqual([[200, true]])
  expect(closes(await piped)).toEqual([
    [200, false],
    [200, true],
  ])
  await stopped
})

test('an answer that is read slowly comes whole, and its connection may be used once more', async () => {
  const { library } = await gated()
  const { app, port, server } = await listening(library)
  const socket = connect(port, '127.0.0.1')
  socket.write(requestOf('GET /articles/large.txt', { 'Accept-Encoding': 'identity' }))
  await new Promise((begun) => socket.once('readable', begun))
  const stopped = stop(server, { ...patience, linger: 5000 }, never)
  await expect.poll(() => app.server.listening, { timeout: 10_000 }).toBe(false)
  let head = ''
  let length = 0
  let second = ''
  socket.on('data', (chunk) => {
    if (head === '') head = chunk.toString('latin1', 0, chunk.indexOf('\r\n\r\n') + 4)
    length += chunk.length
    const whole = head.length + Number(/^content-length: (\d+)/m.exec(head)?.[1])
    if (length === whole) socket.write(requestOf('GET /'))
    else if (length > whole) second += chunk.toString('latin1')
  })
  await new Promise((ended) => socket.on('close', ended))
  expect(head).not.toMatch(/^connection: close/im)
  expect(second).toMatch(/^HTTP\/1\.1 200 [^]*\r\nconnection: close\r\n/i)
  await stopped
})

const addresses = [
  '/',
  '/articles?limit=7',
  '/nothing',
  '/articles/nothing',
  '/articles?limit=x',
  '/openapi.json',
]

test('SIGTERM: readiness is 503 and every answer closes its connection, while new ones are accepted', async () => {
  const server = await maqalServe([], { env: { SHUTDOWN_GRACE: '60' } })
  const { headers } = await fetch(server.url, { headers: { connection: 'close' } })
  const silent = connect(server.port, 'localhost')
  onTestFinished(() => void silent.destroy())
  server.kill('SIGTERM')
  const isReady = async () => (await ask(server.port, 'GET /health/ready')).status
  await expect.poll(isReady, { timeout: 10_000 }).toBe(503)
  const requests = [
    ...addresses.flatMap((path) => [requestOf(`GET ${path}`), requestOf(`HEAD ${path}`)]),
    requestOf('GET /', { 'If-None-Match': headers.get('etag') ?? '' }),
    requestOf('GET /', { Accept: 'image/png' }),
    requestOf('OPTIONS /articles'),
    requestOf('GET /health/live'),
    requestOf('POST /articles'),
    requestOf('GET /', { Host: 'a, b' }),
    'nonsense\r\n\r\n',
  ]
  for (const request of requests) {
    const { answers, isClosedByServer } = await exchange(server.port, [request], { count: 2 })
    expect(
      answers.map((answer) => answer.headers['connection']),
      request,
    ).toEqual(['close'])
    expect(isClosedByServer, request).toBe(true)
  }
  server.kill('SIGINT')
  expect(await server.exited).toBe(0)
})

test('SIGTERM, and then the rest of a request: it is answered', async () => {
  const server = await maqalServe([], { env: { SHUTDOWN_GRACE: '0.2' } })
  const halves = async function* () {
    yield 'GET /articles HTTP/1.1\r\nHost: loc'
    server.kill('SIGTERM')
    await expect
      .poll(
        () =>
          fetch(server.url).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(false)
    yield 'alhost\r\n\r\n'
  }
  const { answers } = await exchange(server.port, halves(), { timeout: 15_000 })
  expect(answers.map(({ status, headers }) => [status, headers['connection']])).toEqual([[200, 'close']])
  expect(await server.exited).toBe(0)
})

test('a server to which nobody is connected stops at once, however long the grace period', async () => {
  const server = await maqalServe([], { env: { SHUTDOWN_GRACE: '3600' } })
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
})

test.each(['SIGTERM', 'SIGINT'] as const)('a second signal, %s, does not wait for anyone', async (signal) => {
  const server = await maqalServe([], { env: { SHUTDOWN_GRACE: '3600' } })
  const half = connect(server.port, 'localhost')
  half.on('error', () => undefined)
  half.write('GET / HTTP/1.1\r\n')
  await new Promise((connected) => half.on('connect', connected))
  server.kill('SIGTERM')
  await expect.poll(() => server.out().includes('SIGTERM: stopping'), { timeout: 10_000 }).toBe(true)
  server.kill(signal)
  expect(await server.exited).toBe(0)
})
