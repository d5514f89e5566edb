import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArticleList, ValueList } from '../src/article/answers.ts'
import { sorts } from '../src/article/article.ts'
import { libraryOf, serve, serveSample, written } from './support/app.ts'

const people = { authors: [{ name: 'Amal Haddad' }] }

const shelf = () =>
  libraryOf([
    written('a', {
      title: 'Zebra',
      outlet: 'بوابة الفجر',
      tags: ['Red', 'blue'],
      datePublished: '2020-05-31',
    }),
    written('b', { title: 'apple', rubric: 'News', tags: ['red'], language: 'en-GB', ...people }),
    written('c', { title: 'Éclair', datePublished: '2020-05-31T22:00:00Z', dateModified: '2022-01-01' }),
    written('d', { title: 'بيت', language: 'ar', datePublished: '2021-01-01T00:00:00+03:00' }),
  ])

const idsOf = (value: unknown) => ArticleList.parse(value).items.map(({ id }) => id)

test.each<[query: string, ids: string[]]>([
  ['', ['d', 'c', 'a', 'b']],
  ['sort=datePublished', ['a', 'c', 'd', 'b']],
  ['sort=-dateModified', ['c', 'a', 'b', 'd']],
  ['sort=dateModified', ['c', 'a', 'b', 'd']],
  ['sort=title', ['b', 'c', 'a', 'd']],
  ['sort=-title', ['d', 'a', 'c', 'b']],
  [`outlet=${encodeURIComponent('بوابة الفجر')}`, ['a']],
  [`outlet=${encodeURIComponent('بوّابة  الفجـر')}`, ['a']],
  ['outlet=the%20outlet', ['d', 'c', 'b']],
  ['rubric=NEWS', ['b']],
  ['tag=RED', ['a', 'b']],
  ['tag=red&tag=blue', []],
  ['language=en', ['c', 'a']],
  ['language=EN-gb', ['b']],
  ['author=amal%20haddad', ['b']],
  ['from=2020-05-31&to=2020-05-31', ['c', 'a']],
  ['from=2020-05-31T22:00:00Z&to=2020-05-31T22:00:00Z', ['c']],
  ['from=2020-06-01', ['d']],
  ['to=2020-12-31T21:00:00Z', ['d', 'c', 'a']],
  ['to=2019-01-01', []],
  ['tag=red&from=2020-01-01', ['a']],
  ['tag=green', []],
])('GET /articles?%s', async (query, ids) => {
  const { ask } = await serve(await shelf())
  const answer = await ask(`/articles?${query}`)
  if (query.includes('&tag=')) expect(answer.status).toBe(400)
  else expect(idsOf(answer.json())).toEqual(ids)
})

test.each<[query: string, detail: string, rest: object]>([
  ['sort=date', 'sort must be one of -datePublished, datePublished', {}],
  ['sort=', 'sort must be one of', {}],
  ['tagg=red', 'tagg is unknown', { didYouMean: 'tag' }],
  ['tag=', 'tag is empty', {}],
  ['tag=%20', 'tag is empty', {}],
  ['from=yesterday', 'from is not a date: use 2024-05-31', {}],
  ['from=2020-02-30', 'from is not a date', {}],
  ['from=2021-01-01&to=2020-01-01', 'from is after `to`', {}],
  [
    'from=2024-01-01T00:00:00+02:00',
    'from has a space where a "+" was meant: write %2B, as in 2024-01-01T00:00:00%2B02:00',
    {},
  ],
  ['to=2024-01-01T00:00:00.5%200200', 'write %2B, as in 2024-01-01T00:00:00.5%2B0200', {}],
  ['from=2024-01-01%2002:00', 'from is not a date', {}],
  ['fields=', 'fields names no field ""', {}],
  ['fields=titel', 'fields names no field "titel"', { didYouMean: 'title' }],
  ['fields=sectons', 'fields names no field "sectons"', { didYouMean: 'sections' }],
  ['fields=title.text', 'fields names no field "title.text": "title" has no fields', {}],
  [
    'fields=authors.nme',
    'names no field "authors.nme": "authors" has name, url',
    { didYouMean: 'authors.name' },
  ],
  ['fields=__proto__', 'fields names no field "__proto__"', {}],
])('GET /articles?%s is 400', async (query, detail, rest) => {
  const { ask } = await serve(await shelf())
  const answer = await ask(`/articles?${query}`)
  expect(answer.status).toBe(400)
  expect(answer.json()).toMatchObject({ detail: expect.stringContaining(detail) as string, ...rest })
})

test('links of a narrowed list keep what it is narrowed to', async () => {
  const { ask } = await serve(await shelf())
  const answer = await ask('/articles?limit=1&tag=RED&sort=title&fields=id')
  expect(answer.headers['link']).toContain(
    '</articles?tag=RED&sort=title&fields=id&limit=1&page=2>; rel="next"',
  )
  expect(answer.json()).toMatchObject({
    total: 2,
    pages: 2,
    items: [{ id: 'b' }],
    links: { next: '/articles?tag=RED&sort=title&fields=id&limit=1&page=2' },
  })
})

