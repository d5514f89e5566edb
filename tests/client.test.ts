import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, expectTypeOf, onTestFinished, test } from 'vitest'
import {
  type Article,
  type ArticleList,
  createClient,
  MaqalProblem,
  type Section,
} from '../src/client/client.ts'
import { pause, waitOf } from '../src/client/ask.ts'
import { libraryOf, sampleLibrary, written } from './support/app.ts'
import { listen } from './support/sound.ts'

const id = 'qatar-irgc-normalisation'

/** A client of a real server, and what it asked and was answered. */
const serve = async (library = sampleLibrary()) => {
  const { port, close } = await listen(await library)
  onTestFinished(close)
  const seen: { url: string; etag: string | undefined; status: number }[] = []
  const client = createClient(`http://127.0.0.1:${port}`, {
    async fetch(url, init) {
      const answer = await fetch(url, init)
      seen.push({ url, etag: init.headers['if-none-match'], status: answer.status })
      return answer
    },
  })
  return { client, seen }
}

test('an article, a section by id, position and heading, a paragraph', async () => {
  const { client } = await serve()
  const article = await client.article(id)
  expect(article).toMatchObject({ id, direction: 'rtl', outlet: 'بوابة الفجر' })
  const section = await client.section(id, 'secret-visit')
  expect(section.paragraphs).toHaveLength(3)
  expect(await client.section(id, 2)).toEqual(section)
  expect(await client.section(id, section.heading ?? '')).toEqual(section)
  expect((await client.sections(id)).total).toBe(6)
  expect((await client.paragraph(id, 'lede-1')).section.id).toBe('lede')
  const drawn = await client.article(id, { include: ['html'] })
  expect(drawn.sections[0]?.paragraphs[0]?.html).toMatch(/^<p lang="ar" dir="rtl">/)
  const [listed] = (await client.articles({ include: ['sections'], limit: 1 }).first()).items
  expect(listed?.sections?.length).toBeGreaterThan(0)
  expect(await client.note(id, 'n1').catch(({ status }: { status: number }) => status)).toBe(404)
})

test('fields narrow the answer and its type', async () => {
  const { client } = await serve()
  const article = await client.article(id, {
    fields: ['title', 'sections.heading', 'sections.paragraphs.text'],
  })
  expectTypeOf(article.title).toEqualTypeOf<string>()
  expectTypeOf(article.sections[0]?.heading).toEqualTypeOf<string | null | undefined>()
  expectTypeOf(article.sections[0]?.paragraphs[0]?.text).toEqualTypeOf<string | undefined>()
  expectTypeOf<keyof typeof article>().toEqualTypeOf<'title' | 'sections'>()
  expect(Object.keys(article)).toEqual(['title', 'sections'])
  const { items } = await client.articles({ fields: ['id'] }).first()
  expectTypeOf(items).toEqualTypeOf<{ id: string }[]>()
  expect(items).toEqual([{ id }])
  // @ts-expect-error: an article has no such key
  await expect(client.article(id, { fields: ['titel'] })).rejects.toMatchObject({ didYouMean: 'title' })
  expectTypeOf((await client.article(id)).sections[0]?.links.next).toEqualTypeOf<string | null | undefined>()
})

test('pages of a list are asked for as they are read', async () => {
  const { client, seen } = await serve(libraryOf(Array.from({ length: 7 }, (_, n) => written(`a-${n}`))))
  const ids: string[] = []
  for await (const { items } of client.articles({ limit: 3, sort: 'title' }))
    ids.push(...items.map((item) => item.id))
  expect(ids).toEqual(Array.from({ length: 7 }, (_, n) => `a-${n}`))
  expect(seen).toHaveLength(3)
  const items: string[] = []
  for await (const item of client.articles({ limit: 2, page: 2 }).items()) {
    items.push(item.id)
    if (items.length === 2) break
  }
  expect(items).toEqual(['a-2', 'a-3'])
  expect(seen).toHaveLength(4)
})

