import { unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildApp, maqal, openLibrary, type Report } from '../src/index.ts'
import { articleText, save } from './support/folder.ts'
import { folderOf } from './support/process.ts'
import { exchange, requestOf } from './support/raw.ts'

type Options = {
  settings?: Record<string, string>
  files?: Record<string, string>
  options?: FastifyServerOptions
  /** What the other server does before the service is registered. */
  prepare?: (app: FastifyInstance) => void
}

/** Another server, with a route of its own and the service below a prefix. */
const host = async ({ settings = {}, files = {}, options = {}, prepare }: Options = {}) => {
  const folder = folderOf({ 'one.json': articleText('one'), ...files })
  const library = await openLibrary(folder, { pollInterval: 0.1 })
  const app = fastify(options)
  app.get('/own', async () => ({ own: true }))
  prepare?.(app)
  await app.register(maqal, { prefix: '/content', library, settings })
  onTestFinished(async () => {
    await app.close()
    await library.close()
  })
  return { app, folder, library }
}

test('every link of an answer holds the prefix, and leads on', async () => {
  const { app } = await host()
  const { links } = (await app.inject('/content/')).json<{ links: Record<string, string> }>()
  for (const link of Object.values(links).filter((address) => !/search/.test(address))) {
    expect(link).toMatch(/^\/content\//)
    expect((await app.inject(link)).statusCode, link).toBe(200)
  }
  const { items } = (await app.inject('/content/articles')).json<{ items: { links: { self: string } }[] }>()
  expect((await app.inject(items[0]?.links.self ?? '')).statusCode).toBe(200)
})

test('the OpenAPI document names the address that the other server listens on', async () => {
  const { app } = await host()
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  const { servers } = (await app.inject('/content/openapi.json')).json<{ servers: { url: string }[] }>()
  expect(servers.map(({ url }) => new URL(url))).toMatchObject([{ port, pathname: '/content' }])
})

test('errors below the prefix are problems, those above are the other server’s', async () => {
  const { app } = await host()
  const problem = await app.inject('/content/articles/none')
  expect(problem.headers['content-type']).toBe('application/problem+json')
  expect(problem.json()).toMatchObject({
    type: '/content/problems/not-found',
    instance: '/content/articles/none',
  })
  expect((await app.inject('/content/nothing')).json()).toMatchObject({ status: 404, title: 'Not found' })
  const post = await app.inject({ method: 'POST', url: '/content/articles', payload: { a: 1 } })
  expect([post.statusCode, post.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS'])
  expect((await app.inject('/nothing')).json()).toHaveProperty('message')
  expect((await app.inject('/own')).json()).toEqual({ own: true })
  expect((await app.inject('/own')).headers).not.toHaveProperty('access-control-allow-origin')
})

test('ETags, HEAD, OPTIONS and codings are as on a server of its own', async () => {
  const { app, library } = await host({ settings: { CACHE_CONTROL: 'no-cache' } })
  const url = '/content/articles/one'
  const get = await app.inject(url)
  expect(get.headers['cache-control']).toBe('no-cache')
  const headers = { 'if-none-match': String(get.headers['etag']) }
  expect((await app.inject({ url, headers })).statusCode).toBe(304)
  const head = await app.inject({ url, method: 'HEAD' })
  expect([head.body, head.headers['etag']]).toEqual(['', get.headers['etag']])
  expect((await app.inject({ url, method: 'OPTIONS' })).headers['allow']).toBe('GET, HEAD, OPTIONS')
  const alone = await buildApp({ library })
  expect((await alone.inject('/articles/one')).statusCode).toBe(200)
})

test('the folder is followed until the library is closed', async () => {
  const { app, folder } = await host()
  expect((await app.inject('/content/articles/two')).statusCode).toBe(404)
  save(folder, 'two.json', articleText('two'))
  await expect
    .poll(async () => (await app.inject('/content/articles/two')).statusCode, { timeout: 10_000 })
    .toBe(200)
  save(folder, 'two.json', '{')
  const faults = async () => (await app.inject('/content/health/ready')).json<{ faults: unknown[] }>().faults
  await expect.poll(faults, { timeout: 10_000 }).toMatchObject([{ file: 'two.json' }])
})

test('a folder with faults is not opened, and a bad setting not taken', async () => {
  await expect(openLibrary(folderOf({ 'bad.json': '{' }))).rejects.toThrow('bad.json:1:2')
  const library = await openLibrary(folderOf({}))
  await expect(buildApp({ library, settings: { PORT: 'x' } })).rejects.toThrow('PORT is "x"')
  await library.close()
})

test('reports and errors reach the host, on the console where it asks for none', async () => {
  const folder = folderOf({ 'one.json': articleText('one') })
  const [reports, errors]: [Report[], unknown[]] = [[], []]
  const onReport = (report: Report) => {
    reports.push(report)
    if (report.gone.length > 0) throw new Error('of the host')
  }
  const options = { pollInterval: 0.05, onReport, onError: (error: unknown) => errors.push(error) }
  const library = await openLibrary(folder, options)
  const console_ = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => console_.mockRestore())
  const silent = await openLibrary(folder, { pollInterval: 0.05 })
  writeFileSync(join(folder, 'two.json'), '{')
  await expect
    .poll(() => reports.flatMap(({ refused }) => refused), { timeout: 10_000 })
    .toMatchObject([{ file: 'two.json', isServed: false }])
  await expect
    .poll(() => console_.mock.calls.flat(), { timeout: 10_000 })
    .toEqual([
      expect.stringMatching(
        /^maqal: two\.json:1:2 {2}is not JSON.* {2}\(refused; nothing of it is served\)$/,
      ),
    ])
  unlinkSync(join(folder, 'two.json'))
  await expect.poll(() => errors, { timeout: 10_000 }).toMatchObject([{ message: 'of the host' }])
  await Promise.all([library.close(), silent.close()])
})

test('a server that is closed leaves the library as it was', async () => {
  const library = await openLibrary(folderOf({}), { pollInterval: 0 })
  const listening = new Set<unknown>()
  const watched = {
    ...library,
    onChange(listener: Parameters<typeof library.onChange>[0]) {
      listening.add(listener)
      const forget = library.onChange(listener)
      return () => {
        listening.delete(listener)
        forget()
      }
    },
  }
  const app = await buildApp({ library: watched })
  await app.ready()
  expect(listening.size).toBe(1)
  await app.close()
  expect(listening.size).toBe(0)
  await library.close()
})

const long = `${'long-'.repeat(19)}name1`

test('ids and headings of any length are addresses below a prefix', async () => {
  const heading = `A heading of ${'many words '.repeat(30)}`.trim()
  const text = JSON.stringify({
    id: long,
    title: 'T',
    outlet: 'O',
    language: 'en',
    sections: [{ id: `${long.slice(1)}2`, heading, paragraphs: [{ id: `${long.slice(1)}3`, text: 'x' }] }],
  })
  const { app } = await host({ files: { 'long.json': text } })
  const article = `/content/articles/${long}`
  const { links } = (await app.inject(article)).json<{ links: { alternates: { href: string }[] } }>()
  for (const path of [
    ...links.alternates.map(({ href }) => href),
    `${article}.json`,
    `${article}/sections.json`,
    `${article}/sections/${long.slice(1)}2.html`,
    `${article}/paragraphs/${long.slice(1)}3.txt`,
    `${article}/sections/${encodeURIComponent(heading)}`,
    `${article}/sections/${encodeURIComponent(heading)}.md`,
  ]) {
    expect((await app.inject(path)).statusCode, path).toBe(200)
    expect((await app.inject({ url: path, method: 'HEAD' })).statusCode, path).toBe(200)
  }
})

test('what hooks of the other server add is on every answer', async () => {
  const seen: string[] = []
  const { app } = await host({
    settings: { CORS_ORIGINS: 'https://a.example' },
    prepare(server) {
      server.addHook('onRequest', async (request, reply) => {
        reply.header('x-request-id', request.id)
        reply.header('strict-transport-security', 'max-age=1')
        reply.header('vary', ['X-Mode', 'Accept'])
        reply.header('cache-control', 'private')
        reply.raw.setHeader('x-raw', 'yes')
      })
      server.addHook('onSend', async (_request, reply, payload) => {
        reply.header('x-sent', 'yes')
        return payload
      })
      server.addHook('onResponse', async (request, reply) => {
        seen.push(`${request.url} ${reply.statusCode}`)
      })
    },
  })
  const url = '/content/articles/one'
  const tag = String((await app.inject(url)).headers['etag'])
  const added = {
    'x-request-id': expect.stringMatching(/./) as string,
    'strict-transport-security': 'max-age=1',
    'x-raw': 'yes',
    'x-sent': 'yes',
  }
  const others = {
    vary: 'Accept, Accept-Encoding, Origin, X-Mode',
    'cache-control': expect.stringContaining('max-age=60') as string,
  }
  for (const [asked, status] of [
    [{ url }, 200],
    [{ url, method: 'HEAD' }, 200],
    [{ url, headers: { 'if-none-match': tag } }, 304],
    [{ url: '/content/Articles' }, 308],
    [{ url: '/content/articles/none' }, 404],
    [{ url, method: 'OPTIONS' }, 204],
  ] as const) {
    const answer = await app.inject(asked)
    expect([answer.statusCode, answer.headers]).toEqual([status, expect.objectContaining(added)])
    if (status < 305 && status !== 204) expect(answer.headers).toMatchObject(others)
  }
  expect(seen.slice(0, 2)).toEqual([`${url} 200`, `${url} 200`])
})

test.each([
  ['/content/', 200],
  ['/content', 200],
  ['/content/articles/one?utm_source=x', 200],
  ['/content/articles/one?v=1', 400],
])('GET %s is %i', async (url, status) => {
  const { app } = await host()
  expect((await app.inject(url)).statusCode).toBe(status)
})

test('an Upgrade ends the connection', async () => {
  const { app } = await host()
  for (const url of ['/content/articles/one', '/content/articles/none']) {
    const headers = { connection: 'upgrade', upgrade: 'h2c' }
    expect((await app.inject({ url, headers })).headers['connection']).toBe('close')
  }
})

test('a redirect stays below the prefix', async () => {
  const { app } = await host()
  const answer = await app.inject('/content/Articles/ONE/?limit=1')
  expect([answer.statusCode, answer.headers['location']]).toEqual([308, '/content/articles/one?limit=1'])
  expect((await app.inject('/content//evil.example/')).statusCode).toBe(404)
})

test('the prefix may hold a parameter of the other server, and the server may read queries in its own way', async () => {
  const library = await openLibrary(folderOf({ 'one.json': articleText('one') }), { pollInterval: 0 })
  const app = fastify({ routerOptions: { querystringParser: () => ({ page: { all: ['x'] } }) } })
  await app.register(maqal, { prefix: '/sites/:site/content', library })
  expect((await app.inject('/sites/a/content/articles?page=1')).json()).toMatchObject({ page: 1, total: 1 })
  expect((await app.inject('/sites/a/content')).statusCode).toBe(200)
  await app.close()
  await library.close()
})

test('a host that closes: the answers under way close their connections too', async () => {
  const library = await openLibrary(folderOf({ 'one.json': articleText('one') }), { pollInterval: 0 })
  const gate = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const article: typeof library.article = async (id) => {
    asked.resolve()
    await gate.promise
    return library.article(id)
  }
  const app = fastify()
  app.addHook('preClose', async () => void setImmediate(gate.resolve))
  await app.register(maqal, { prefix: '/content', library: { ...library, article } })
  const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  const answer = exchange(Number(url.port), [requestOf('GET /content/articles/one')])
  await asked.promise
  const closed = app.close()
  const { answers } = await answer
  expect(answers.map(({ status, headers }) => [status, headers['connection']])).toEqual([[200, 'close']])
  await closed
  await library.close()
})
