import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, expectTypeOf, onTestFinished, test } from 'vitest'
import { createClient, MaqalProblem } from '../src/client/client.ts'
import { pause, waitOf } from '../src/client/retry.ts'
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
  expect(seen[0]?.url).toMatch(/\/articles\/\.\.%2Fhealth%2Flive$/)
})
