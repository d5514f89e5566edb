import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { textFormat as plain } from '../src/formats/plain-text.ts'
import { type Cache, createCache, type Kept } from '../src/http/cache.ts'
import { createChoice } from '../src/http/choice.ts'
import { representationOf } from '../src/http/representation.ts'
import { libraryOf, serve, stored, written } from './support/app.ts'

const article = (id: string, title: string) => toArticle(ArticleFile.parse({ ...written(id), title }), id)

test('a representation is made once for many requests at the same time', async () => {
  const library = await libraryOf([written('a')])
  let asked = 0
  const counting = { ...library, article: (id: string) => ((asked += 1), library.article(id)) }
  const { ask } = await serve(counting)
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask('/articles/a')))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  await ask('/articles/a')
  expect(asked).toBe(1)
})

test('a changed article is answered anew, and so are the lists; others stay as they were made', async () => {
  const library = await libraryOf([written('a'), written('b')])
  const asked: string[] = []
  const { ask } = await serve({ ...library, article: (id: string) => (asked.push(id), library.article(id)) })
  const before = await ask('/articles/a')
  await ask('/articles/b')
  expect((await ask('/articles')).text).toContain('Title of a')
  await library.apply({ put: [stored(article('a', 'Changed'))], touch: [], remove: [] })
  const after = await ask('/articles/a', { headers: { 'if-none-match': before.headers['etag'] ?? '' } })
  expect([after.status, (after.json() as { title: string }).title]).toEqual([200, 'Changed'])
  expect((await ask('/articles')).text).toContain('Changed')
  await ask('/articles/b')
  expect(asked).toEqual(['a', 'b', 'a'])
})

