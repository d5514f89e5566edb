import fastify, { type FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { addToServer, buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { isWildcard, originOf } from '../src/http/origin.ts'
import { libraryOf, written } from './support/app.ts'

test.each([
  ['0.0.0.0', true],
  ['0', true],
  ['0.0', true],
  ['0x0', true],
  ['::', true],
  ['::0', true],
  ['0:0:0:0:0:0:0:0', true],
  ['::ffff:0.0.0.0', true],
  ['localhost', false],
  ['127.0.0.1', false],
  ['::1', false],
  ['a_b.example', false],
  ['10.0.0.0', false],
])('whether %s is every address: %s', (host, expected) => {
  expect(isWildcard(host)).toBe(expected)
})

test.each([
  ['0.0.0.0', 'http://localhost:80'],
  ['::', 'http://localhost:80'],
  ['2001:db8::7', 'http://[2001:db8::7]:80'],
  ['::1', 'http://[::1]:80'],
  ['a.example', 'http://a.example:80'],
])('the origin of %s is %s', (host, origin) => {
  expect(originOf(host, 80)).toBe(origin)
})

test.each([
  ['[::]', '::'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['', 'localhost'],
])('HOST=%s', (value, host) => {
  expect(readConfig({ HOST: value }).HOST).toBe(host)
})

const library = () => libraryOf([written('one')])

/** Where absolute links of a server begin once it listens on a host, with `{port}` for its port, and what it warned of. */
const linksOf = async (app: FastifyInstance, host: string, prefix: string) => {
  const warnings: string[] = []
  app.log.warn = (text: string) => void warnings.push(text)
  onTestFinished(() => app.close())
  await app.listen({ port: 0, host })
  const { port } = app.server.address() as AddressInfo
  const { feed_url: url } = (await app.inject(`${prefix}/feed.json`)).json<{ feed_url: string }>()
  return {
    url: url.replace(`:${port}`, ':{port}'),
    warnings: warnings.join().replaceAll(`:${port}`, ':{port}'),
  }
}

test.each<[settings: Record<string, string>, host: string, url: string]>([
  [{}, '127.0.0.1', 'http://localhost:{port}'],
  [{}, '127.0.0.2', 'http://localhost:{port}'],
  [{ HOST: '127.0.0.2' }, '127.0.0.2', 'http://127.0.0.2:{port}'],
  [{ HOST: 'a.example' }, '127.0.0.1', 'http://a.example:{port}'],
  [{ HOST: '0.0.0.0' }, '127.0.0.1', 'http://127.0.0.1:{port}'],
  [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://a.example/x' }, '0.0.0.0', 'https://a.example/x'],
])('a server with %j that listens on %s links to %s', async (settings, host, url) => {
  const app = await buildApp({ library: await library(), config: readConfig(settings) })
  expect(await linksOf(app, host, '')).toEqual({ url: `${url}/feed.json`, warnings: '' })
})

test.each(['0.0.0.0', '0'])('a server that listens on %s links to localhost, and says so', async (HOST) => {
  const app = await buildApp({ library: await library(), config: readConfig({ HOST }) })
  const { url, warnings } = await linksOf(app, HOST, '')
  expect(url).toBe('http://localhost:{port}/feed.json')
  expect(warnings).toContain('http://localhost:{port}')
  expect(warnings).toContain('PUBLIC_URL')
})

test.each([
  ['127.0.0.1', 'http://127.0.0.1:{port}', false],
  ['127.0.0.2', 'http://127.0.0.2:{port}', false],
  ['0.0.0.0', 'http://localhost:{port}', true],
])('a plugin of a server that listens on %s links to %s', async (host, origin, isWarned) => {
  const config = readConfig({})
  const app = fastify()
  await app.register(addToServer, { prefix: '/content', library: await library(), config })
  const { url, warnings } = await linksOf(app, host, '/content')
  expect([url, warnings.includes('PUBLIC_URL')]).toEqual([`${origin}/content/feed.json`, isWarned])
})

test('before a server listens, no link leads to a wildcard address', async () => {
  const app = await buildApp({ library: await library(), config: readConfig({ HOST: '::', PORT: '80' }) })
  const { feed_url: url } = (await app.inject('/feed.json')).json<{ feed_url: string }>()
  expect(url).toBe('http://localhost/feed.json')
  await app.close()
})
