import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import fastify, { type FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { buildApp as buildPublicApp, maqal } from '../src/index.ts'
import { libraryOf, written } from './support/app.ts'
import { ask } from './support/raw.ts'

type Headers = Record<string, string>

const long = 'A long text, so that it is coded. '.repeat(60)
const articles = [
  written('a', { dateModified: '2021-03-04T05:06:07Z' }),
  written('b', { sections: [{ heading: 'H', paragraphs: [long] }] }),
]

/** What is of the connection, or of the moment. */
const ofTheConnection = new Set(['date', 'connection', 'keep-alive'])

const essence = (status: number, headers: object, body: Buffer) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !ofTheConnection.has(name))
      .map(([name, value]): [string, string] => [name, String(value)])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ),
  body: body.toString('latin1'),
})

const byInject = async (app: FastifyInstance, request: string, headers: Headers) => {
  const [method = '', url = ''] = request.split(' ')
  const {
    statusCode,
    headers: given,
    rawPayload,
  } = await app.inject({ method: method as 'GET', url, headers })
  return essence(statusCode, given, rawPayload)
}

const bySocket = async (port: number, request: string, headers: Headers) => {
  const { host: Host = 'localhost:80', ...rest } = headers
  const answer = await ask(port, request, { Host, ...rest })
  return essence(answer.status, answer.headers, answer.body)
}

const requests: [request: string, headers?: Headers][] = [
  ['GET /'],
  ['GET /', { accept: 'text/html' }],
  ['HEAD /articles'],
  ['GET /articles?limit=1&page=2'],
  ['GET /articles/a'],
  ['HEAD /articles/a'],
  ['GET /articles/a', { 'if-modified-since': 'Thu, 04 Mar 2021 05:06:07 GMT' }],
  ['GET /articles/a', { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ['GET /articles/a', { 'if-none-match': '*' }],
  ['HEAD /articles/a', { 'if-none-match': '"x", *' }],
  ['GET /articles/a', { 'if-match': '"x"' }],
  ['GET /articles/a', { range: 'bytes=0-9', 'if-range': '"x"' }],
  ['GET /articles/a', { accept: 'image/png' }],
  ['GET /articles/a', { accept: 'text/html' }],
  ['GET /articles/a.md'],
  ['GET /articles/a/sections/2?fields=id'],
  ['GET /articles/a/sections/A%20HEADING.txt'],
  ['GET /articles/b', { 'accept-encoding': 'br' }],
  ['GET /articles/b', { 'accept-encoding': 'gzip;q=0.5, br;q=0.1' }],
  ['HEAD /articles/b', { 'accept-encoding': 'gzip' }],
  ['GET /articles/b', { 'accept-encoding': 'identity;q=0, *;q=0' }],
  ['GET /articles/b', { 'accept-encoding': 'br', 'if-none-match': '*' }],
  ['GET /search?q=text'],
  ['GET /feed.atom'],
  ['GET /health/live'],
  ['GET /health/ready'],
  ['GET /openapi.json'],
  ['GET /articles/A'],
  ['GET /articles/'],
  ['GET /articles/none'],
  ['GET /articles/none', { accept: 'text/html' }],
  ['GET /articles?page=0'],
  ['GET /nothing'],
  ['GET /%ZZ'],
  ['GET /articles/%00'],
  [`GET /${'x'.repeat(9000)}`],
  ['OPTIONS /articles/a'],
  ['OPTIONS /articles/a', { origin: 'https://a.example', 'access-control-request-method': 'GET' }],
  ['GET /articles/a', { origin: 'https://a.example' }],
  ['GET /articles/a', { origin: 'https://b.example' }],
  ['GET /articles/none', { origin: 'https://a.example' }],
  ['GET /articles/a', { host: 'user@a' }],
  ['GET /articles/a', { expect: 'a-teapot' }],
  ['GET /articles/a', { upgrade: 'h2c' }],
  ['GET /articles/a', { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }],
  ['POST /articles'],
  ['DELETE /articles/a'],
  ['TRACE /articles'],
  ['QUERY /articles'],
  ['PROPFIND /articles'],
]

const settingsOf: Record<string, Headers> = {
  'any origin': {},
  'one origin': { CORS_ORIGINS: 'https://a.example', PUBLIC_URL: 'https://example.org/api' },
}

/** The first time what is asked for is made, the second time it is kept. */
test.each(
  Object.keys(settingsOf).flatMap((name) =>
    requests.map(([request, headers = {}]) => ({ name, request, headers })),
  ),
)(
  '$request with $headers is the same by inject and by a socket, of $name',
  async ({ name, request, headers }) => {
    const library = await libraryOf(articles)
    const app = await buildApp({ library, config: readConfig(settingsOf[name] ?? {}) })
    onTestFinished(() => app.close())
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const given = { 'user-agent': 'test', ...headers }
    const first = await bySocket(port, request, given)
    expect(await byInject(app, request, given)).toEqual(first)
    expect(await bySocket(port, request, given)).toEqual(first)
    expect(await byInject(app, request, given)).toEqual(first)
    expect(first.status).toBeLessThan(500)
  },
)

/** What holds absolute addresses. */
const absolute = ['/feed.atom', '/feed.json', '/articles/a.jsonld', '/articles/a.html', '/openapi.json']

const originsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/g)].map(([origin]) => origin)),
]

