import * as fc from 'fast-check'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ProblemAnswer } from '../src/article/answers.ts'
import { instanceOf } from '../src/http/target.ts'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { Unavailable } from '../src/library/library.ts'
import { libraryOf, serve, serveSample, written } from './support/app.ts'
import { exchange } from './support/raw.ts'

const article = '/articles/qatar-irgc-normalisation'

test.each([
  ['/articles/qatar', 404, 'There is no article "qatar".', { didYouMean: 'qatar-irgc-normalisation' }],
  ['/articles/__proto__', 404, 'There is no article "__proto__".', {}],
  ['/articles/constructor', 404, 'There is no article "constructor".', {}],
  [`${article}/sections/secret-vist`, 404, /has no section "secret-vist"/, { didYouMean: 'secret-visit' }],
  [`${article}/sections/7`, 404, /a position from 1 to 6/, {}],
  [`${article}/sections/0`, 404, /has no section "0"/, {}],
  [`${article}/paragraphs/lede-2`, 404, /has no paragraph "lede-2"/, { didYouMean: 'lede-1' }],
  ['/nothing', 404, 'Nothing stands at this address.', { available: ['/', '/articles'] }],
  ['/articles/..%2f..%2fetc%2fpasswd', 404, /There is no article/, {}],
  [
    '/articles?limt=3',
    400,
    /limt is unknown: the parameters here are outlet, .*page, limit/,
    { didYouMean: 'limit' },
  ],
  [
    '/articles?limit=101',
    400,
    'limit must be at most 100.',
    { errors: [{ parameter: 'limit', detail: 'must be at most 100' }] },
  ],
  ['/articles?limit=0', 400, 'limit must be at least 1.', {}],
  ['/articles?page=-1', 400, /page must be a whole number/, {}],
  ['/articles?page=1e9', 400, /page must be a whole number/, {}],
  ['/articles?page=1&page=2', 400, /page is given more than once/, {}],
  ['/articles?page=01', 400, /page must be a whole number from 1 to 1000000, without zeros before it/, {}],
  ['/articles?limit=0001', 400, /limit must be a whole number/, {}],
  ['/search?q=a&paragraphs=00', 400, /paragraphs must be a whole number/, {}],
  [`${article}?x=1`, 400, 'x is unknown: the parameters here are include, fields.', {}],
  ['/%ZZ', 400, /percent-encoded/, { instance: '/%25ZZ' }],
  ['/articles/%00', 400, /NUL/, {}],
  ['/articles/%ED%A0%80', 400, /percent-encoded/, {}],
])('GET %s is %i', async (url, status, detail, extras) => {
  const { ask } = await serveSample()
  const answer = await ask(url)
  expect(answer.status).toBe(status)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
  })
  const problem = ProblemAnswer.strict().parse(answer.json())
  expect(problem).toMatchObject({ status, instance: url, ...extras })
  expect(problem.detail).toMatch(detail)
})

