import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp, maqal, openLibrary } from '../src/index.ts'
import { articleText, save } from './support/folder.ts'
import { folderOf } from './support/process.ts'

/** Another server, with a route of its own and the service below a prefix. */
const host = async (settings: Record<string, string> = {}) => {
  const folder = folderOf({ 'one.json': articleText('one') })
  const library = await openLibrary(folder, { pollInterval: 0.1 })
  const app = fastify()
  app.get('/own', async () => ({ own: true }))
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
  const { servers } = (await app.inject('/content/openapi.json')).json<{ servers: unknown }>()
  expect(servers).toEqual([{ url: '/content' }])
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
  const { app, library } = await host({ CACHE_CONTROL: 'no-cache' })
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
