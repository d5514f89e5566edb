import { expect, test } from 'vitest'
import { ArticleList, SectionList, ServiceAnswer } from '../src/article/answers.ts'
import { libraryOf, serve, serveSample, written } from './support/app.ts'

test('GET / names the service and links to everything', async () => {
  const { ask } = await serveSample()
  const service = ServiceAnswer.parse((await ask('/')).json())
  expect(service.name).toBe('maqal')
  for (const link of Object.values(service.links)) {
    // A search is of something.
    const path = link === service.links.search ? `${link}?q=a` : link
    expect((await ask(path)).status).toBe(200)
  }
})

test('GET /articles pages newest first, undated last, ties by id', async () => {
  const library = await libraryOf([
    written('b'),
    written('a'),
    written('old', { datePublished: '2001-01-01' }),
    written('new', { datePublished: '2024-05-31T09:30:00+03:00' }),
    written('same', { datePublished: '2001-01-01' }),
  ])
  const { ask } = await serve(library)
  const first = ArticleList.parse((await ask('/articles?limit=3')).json())
  expect(first.items.map(({ id }) => id)).toEqual(['new', 'old', 'same'])
  expect(first).toMatchObject({ total: 5, page: 1, pages: 2, limit: 3 })
  expect(first.links).toMatchObject({
    previous: null,
    next: '/articles?limit=3&page=2',
    last: '/articles?limit=3&page=2',
  })
  const last = ArticleList.parse((await ask(first.links.next ?? '')).json())
  expect(last.items.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(last.links).toMatchObject({ previous: '/articles?limit=3&page=1', next: null })
})

test('GET /articles of an empty folder', async () => {
  const { ask } = await serve(await libraryOf([]))
  expect((await ask('/articles')).json()).toMatchObject({ items: [], total: 0, page: 1, pages: 0, limit: 20 })
})

test('GET …/sections lists them without their paragraphs', async () => {
  const { ask } = await serveSample()
  const list = SectionList.strict().parse((await ask('/articles/qatar-irgc-normalisation/sections')).json())
  expect(list.items.map(({ paragraphCount }) => paragraphCount)).toEqual([1, 3, 3, 1, 1, 3])
  expect(list.items[0]).toMatchObject({ id: 'lede', heading: null, links: { previous: null } })
})

/** Every string of an answer that stands below a key `links`. */
const linksIn = (value: unknown, isLink = false): string[] => {
  if (typeof value === 'string') return isLink ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    isLink && key === 'type' ? [] : linksIn(inner, isLink || key === 'links'),
  )
}

const linking = [
  '/',
  '/articles?limit=1&outlet=A%20%26%20B%27s',
  '/articles/a',
  '/articles/a/sections',
  '/articles/a/sections/2',
  '/articles/a/paragraphs/lede-1',
  '/search?q=first&limit=1',
  '/outlets?limit=1',
  '/problems/not-found',
]

test.each(linking)('GET %s with PUBLIC_URL: every link of JSON is absolute', async (url) => {
  const files = ['a', 'b', 'c'].map((id) => written(id, { outlet: "A & B's" }))
  const library = await libraryOf([...files, written('d', { outlet: 'D' })])
  const told = await serve(library, { PUBLIC_URL: 'https://Example.org/api/' })
  const plain = await serve(library)
  const links = linksIn((await told.ask(url)).json())
  expect(links.length).toBeGreaterThan(1)
  for (const link of links) expect(link).toMatch(/^https:\/\/example\.org\/api\/(?!api)/)
  // Without PUBLIC_URL the same, root-relative.
  const relative = links.map((link) => link.replace('https://example.org/api', ''))
  expect(linksIn((await plain.ask(url)).json())).toEqual(relative)
})

test('links of a page stay root-relative with PUBLIC_URL, and problems have an absolute type', async () => {
  const { ask } = await serve(await libraryOf([written('a')]), { PUBLIC_URL: 'https://example.org/api/' })
  const page = await ask('/articles/a.html')
  expect(page.text).toContain('href="/api/articles/a.json"')
  expect(page.text).not.toMatch(/<a [^>]*href="https:\/\/example\.org/)
  const problem = (await ask('/articles/none')).json() as { type: string }
  expect(problem.type).toBe('https://example.org/api/problems/not-found')
})

test('Link headers are absolute with PUBLIC_URL, Content-Location is a path', async () => {
  const library = await libraryOf([written('a'), written('b')])
  const { ask } = await serve(library, { PUBLIC_URL: 'https://example.org/api' })
  const list = await ask('/articles?limit=1')
  expect(list.headers['link']).toContain('<https://example.org/api/articles?limit=1&page=2>; rel="next"')
  const { headers } = await ask('/articles/a/sections/2')
  expect(headers['link']).toBe('<https://example.org/api/articles/a/sections/a-heading>; rel="canonical"')
  expect(headers['content-location']).toBe('/api/articles/a/sections/a-heading')
})

test('HEAD has the headers of GET and no body', async () => {
  const { ask } = await serveSample()
  const get = await ask('/articles')
  const head = await ask('/articles', { method: 'HEAD' })
  expect(head.text).toBe('')
  expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' })
})

test('OPTIONS is 204 with Allow', async () => {
  const { ask } = await serveSample()
  const answer = await ask('/articles', { method: 'OPTIONS' })
  expect(answer.status).toBe(204)
  expect(answer.headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS' })
  expect(answer.headers).not.toHaveProperty('content-length')
})

test('a preflight is answered and kept for a day', async () => {
  const { ask } = await serveSample()
  const headers = {
    origin: 'https://example.org',
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'if-none-match',
  }
  const answer = await ask('/articles', { method: 'OPTIONS', headers })
  expect(answer.status).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': 'if-none-match',
    'access-control-max-age': '86400',
  })
})

test.each([
  ['https://a.example', 'https://a.example'],
  ['https://b.example', undefined],
])('CORS_ORIGINS of a.example, asked from %s', async (origin, allowed) => {
  const { ask } = await serve(await libraryOf([written('a')]), {
    CORS_ORIGINS: 'https://a.example, https://c.example',
  })
  const answer = await ask('/articles/a', { headers: { origin } })
  expect(answer.headers['access-control-allow-origin']).toBe(allowed)
  expect(answer.headers['vary']).toMatch(/\bOrigin\b/)
})