test.each(absolute)(
  '%s, answered before the server listens, has the right address afterwards',
  async (url) => {
    const app = await buildPublicApp({ library: await libraryOf(articles) })
    onTestFinished(() => app.close())
    const before = await app.inject(url)
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const after = await ask(port, `GET ${url}`)
    expect([before.statusCode, after.status]).toEqual([200, 200])
    expect(originsIn(after.body.toString())).toEqual([`http://localhost:${port}`])
    expect((await app.inject(url)).body).toBe(after.body.toString())
  },
)

test('what is being made when the server begins to listen is not kept', async () => {
  const library = await libraryOf(articles)
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const article: typeof library.article = async (id) => {
    const found = await library.article(id)
    await held
    return found
  }
  const app = await buildApp({ library: { ...library, article }, config: readConfig({}) })
  onTestFinished(() => app.close())
  const early = app.inject('/articles/a.jsonld')
  await app.listen({ port: 0, host: '127.0.0.1' })
  letGo()
  await early
  const { port } = app.server.address() as AddressInfo
  expect(originsIn((await app.inject('/articles/a.jsonld')).body)).toEqual([`http://localhost:${port}`])
})

test('the plugin answers with the address that its server listens on, whatever it answered before', async () => {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(maqal, { prefix: '/content', library: await libraryOf(articles) })
  await app.inject('/content/feed.atom')
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  const { body } = await app.inject('/content/feed.atom')
  expect([...body.matchAll(/http:\/\/[\w.]+:(\d+)\/content\//g)].map(([, found]) => found)).toContain(port)
  expect(new Set([...body.matchAll(/http:\/\/[\w.]+:(\d+)/g)].map(([, found]) => found))).toEqual(
    new Set([port]),
  )
})

test('at debug each request is logged once, whether it is kept or not', async () => {
  const lines: { msg: string; method: string; url: string; status: number; ms: number }[] = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as (typeof lines)[number])
      done()
    },
  })
  const app = await buildApp({
    library: await libraryOf(articles),
    config: readConfig({}),
    logger: { level: 'debug', stream },
  })
  onTestFinished(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const asked = ['GET /articles/a', 'GET /articles/a', 'HEAD /articles/a', 'GET /articles/none']
  for (const request of asked) await ask(port, request)
  await expect.poll(() => lines.filter(({ msg }) => msg === 'answered').length).toBe(asked.length)
  const answered = lines.filter(({ msg }) => msg === 'answered')
  expect(answered.map(({ method, url, status }) => `${method} ${url} ${status}`)).toEqual(
    asked.map((request) => `${request} ${request.endsWith('none') ? 404 : 200}`),
  )
  for (const { ms } of answered) expect(ms).toBeGreaterThanOrEqual(0)
})