test('a section that is not there lists those that are', async () => {
  const { ask } = await serveSample()
  expect((await ask(`${article}/sections/x`)).json()).toMatchObject({
    available: [
      'lede',
      'secret-visit',
      'qatars-help',
      'presidential-visits',
      'joint-military-drills',
      'qatari-iranian-deals',
    ],
  })
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY'])(
  '%s is 405 with Allow',
  async (method) => {
    const { ask } = await serveSample()
    const answer = await ask(article, {
      method,
      ...(method === 'TRACE' ? {} : { body: '{', headers: { 'content-type': 'application/json' } }),
    })
    expect(answer.status).toBe(405)
    expect(answer.headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS', connection: 'close' })
    expect(ProblemAnswer.parse(answer.json()).title).toBe('Method not allowed')
  },
)

test('a URL of 9,000 characters is 414', async () => {
  const { ask } = await serveSample()
  const answer = await ask(`/articles/${'x'.repeat(9000)}`)
  expect(ProblemAnswer.parse(answer.json())).toMatchObject({ status: 414, title: 'URI too long' })
  expect(answer.text.length).toBeLessThan(600)
})

test('a failure inside is 500 and says nothing of it', async () => {
  const library = await libraryOf([written('a')])
  const { ask } = await serve({
    ...library,
    article: () => Promise.reject(new Error('secret at /etc/x.ts:12')),
  })
  const answer = await ask('/articles/a')
  expect(answer.status).toBe(500)
  expect(answer.text).not.toMatch(/secret|\.ts|12/)
  expect(ProblemAnswer.parse(answer.json()).title).toBe('Internal error')
})

test.each([
  ['/articles/none', {}, 'Accept, Origin', 404],
  ['/articles/a?fields=none', {}, 'Accept, Origin', 400],
  ['/articles/a', { 'accept-encoding': 'identity;q=0, *;q=0' }, 'Accept, Accept-Encoding, Origin', 406],
  ['/articles/a', { accept: 'image/png' }, 'Accept, Accept-Encoding, Origin', 406],
  ['/articles/a', { 'if-match': '"x"' }, 'Accept, Origin', 412],
])('GET %s with %o many times at once: Vary is %s in each %i', async (url, headers, vary, status) => {
  const { ask } = await serve(await libraryOf([written('a')]), {
    CORS_ORIGINS: 'https://a.example, https://b.example',
  })
  const origins = [undefined, 'https://a.example', 'https://b.example', 'https://c.example']
  const asked = Array.from({ length: 12 }, (_, index) => origins[index % origins.length])
  for (const times of ['first', 'again']) {
    const answers = await Promise.all(
      asked.map((origin) => ask(url, { headers: { ...headers, ...(origin !== undefined && { origin }) } })),
    )
    for (const [index, answer] of answers.entries()) {
      const allowed = asked[index] === 'https://c.example' ? undefined : asked[index]
      expect([answer.status, answer.headers['vary']], times).toEqual([status, vary])
      expect(answer.headers['access-control-allow-origin'], times).toBe(allowed)
    }
  }
})

const uriReference = /^(?:%[\da-f]{2}|[\w\-.~!$&'()*+,;=:@/?])*$/i

test.each([
  ['/articles/a|b?x={y}^`z', '/articles/a%7Cb?x=%7By%7D%5E%60z'],
  ['/articles?tag[]=a', '/articles?tag%5B%5D=a'],
  ['/articles/<script>', '/articles/%3Cscript%3E'],
  ['/%ZZ%4', '/%25ZZ%254'],
  ['/%D9%82?q=a%20b', '/%D9%82?q=a%20b'],
  ['/\u00E9', '/%E9'],
  ['/\u0642', '/%D9%82'],
  // Letters that a pattern without case takes for k and s.
  ['/\u212A\u017F\u1E9B', '/%E2%84%AA%C5%BF%E1%BA%9B'],
  ['//evil.example/x', '/.//evil.example/x'],
  [`/${'x'.repeat(196)}%D9%82%D9%82`, `/${'x'.repeat(196)}`],
  [`/${'x'.repeat(193)}%D9%82%D9%82`, `/${'x'.repeat(193)}%D9%82`],
  [`/${'x'.repeat(192)}%F0%9F%92%A9`, `/${'x'.repeat(192)}`],
  [`/${'%F0%9F%92%A9'.repeat(20)}`, `/${'%F0%9F%92%A9'.repeat(16)}`],
])('the instance of %s is %s', (target, instance) => {
  expect(instanceOf(target)).toBe(instance)
})

test('every instance is a URI reference without a host, and is never cut inside a character', () => {
  const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.webPath(), fc.string().map(encodeURIComponent))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const target = `/${parts.join('/')}`
      const instance = instanceOf(target)
      expect(instance).toMatch(uriReference)
      expect(instance.startsWith('//')).toBe(false)
      expect(instance.length).toBeLessThanOrEqual(200)
      if (!/[^ -~]|%(?![\da-f]{2})/i.test(target)) expect(() => decodeURIComponent(instance)).not.toThrow()
    }),
  )
})

test.each([
  ['/articles/x?<script>alert(1)</script>=1', 400],
  ['/articles/%3Cscript%3Ealert(1)%3C%2Fscript%3E', 404],
  ['/articles?%3Cscript%3E=1', 400],
])('no tag begins in the answer to %s', async (url, status) => {
  const { ask } = await serveSample()
  const answer = await ask(url)
  expect(answer.status).toBe(status)
  expect(answer.text).not.toContain('<')
  expect(ProblemAnswer.parse(answer.json()).instance).toMatch(uriReference)
})

test('what the parser refuses is logged at debug, and at info it is not', async () => {
  for (const [level, statuses] of [
    ['debug', [400, 405, 505]],
    ['info', []],
  ] as const) {
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(line) }
    const app = await buildApp({
      library: await libraryOf([]),
      config: readConfig({}),
      logger: { level, stream },
    })
    onTestFinished(() => app.close())
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    for (const request of ['hello', 'FOO / HTTP/1.1', 'GET / HTTP/3.0'])
      await exchange(port, [`${request}\r\nHost: a\r\n\r\n`])
    const refused = lines.map((line) => JSON.parse(line) as { msg: string; status?: number; level: number })
    expect(refused.filter(({ msg }) => msg.startsWith('refused')).map(({ status }) => status)).toEqual(
      statuses,
    )
  }
})

test('a library that cannot answer now is a 503 that says when to ask again, and so is readiness', async () => {
  const library = await libraryOf([written('a')])
  const away = async () => {
    throw new Unavailable('The database is gone')
  }
  const { ask } = await serve({ ...library, article: away, articles: away, search: away, values: away })
  for (const path of ['/articles/a', '/articles', '/search?q=a', '/tags', '/', '/health/ready']) {
    const answer = await ask(path)
    expect([path, answer.status, answer.headers['retry-after']]).toEqual([path, 503, '5'])
    expect(answer.json()).toMatchObject({
      type: '/problems/unavailable',
      detail: 'The articles cannot be read now.',
    })
  }
  expect((await ask('/health/live')).status).toBe(200)
})
