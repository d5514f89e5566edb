import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { buildApp } from '../src/app.ts'
import { withoutParameters, isTracking } from '../src/http/query.ts'
import { libraryOf, serve, written } from './support/app.ts'

const page = { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } }
const asMarkdown = { headers: { accept: 'text/markdown' } }

const headings = [
  'Node.js',
  'package.json',
  'index.md',
  'Page.html',
  'readme.txt',
  'About README.md',
  'Page',
  'x.json',
]

const shelf = () =>
  libraryOf([
    written('one', {
      sections: headings.map((heading, index) => ({ heading, paragraphs: [`Text ${index}.`] })),
    }),
    written('two'),
  ])

const served = async (settings: Record<string, string> = {}) => serve(await shelf(), settings)

test.each([
  ['utm_source=news'],
  ['utm_campaign=a&utm_medium=b&utm_id=3'],
  ['utm_anything_else='],
  ['fbclid=IwAR2&fbclid=IwAR3'],
  ['gclid=1&dclid=2&msclkid=3&mc_cid=4&mc_eid=5&igshid=6&ttclid=7&twclid=8'],
  ['ref=a&ref_src=b&_hsenc=c&_hsmi=d&_=1700000000&_ga=2.1&_gl=1*abc'],
  ['%75tm_source=x'],
  ['fb%63lid=x&%5F=1'],
  ['utm_source[]=x'],
  ['ref'],
])('?%s is ignored everywhere', async (query) => {
  const { ask } = await served()
  for (const path of [
    '/',
    '/articles',
    '/articles/one',
    '/articles/one.json',
    '/articles/one/sections',
    '/articles/one/sections/2',
    '/articles/one/paragraphs/page-1',
    '/search?q=text',
    '/tags',
    '/feed.json',
    '/feed.atom',
    '/health/live',
    '/openapi.json',
    '/docs',
    '/schemas/article.json',
  ]) {
    for (const options of [{}, page, asMarkdown]) {
      const plain = await ask(path, options)
      const { status, text, headers } = await ask(`${path}${path.includes('?') ? '&' : '?'}${query}`, options)
      if (plain.status < 400) expect([status, text]).toEqual([plain.status, plain.text])
      expect([status, headers['etag'], headers['link']]).toEqual([
        plain.status,
        plain.headers['etag'],
        plain.headers['link'],
      ])
    }
  }
})

test('a tracking parameter among others leaves them as they are', async () => {
  const { ask } = await served()
  const { links } = (await ask('/articles?utm_source=a&limit=1&fbclid=b&sort=title&_=1')).json() as {
    links: { self: string; next: string }
  }
  expect(links).toMatchObject({
    self: '/articles?sort=title&limit=1&page=1',
    next: '/articles?sort=title&limit=1&page=2',
  })
  expect((await ask('/articles?utm_source=a&limit=0')).status).toBe(400)
})

test.each([
  ['/a?utm_x=1', '/a'],
  ['/a?utm_x=1&b=2&ref=3&&c', '/a?b=2&&c'],
  ['/a?b=%20+&_ga=1', '/a?b=%20+'],
  ['/a?', '/a?'],
  ['/a', '/a'],
  ['/a?UTM_source=1', '/a?UTM_source=1'],
  ['/a?reference=1&utm=2&__=3', '/a?reference=1&utm=2&__=3'],
])('%s without tracking is %s', (url, clean) => {
  expect(withoutParameters(url, isTracking)).toBe(clean)
})

test.each<[path: string, options: object, parameter: string]>([
  ['/articles/one?v=1', page, 'v'],
  ['/articles/one?v=1', asMarkdown, 'v'],
  ['/articles/one.html?page=2', {}, 'page'],
  ['/articles/one.md?x', {}, 'x'],
  ['/articles?limt=2&limit=1', page, 'limt'],
  ['/search?q=text&hl=ar', page, 'hl'],
  ['/tags?x[]=1', page, 'x'],
  ['/docs?v=1', {}, 'v'],
  ['/articles/one/sections/2?__proto__=1', page, '__proto__'],
])('GET %s %j ignores the unknown parameter', async (url, options, parameter) => {
  const { ask } = await served()
  const clean = withoutParameters(url, (name) => name.startsWith(parameter) && name !== 'limit')
  const [answer, plain] = [await ask(url, options), await ask(clean, options)]
  expect([answer.status, answer.text]).toEqual([200, plain.text])
})

