import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { createCache } from '../src/http/cache.ts'
import { represent } from '../src/http/representation.ts'
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

test('a removed article is not found from then on', async () => {
  const library = await libraryOf([written('a')])
  const { ask } = await serve(library)
  await ask('/articles/a')
  await library.apply({ put: [], touch: [], remove: ['a.json'] })
  expect((await ask('/articles/a')).status).toBe(404)
})

const made = (name: string, size: number) =>
  represent({
    headers: [],
    contentType: 'text/plain',
    body: 'x'.repeat(size),
    isKept: true,
    isCompressed: false,
    article: name,
  })

test('what was not used longest is dropped when the bytes pass the limit', async () => {
  const cache = createCache(10_000, () => 0)
  for (const name of ['a', 'b', 'c']) await cache.make(name, async () => made(name, 2000))
  expect([cache.get('a'), cache.size().entries]).toEqual([undefined, 2])
  expect(cache.size().bytes).toBeLessThanOrEqual(10_000)
})

test('what was made while the library changed is answered but not kept', async () => {
  let revision = 0
  const cache = createCache(10_000, () => revision)
  await cache.make('a', async () => {
    revision += 1
    return made('a', 10)
  })
  expect(cache.get('a')).toBeUndefined()
})

test('equal articles give equal ETags in every process', async () => {
  const tags = await Promise.all(
    [1, 2].map(
      async () => (await (await serve(await libraryOf([written('a')]))).ask('/articles/a')).headers['etag'],
    ),
  )
  expect(tags[0]).toBe(tags[1])
})