test.each([
  { 'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT' },
  { 'if-modified-since': 'Thu, 01 Jan 2037 00:00:00 GMT' },
  { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
])('an article that changed and kept its date is answered whole to %o', async (headers) => {
  const dated = { ...article('a', 'Before'), dateModified: '2026-11-21T10:00:00Z' }
  const library = await libraryOf([])
  const { ask } = await serve(library)
  for (const title of ['Before', 'After']) {
    await library.apply({ put: [stored({ ...dated, title })], touch: [], remove: [] })
    const answer = await ask('/articles/a', { headers })
    expect([answer.status, answer.headers['last-modified']]).toEqual([200, undefined])
    expect(answer.json()).toMatchObject({ title, dateModified: '2026-11-21T10:00:00Z' })
  }
})

test('a removed article is gone from then on', async () => {
  const library = await libraryOf([written('a')])
  const { ask } = await serve(library)
  await ask('/articles/a')
  await library.apply({ put: [], touch: [], remove: ['a.json'] })
  expect((await ask('/articles/a')).status).toBe(410)
})

/** Spellings of one address each: what is asked for in the first is what is kept. */
test.each([
  ['/articles/a', '/articles/%61', '/%61rticles/a', '/articles/a?', '/articles/a?utm_source=x&ref=y'],
  ['/articles/a.json', '/articles/%61.json', '/articles/a%2Ejson', '/articles/a.json?fbclid=1'],
  ['/articles/a/sections/2', '/articles/a/sections/%32', '/articles/a/sections/2?'],
  ['/articles/a/paragraphs/lede-1', '/articles/%61/paragraphs/lede%2D1'],
  [
    '/articles/a?fields=title,sections.id,sections.heading',
    '/articles/a?fields=sections.heading,title,sections.id',
    '/articles/a?fields=title,title,sections.id,sections.heading,title',
    '/articles/a?fields=title%2Csections.id,%20sections.heading',
    '/articles/%61?&fields=sections.id,title,sections.heading&_=17',
  ],
  ['/articles/a?fields=sections', '/articles/a?fields=sections.id,sections,sections.heading'],
])('GET %s is made once, however it is spelled', async (...spellings) => {
  const library = await libraryOf([written('a')])
  let asked = 0
  const counting = { ...library, article: (id: string) => ((asked += 1), library.article(id)) }
  const { ask } = await serve(counting)
  const first = await ask(spellings[0] ?? '')
  const before = asked
  for (const spelling of [...spellings, ...spellings]) {
    const answer = await ask(spelling)
    expect([answer.status, answer.text], spelling).toEqual([200, first.text])
    expect(answer.headers, spelling).toMatchObject({ etag: first.headers['etag'] })
  }
  expect(asked).toBe(before)
})

test.each([
  [
    '/articles',
    '/articles?page=1',
    '/articles?limit=20&page=1',
    '/articles?sort=-datePublished',
    '/articles?limit=20',
  ],
  ['/articles?tag=x&limit=3', '/articles?limit=3&tag=x', '/articles?limit=3&page=1&tag=%78&utm_id=1'],
  ['/articles?fields=id,title', '/articles?fields=title,id', '/articles?page=1&fields=title,id,title'],
])('GET %s is made once, and its links are spelled alike', async (...spellings) => {
  const library = await libraryOf([written('a'), written('b')])
  let asked = 0
  const articles: typeof library.articles = (query) => ((asked += 1), library.articles(query))
  const { ask } = await serve({ ...library, articles })
  const texts = new Set<string>()
  for (const spelling of [...spellings, ...spellings]) texts.add((await ask(spelling)).text)
  expect([texts.size, asked]).toEqual([1, 1])
})

test('a section is the same bytes by each of its names, and says which is its own', async () => {
  const library = await libraryOf([written('a')])
  const { ask } = await serve(library, { PUBLIC_URL: 'https://example.org/api' })
  const own = await ask('/articles/a/sections/a-heading.html?utm_source=x')
  expect(own.headers).not.toHaveProperty('content-location')
  for (const name of ['2', 'A%20heading', '%41%20HEADING', 'A heading'.replace(' ', '%20%D9%80'), '%32']) {
    for (const times of ['first', 'again']) {
      const { headers, text } = await ask(`/articles/a/sections/${name}.html`)
      expect([text, headers['etag']], `${name} ${times}`).toEqual([own.text, own.headers['etag']])
      expect(headers).toMatchObject({
        'content-location': '/api/articles/a/sections/a-heading.html',
        link: '<https://example.org/api/articles/a/sections/a-heading>; rel="canonical"',
      })
    }
  }
})

test('the address of some fields of a section is that of the same fields', async () => {
  const { ask } = await serve(await libraryOf([written('a')]))
  const { headers } = await ask('/articles/a/sections/2?fields=paragraphs,id')
  expect(headers['content-location']).toBe('/articles/a/sections/a-heading?fields=id%2Cparagraphs')
  expect((await ask(headers['content-location'] ?? '')).headers['etag']).toBe(headers['etag'])
})

const made = (name: string, size: number) =>
  representationOf({
    format: plain.name,
    headers: [],
    contentType: 'text/plain',
    body: 'x'.repeat(size),
    isKept: true,
    isCompressed: false,
    article: name,
  })

const choice = createChoice([plain])

/** Keeps one representation at an address, and returns the entry if it may be kept. */
const keepAt = (cache: Cache, address: string, size: number): Kept | undefined =>
  cache.keep({ address, choice, named: undefined }, made(address, size), cache.changes())

test('what was not used since the last round is dropped when the bytes pass the limit', async () => {
  const cache = createCache(9000)
  for (const name of ['/a', '/b', '/c']) {
    keepAt(cache, name, 2000)
    cache.find('/a')
  }
  expect(['/a', '/b', '/c'].map((name) => cache.find(name) !== undefined)).toEqual([true, false, true])
  expect(cache.size().bytes).toBeLessThanOrEqual(9000)
})

test('what has no room at all drops nothing else', async () => {
  const cache = createCache(12_000)
  keepAt(cache, '/a', 2000)
  keepAt(cache, '/b', 20_000)
  expect([cache.find('/a') === undefined, cache.find('/b')]).toEqual([false, undefined])
})

test.each([1, 12, 1200])('addresses of %i characters count as what they are', async (length) => {
  const limit = 100_000
  const cache = createCache(limit)
  for (let index = 0; index < 1000; index += 1) {
    const kept = keepAt(cache, `/${index}${'x'.repeat(length)}`, 1)
    if (kept === undefined) throw new Error('it may be kept')
    cache.learn(`/spelled/${index}${'x'.repeat(length)}`, { kept, headers: ['link', 'y'.repeat(length)] })
    expect(cache.size().bytes).toBeLessThanOrEqual(limit)
  }
  expect(cache.size().addresses).toBeLessThan(limit / (4 * length + 500))
  expect(cache.size().spellings).toBe(cache.size().addresses)
})

test('an address has a few other spellings, and they go with it', async () => {
  const cache = createCache(100_000)
  const kept = keepAt(cache, '/a', 10)
  if (kept === undefined) throw new Error('it may be kept')
  for (let index = 0; index < 1000; index += 1) cache.learn(`/a?${index}`, { kept, headers: [] })
  expect(cache.size().spellings).toBeLessThan(20)
  expect(cache.find('/a?999')?.kept).toBe(kept)
  cache.drop(['/a'])
  expect(cache.find('/a?999')).toBeUndefined()
  expect(cache.size()).toEqual({ bytes: 0, addresses: 0, spellings: 0 })
})

test('all is dropped where the library cannot say what changed', async () => {
  const cache = createCache(10_000)
  keepAt(cache, '/a', 10)
  cache.drop(['/b'])
  expect(cache.size().addresses).toBe(1)
  cache.drop('all')
  expect(cache.size().bytes).toBe(0)
})

test('what was made while the library changed is answered but not kept', async () => {
  const cache = createCache(10_000)
  const before = cache.changes()
  cache.drop([])
  const kept = cache.keep({ address: '/a', choice, named: undefined }, made('a', 10), before)
  expect([kept, cache.find('/a')]).toEqual([undefined, undefined])
})