test('paging visits every article once, in every order and with every filter', async () => {
  const tag = fc.constantFrom('one', 'two', 'Ünö')
  const date = fc.option(fc.constantFrom('2020-01-01', '2020-01-02', '2021-06-05T10:00:00Z'), { nil: null })
  const item = fc.record({ tags: fc.uniqueArray(tag), datePublished: date, dateModified: date, title: tag })
  const limits = fc.integer({ min: 1, max: 7 })
  const wanted = fc.option(tag, { nil: null })
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 12 }),
      limits,
      fc.constantFrom(...sorts),
      wanted,
      async (items, limit, sort, only) => {
        const library = await libraryOf(items.map((rest, index) => written(`a-${index}`, rest)))
        const { ask, app } = await serve(library)
        const filter = only === null ? '' : `&tag=${encodeURIComponent(only)}`
        const seen: string[] = []
        let next: string | null = `/articles?limit=${limit}&sort=${sort}${filter}`
        while (next !== null) {
          const list: ArticleList = ArticleList.parse((await ask(next)).json())
          seen.push(...list.items.map(({ id }) => id))
          next = list.links.next
        }
        const expected = items.flatMap(({ tags }, index) =>
          only === null || tags.includes(only) ? [`a-${index}`] : [],
        )
        expect(seen.toSorted()).toEqual(expected.toSorted())
        await app.close()
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  [
    '/outlets',
    [
      ['The Outlet', 3],
      ['بوابة الفجر', 1],
    ],
  ],
  ['/rubrics', [['News', 1]]],
  [
    '/tags',
    [
      ['Red', 2],
      ['blue', 1],
    ],
  ],
  [
    '/languages',
    [
      ['en', 2],
      ['ar', 1],
      ['en-GB', 1],
    ],
  ],
] as const)('GET %s lists each value, with as many articles as its link lists', async (path, expected) => {
  const { ask } = await serve(await shelf())
  const { items, total } = ValueList.parse((await ask(path)).json())
  expect(items.map(({ name, articleCount }) => [name, articleCount])).toEqual(expected)
  expect(total).toBe(expected.length)
  for (const { articleCount, links } of items) {
    expect((await ask(links.articles)).json()).toMatchObject({ total: articleCount })
  }
})

test('GET /tags?limit=1&page=2', async () => {
  const { ask } = await serve(await shelf())
  expect((await ask('/tags?limit=1&page=2')).json()).toMatchObject({
    items: [{ name: 'blue' }],
    total: 2,
    pages: 2,
    links: { previous: '/tags?limit=1&page=1', next: null },
  })
})

const article = '/articles/qatar-irgc-normalisation'

test.each<[path: string, shown: unknown]>([
  [`${article}?fields=id,direction`, { id: 'qatar-irgc-normalisation', direction: 'rtl' }],
  [
    `${article}/sections/secret-visit?fields=heading,paragraphs.id,article.title`,
    {
      heading: 'زيارة سرية',
      paragraphs: [{ id: 'secret-visit-1' }, { id: 'secret-visit-2' }, { id: 'secret-visit-3' }],
      article: { title: expect.any(String) as string },
    },
  ],
  [`${article}/paragraphs/lede-1?fields=links.self`, { links: { self: `${article}/paragraphs/lede-1` } }],
  [
    `${article}/paragraphs/lede-1?fields=links,links.self,id&x`.replace('&x', ''),
    { id: 'lede-1', links: expect.objectContaining({ section: `${article}/sections/lede` }) as object },
  ],
  ['/?fields=name', { name: 'maqal' }],
  ['/health/live?fields=status', { status: 'live' }],
  ['/problems/not-found?fields=status', { status: 404 }],
])('GET %s sends those keys alone', async (path, shown) => {
  const { ask } = await serveSample()
  expect((await ask(path)).json()).toEqual(shown)
})

test('of a list, fields chooses the keys of its items', async () => {
  const { ask } = await serveSample()
  const list = (await ask(`${article}/sections?fields=id`)).json() as { items: unknown[] }
  expect(list).toMatchObject({ total: 6, links: { self: `${article}/sections` } })
  expect(list.items[0]).toEqual({ id: 'lede' })
})

test('with fields, an address has one form, JSON', async () => {
  const { ask } = await serveSample()
  const answer = await ask(`${article}?fields=id`, { headers: { accept: 'text/html' } })
  expect(answer).toMatchObject({ status: 200, text: '{"id":"qatar-irgc-normalisation"}\n' })
  expect(answer.headers['vary']).toBe('Accept-Encoding')
  expect((await ask(`${article}.json?fields=id`)).text).toBe(answer.text)
  const page = await ask(`${article}.html?fields=id`)
  expect(page.status).toBe(400)
  expect(page.text).toContain('text/html has none')
})