test.each([
  '/articles/one?v=1',
  '/articles/one.json?v=1',
  '/feed.rss?v=1',
  '/articles?limt=1',
  '/articles/one.txt?v=1',
])('GET %s is 400 where a program reads it', async (url) => {
  const { ask } = await served()
  expect((await ask(url)).status).toBe(400)
})

test('a bad value is 400 for readers too', async () => {
  const { ask } = await served()
  expect((await ask('/articles?limit=1000', page)).status).toBe(400)
  expect((await ask('/articles?page=1&page=2', page)).status).toBe(400)
})

test.each(headings)('the heading %s is an address', async (heading) => {
  const { ask } = await served()
  const path = `/articles/one/sections/${encodeURIComponent(heading)}`
  const answer = await ask(path)
  expect(answer.json()).toMatchObject({ heading })
  expect((await ask(`${path}.json`)).json()).toMatchObject({ heading })
  expect((await ask(`${path}.md`)).text).toContain(heading === 'Page' ? '# Page' : heading.slice(0, 4))
})

test('a whole name comes first, an extension where nothing has it', async () => {
  const { ask } = await served()
  const type = async (path: string, options = {}) =>
    (await ask(`/articles/one/sections/${path}`, options)).headers['content-type']
  expect(await type('Page.html')).toBe('application/json; charset=utf-8')
  expect(await type('Page.html', page)).toBe('text/html; charset=utf-8')
  expect(await type('Page.json', page)).toBe('application/json; charset=utf-8')
  expect(await type('x.json.json', page)).toBe('application/json; charset=utf-8')
  const once = (await ask('/articles/one/sections/Page.html', page)).headers
  expect(once['vary']).toBe('Accept, Accept-Encoding')
  expect((await ask('/articles/one/sections/Page.html.md')).headers['vary']).toBe('Accept-Encoding')
})

test.each([
  ['/articles/nope.json', 'There is no article "nope.json".'],
  ['/articles/one.json.json', 'There is no article "one.json.json".'],
  ['/articles/one/sections/pakage.json', 'has no section "pakage.json"'],
  ['/articles/one/paragraphs/x.json', 'has no paragraph "x.json"'],
])('the 404 of %s names what was asked for', async (path, detail) => {
  const { ask } = await served()
  const answer = await ask(path)
  expect([answer.status, (answer.json() as { detail: string }).detail]).toEqual([
    404,
    expect.stringContaining(detail),
  ])
})

test('what is near is found without the extension', async () => {
  const { ask } = await served()
  expect((await ask('/articles/twoo.json')).json()).toMatchObject({
    didYouMean: 'two',
    available: ['one', 'two'],
  })
})

test.each([
  ['/articles/one/sections/2', undefined, '/articles/one/sections/package-json'],
  ['/articles/one/sections/2.json', undefined, '/articles/one/sections/package-json.json'],
  ['/articles/one/sections/2.html', undefined, '/articles/one/sections/package-json.html'],
  ['/articles/one/sections/PACKAGE.json.md', undefined, '/articles/one/sections/package-json.md'],
  ['/articles/one/sections/PACKAGE.json', page, '/articles/one/sections/package-json'],
])('the Content-Location of %s is that of the same form', async (path, options, location) => {
  const { ask } = await served()
  const { headers } = await ask(path, options)
  expect(headers['content-location']).toBe(location)
  expect(headers['link']).toBe('</articles/one/sections/package-json>; rel="canonical"')
  expect((await ask(location, options)).headers['etag']).toBe(headers['etag'])
})