test('search finds, and says where', async () => {
  const { client } = await serve()
  const { items, q } = await client.search('ايران', { limit: 1 }).first()
  expect(q).toBe('ايران')
  expect(items[0]?.paragraphs[0]?.highlights.length).toBeGreaterThan(0)
})

test('what is remembered is asked for by its ETag, and is its own copy', async () => {
  const { client, seen } = await serve()
  const first = await client.article(id)
  first.title = 'changed'
  expect((await client.article(id)).title).not.toBe('changed')
  expect(seen.map(({ status }) => status)).toEqual([200, 304])
  expect(seen[1]?.etag).toMatch(/^"/)
})

test('what was asked for least lately is forgotten first', async () => {
  const { port, close } = await listen(await libraryOf(['a', 'b', 'c'].map((name) => written(name))))
  onTestFinished(close)
  const statuses: number[] = []
  const client = createClient(`http://127.0.0.1:${port}`, {
    remembered: 2,
    async fetch(url, init) {
      const answer = await fetch(url, init)
      statuses.push(answer.status)
      return answer
    },
  })
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await client.article(name)
  expect(statuses).toEqual([200, 200, 304, 200, 304, 200])
})

test('an error is a MaqalProblem with all it says', async () => {
  const { client } = await serve()
  const error: unknown = await client.section(id, 'secret-vist').catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(MaqalProblem)
  expect(error).toMatchObject({ status: 404, type: '/problems/not-found', didYouMean: 'secret-visit' })
  expect((error as MaqalProblem).available).toContain('lede')
})

/** A server that gives these answers in turn. */
const answering = async (answers: { status: number; headers?: Record<string, string>; body?: string }[]) => {
  const server = createServer((_, response) => {
    const { status, headers, body } = answers.shift() ?? { status: 500 }
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const busy = { status: 503, headers: { 'retry-after': '0' }, body: '{"detail":"busy"}' }
const good = { status: 200, body: '{"id":"a"}' }

test('a 503 is asked again, twice', async () => {
  expect(await createClient(await answering([busy, busy, good])).article('a')).toEqual({ id: 'a' })
  const refused = createClient(await answering([busy, busy, busy, good])).article('a')
  await expect(refused).rejects.toMatchObject({ status: 503, detail: 'busy' })
  const never = createClient(await answering([busy, good]), { retries: 0 }).article('a')
  await expect(never).rejects.toBeInstanceOf(MaqalProblem)
})

test('an answer of somebody else is a problem by its status', async () => {
  const client = createClient(await answering([{ status: 502, body: '<h1>Bad gateway</h1>' }]))
  await expect(client.article('a')).rejects.toMatchObject({ status: 502, title: 'Bad Gateway' })
  const other = createClient(await answering([{ status: 500, body: '{"status":"error"}' }]))
  await expect(other.article('a')).rejects.toMatchObject({ status: 500, title: 'Internal Server Error' })
})

test('a signal ends a request, and a wait for another try', async () => {
  const { client } = await serve()
  await expect(client.article(id, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  )
  const waiting = createClient(await answering([{ status: 503, headers: { 'retry-after': '30' } }]))
  await expect(waiting.article('a', { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/)
  const controller = new AbortController()
  const paused = pause(10_000, controller.signal)
  controller.abort(new Error('stop'))
  await expect(paused).rejects.toThrow('stop')
})

test.each([
  [null, 1000],
  ['2', 2000],
  ['1e9', 30_000],
  ['-1', 0],
  ['Wed, 25 Nov 2026 10:00:05 GMT', 5000],
  ['soon', 1000],
])('Retry-After: %s is %d ms', (value, milliseconds) => {
  expect(waitOf(value, Date.parse('2026-11-25T10:00:00Z'))).toBe(milliseconds)
})

test('an id from anywhere stays one segment of the address', async () => {
  const { client, seen } = await serve()
  await expect(client.article('../health/live')).rejects.toMatchObject({ status: 404 })
  expect(seen[0]?.url).toMatch(/\/articles\/\.\.%2Fhealth%2Flive\.json$/)
})

test('JSON is asked for by its own address, which caches tell from the page by the address alone', async () => {
  const { client, seen } = await serve()
  await client.article(id)
  await client.section(id, 'زيارة سرية')
  await client.articles({ limit: 1 }).first()
  await client.search('ايران').first()
  await client.tags().first()
  const paths = seen.map(({ url }) => new URL(url).pathname)
  expect(paths[0]).toBe(`/articles/${id}.json`)
  expect(paths[1]).toBe(`/articles/${id}/sections/${encodeURIComponent('زيارة سرية')}.json`)
  expect(paths.slice(2)).toEqual(['/articles.json', '/search.json', '/tags.json'])
})

test('the values that articles have, with how many have each', async () => {
  const files = [
    written('a', { tags: ['x', 'y'], rubric: 'R' }),
    written('b', { tags: ['x'], outlet: 'Another', language: 'ar' }),
  ]
  const { client } = await serve(libraryOf(files))
  const countsOf = async (pages: ReturnType<typeof client.tags>) =>
    Object.fromEntries((await pages.first()).items.map(({ name, articleCount }) => [name, articleCount]))
  expect(await countsOf(client.tags())).toEqual({ x: 2, y: 1 })
  expect(await countsOf(client.outlets())).toEqual({ 'The Outlet': 1, Another: 1 })
  expect(await countsOf(client.rubrics())).toEqual({ R: 1 })
  expect(await countsOf(client.languages())).toEqual({ ar: 1, en: 1 })
  const names: string[] = []
  for await (const { name } of client.tags({ limit: 1, fields: ['name'] }).items()) names.push(name)
  expect(names).toEqual(['x', 'y'])
})

test('a link is followed where it is root-relative and where it is absolute', async () => {
  const { client, seen } = await serve()
  const { links } = await client.section(id, 1)
  const next = await client.follow<Section>(links.next ?? '')
  expect(next).toEqual(await client.section(id, 2))
  expect((await client.follow<Article>(next.links.article)).title).toBe(next.article.title)
  const list = await client.follow<ArticleList>((await client.articles({ limit: 1 }).first()).links.self)
  expect(list.limit).toBe(1)
  await client.follow('/')
  const paths = seen.map(({ url }) => new URL(url).pathname + new URL(url).search)
  expect(paths).toContain('/articles.json?limit=1&page=1')
  expect(paths.at(-1)).toBe('/')
  await expect(client.follow('/nowhere')).rejects.toMatchObject({ status: 404 })
})

test('links of a service below a prefix, or with a PUBLIC_URL, are followed to where they lead', async () => {
  const asked: string[] = []
  const fetch = async (url: string) => {
    asked.push(url)
    return new Response('{}')
  }
  const client = createClient('https://a.example/content/', { fetch })
  await client.follow('/content/articles/x')
  await client.follow('https://b.example/api/articles?page=2')
  await createClient('/content', { fetch }).follow('/content/articles/x/sections/y')
  expect(asked).toEqual([
    'https://a.example/content/articles/x.json',
    'https://b.example/api/articles.json?page=2',
    '/content/articles/x/sections/y.json',
  ])
})

test('the body of a 304 is given up, so that its connection is free again', async () => {
  const cancelled: unknown[] = []
  const answers = [
    new Response('{"id":"a"}', { headers: { etag: '"1"' } }),
    new Response(null, { status: 304 }),
  ]
  const body = { cancel: async () => void cancelled.push('body') }
  Object.defineProperty(answers[1], 'body', { value: body })
  const client = createClient('https://a.example', { fetch: async () => answers.shift() ?? Response.error() })
  expect(await client.article('a')).toEqual(await client.article('a'))
  expect(cancelled).toEqual(['body'])
})

test('nothing is remembered where fetch has an HTTP cache, as in a page or a worker', async () => {
  for (const name of ['window', 'WorkerGlobalScope']) {
    Object.defineProperty(globalThis, name, { value: {}, configurable: true })
    const { client, seen } = await serve().finally(() => Reflect.deleteProperty(globalThis, name))
    await client.article(id)
    await client.article(id)
    expect(seen.map(({ etag, status }) => [etag, status])).toEqual([
      [undefined, 200],
      [undefined, 200],
    ])
  }
})