test('feeds are narrowed as lists are', async () => {
  const { ask } = await serve(await shelf())
  const feed = (await ask('/feed.json?tag=red&limit=1')).json() as { items: { id: string }[] }
  expect(feed).toMatchObject({ feed_url: expect.stringContaining('/feed.json?tag=red&limit=1') as string })
  expect(feed.items).toHaveLength(1)
  expect((await ask('/feed.rss?tagg=red')).status).toBe(400)
})

test.each<[path: string, total: number, previous: string]>([
  ['/articles?page=2', 4, '/articles?limit=20&page=1'],
  ['/articles?page=1000000&limit=100', 4, '/articles?limit=100&page=1'],
  ['/articles?limit=3&page=3', 4, '/articles?limit=3&page=2'],
  ['/articles?limit=1&page=9&tag=red&fields=id', 2, '/articles?tag=red&fields=id&limit=1&page=2'],
  ['/articles?tag=none&page=7', 0, '/articles?tag=none&limit=20&page=1'],
  ['/search?q=paragraph&limit=2&page=5', 4, '/search?q=paragraph&limit=2&page=2'],
  ['/search?q=zebras&page=2&tag=none', 0, '/search?q=zebras&tag=none&limit=20&page=1'],
  ['/search?q=...&page=3', 0, '/search?q=...&limit=20&page=1'],
  ['/tags?limit=1&page=4', 2, '/tags?limit=1&page=2'],
  ['/outlets?page=9', 2, '/outlets?limit=20&page=1'],
])('GET %s is past the last page', async (path, total, previous) => {
  const { ask } = await serve(await shelf())
  const answer = await ask(path)
  const { links, ...list } = answer.json() as ArticleList
  const limit = Number(/limit=(\d+)/.exec(path)?.[1] ?? 20)
  expect([answer.status, list]).toEqual([
    200,
    expect.objectContaining({ items: [], total, limit, pages: Math.ceil(total / limit) }) as object,
  ])
  expect(links).toMatchObject({ previous, last: previous, next: null })
  expect(answer.headers['link']).toContain(`<${previous}>; rel="prev"`)
  expect(answer.headers['link']).not.toContain('rel="next"')
  expect((await ask(links.self)).text).toBe(answer.text)
  if (path.includes('fields')) return
  const page = await ask(path, { headers: { accept: 'text/html' } })
  expect(page.status).toBe(200)
  expect(page.text).toContain(`href="${previous.replaceAll('&', '&amp;')}"`)
  if (total > 0) expect(page.text).toContain('This page is past the last one.')
})

test.each([
  ['/articles', '4'],
  ['/articles?limit=1&page=2', '4'],
  ['/articles?tag=red', '2'],
  ['/articles?tag=none', '0'],
  ['/articles?page=99', '4'],
  ['/articles.json', '4'],
  ['/articles.html', '4'],
  ['/search?q=paragraph&limit=1', '4'],
  ['/tags', '2'],
  ['/languages?limit=1', '3'],
  ['/articles/a/sections', '2'],
  ['/articles/a', undefined],
  ['/feed.json', undefined],
  ['/', undefined],
])('X-Total-Count of %s is %s', async (path, total) => {
  const { ask } = await serve(await shelf())
  for (const method of ['GET', 'HEAD']) {
    const { headers } = await ask(path, { method, headers: { origin: 'https://a.example' } })
    expect(headers['x-total-count']).toBe(total)
    expect(headers['access-control-expose-headers']).toBe(
      'ETag, Link, Content-Location, Retry-After, X-Total-Count',
    )
  }
})

const arabic = {
  language: 'ar',
  sections: [{ paragraphs: ['نص', { text: 'In English', language: 'en-GB' }] }],
}

test.each([
  ['/articles/x', 'ar'],
  ['/articles/x.html', 'ar'],
  ['/articles/x.md', 'ar'],
  ['/articles/x.txt', 'ar'],
  ['/articles/x.jsonld', 'ar'],
  ['/articles/x.ninjs', 'ar'],
  ['/articles/x/sections', 'ar'],
  ['/articles/x/sections/1', 'ar'],
  ['/articles/x/paragraphs/lede-1', 'ar'],
  ['/articles/x/paragraphs/lede-2', 'en-GB'],
  ['/articles/x/paragraphs/lede-2.html', 'en-GB'],
  ['/articles/y', 'fr'],
  ['/articles', undefined],
  ['/articles?language=ar', 'ar'],
  ['/articles?language=none', undefined],
  ['/articles.html?language=fr', 'fr'],
  ['/search?q=english', 'ar'],
  ['/search?q=paragraph', 'fr'],
  ['/feed.json?language=ar', 'ar'],
  ['/feed.atom', undefined],
  ['/', undefined],
  ['/tags', undefined],
  ['/openapi.json', undefined],
  ['/articles/none', undefined],
])('Content-Language of %s is %s', async (path, language) => {
  const { ask } = await serve(await libraryOf([written('x', arabic), written('y', { language: 'fr' })]))
  for (const method of ['GET', 'HEAD'])
    expect((await ask(path, { method })).headers['content-language']).toBe(language)
})