test.each([
  ['/articles/', '/articles'],
  ['/articles/one/', '/articles/one'],
  ['/Articles/One', '/articles/one'],
  ['/ARTICLES/ONE/', '/articles/one'],
  ['/articles/ONE.JSON', '/articles/one.json'],
  ['/articles/%4Fne', '/articles/one'],
  ['/articles.JSON', '/articles.json'],
  ['/articles.html/', '/articles.html'],
  ['/articles/one/sections/', '/articles/one/sections'],
  ['/articles/one/Sections/PACKAGE.json', '/articles/one/sections/package.json'],
  ['/articles/one/sections/About%20README.md/', '/articles/one/sections/About%20README.md'],
  ['/articles/one/Sections/Page|', undefined],
  ['/articles/one/paragraphs/Page-1', '/articles/one/paragraphs/page-1'],
  ['/Search/?q=a+b%2Bc&x=|', '/search?q=a+b%2Bc&x=%7C'],
  ['/articles/?utm_source=x&limit=0', '/articles?utm_source=x&limit=0'],
  ['/Feed.RSS', '/feed.rss'],
  ['/health/live/', '/health/live'],
  ['/Docs', '/docs'],
  ['/problems/Not-Found/', '/problems/not-found'],
  ['/nothing/', undefined],
  ['/Nothing', undefined],
  ['/articles/none/', undefined],
  ['/articles/None', undefined],
  ['/articles//', undefined],
  ['/articles/one//', undefined],
  ['//articles/', undefined],
  ['//evil.example/', undefined],
  ['//evil.example/articles/', undefined],
  ['/%2fevil.example/', undefined],
  ['/%2F%2Fevil.example/', undefined],
  ['/%5cevil.example/', undefined],
  ['//', undefined],
])('GET %s leads to %s', async (url, location) => {
  const { ask } = await served()
  for (const method of ['GET', 'HEAD']) {
    for (const options of [{}, page]) {
      const { status, headers, text } = await ask(url, { method, ...options })
      expect([status, headers['location']]).toEqual([location === undefined ? 404 : 308, location])
      if (location === undefined) continue
      expect(text).toBe('')
      expect(headers).toMatchObject({
        'cache-control': 'public, max-age=60, stale-while-revalidate=600',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
        'content-length': '0',
      })
    }
  }
  if (location !== undefined && !location.includes('limit=0') && !location.includes('x='))
    expect((await ask(location)).status).toBe(200)
})

test('a redirect holds the path that PUBLIC_URL adds', async () => {
  const library = await shelf()
  const app = await buildApp({ library, config: readConfig({ PUBLIC_URL: 'https://a.example/api/' }) })
  const { headers } = await app.inject('/Articles/One/?x=1')
  expect(headers['location']).toBe('/api/articles/one?x=1')
  await app.close()
})

test('any spelling of a path answers, leads to a path that does, or is nothing: never to another host or in a circle', async () => {
  const { app } = await served()
  const known = [
    '/articles',
    '/articles/one',
    '/articles/one.json',
    '/articles/one/sections/package.json',
    '/search',
    '/feed.rss',
    '/docs',
  ]
  const change = fc.constantFrom<(path: string, at: number) => string>(
    (path, at) => path.slice(0, at) + path.charAt(at).toUpperCase() + path.slice(at + 1),
    (path, at) => `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`,
    (path, at) => `${path.slice(0, at)}/${path.slice(at)}`,
    (path, at) => `${path.slice(0, at)}%2F${path.slice(at)}`,
    (path, at) => `${path.slice(0, at)}|${path.slice(at)}`,
    (path) => `${path}/`,
    (path) => `/${path}`,
    (path) => path.toUpperCase(),
  )
  const statuses = new Set<number>()
  const changes = fc.array(fc.tuple(change, fc.nat(40)), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...known), changes, async (path, all) => {
      const url = all.reduce((one, [spell, at]) => spell(one, Math.min(at, one.length - 1)), path)
      const { statusCode, headers } = await app.inject({ url: { pathname: url } as never })
      statuses.add(statusCode)
      if (statusCode !== 308) return
      const location = headers.location ?? ''
      expect(location).toMatch(/^\/(?!\/)/)
      expect([200, 400]).toContain((await app.inject(location)).statusCode)
    }),
    { numRuns: 400 },
  )
  // A search without words is a 400.
  expect([...statuses].toSorted((one, other) => one - other)).toEqual([200, 308, 400, 404])
})
