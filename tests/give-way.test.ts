import * as fc from 'fast-check'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../src/app.ts'
import type { Article } from '../src/article/article.ts'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { readConfig } from '../src/config.ts'
import { formats } from '../src/formats/formats.ts'
import type { Resource } from '../src/formats/resource.ts'
import { bodyIn, bodyOf } from '../src/http/body.ts'
import { createSharedWork } from '../src/http/shared.ts'
import type { Library } from '../src/library/library.ts'
import { holdIndex, openIndex } from '../src/library/sqlite/database.ts'
import { createNearWords } from '../src/library/sqlite/near-words.ts'
import { createStore } from '../src/library/sqlite/store.ts'
import { publicTables } from '../src/library/sqlite/tables.ts'
import { createVocabulary } from '../src/library/sqlite/vocabulary.ts'
import { atOnce } from '../src/pace.ts'
import { libraryOf, written } from './support/app.ts'
import { requestOf } from './support/raw.ts'

const articleOf = (id: string, paragraphs: string[]) =>
  toArticle(ArticleFile.parse(written(id, { sections: [{ heading: 'Long', paragraphs }] })), id)

const long = articleOf(
  'long',
  Array.from({ length: 3000 }, (_, index) => `Paragraph ${index} of a long article & more.`),
)

const sectionOf = ({ sections: [section] }: Article) => {
  if (section === undefined) throw new Error('no section')
  return section
}

const feed: Resource = { kind: 'feed', articles: [long, long], query: '' }
const page: Resource = { kind: 'article', article: long }

test.each<[form: string, resource: Resource]>([
  ['html', page],
  ['html', { kind: 'section', article: long, section: sectionOf(long) }],
  ['markdown', page],
  ['json-feed', feed],
  ['atom', feed],
  ['rss', feed],
])('%s of a long article is printed in many small steps', async (name, resource) => {
  const format = formats.find((one) => one.name === name)
  const site = { base: '', url: 'https://news.example' }
  const steps = [...((await format?.steps?.(resource, { site, alternates: () => [] })) ?? [])]
  expect(steps.length).toBeGreaterThan(300)
  expect(Math.max(...steps.map(({ length }) => length))).toBeLessThan(10_000)
  expect(steps.join('')).toBe(await format?.print(resource, { site, alternates: () => [] }))
})

test('a body in pieces is that of the whole text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', 'é'.repeat(40_000), '😀'.repeat(50_000), 'a'.repeat(65_536)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const body = atOnce(bodyIn(pieces))
      expect(body).toEqual(bodyOf(pieces.join('')))
      expect(body.bytes.buffer.byteLength).toBe(body.bytes.length)
    }),
    { numRuns: 50 },
  )
})

test('work is shared by all that wait, and given up when the last of them is gone', async () => {
  const share = createSharedWork()
  const gate = Promise.withResolvers<string>()
  const signals: AbortSignal[] = []
  const work = (signal: AbortSignal) => {
    signals.push(signal)
    return gate.promise
  }
  const [one, other, third] = [new AbortController(), new AbortController(), new AbortController()]
  const first = share('a', work, one.signal)
  const second = share('a', work, other.signal)
  one.abort()
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  other.abort()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  const later = share('a', work, third.signal)
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  gate.resolve('done')
  expect(await Promise.all([first, second, later])).toEqual(['done', 'done', 'done'])
})

/** A server over a library whose searches wait until they are given up, which it counts. */
const waiting = async () => {
  const library = await libraryOf([written('one')])
  const seen = { begun: 0, ended: 0 }
  const search: Library['search'] = ({ signal }) =>
    new Promise((_, failed) => {
      seen.begun += 1
      signal?.addEventListener('abort', () => {
        seen.ended += 1
        failed(signal.reason as Error)
      })
    })
  const lines: string[] = []
  const logger = { level: 'error', stream: { write: (line: string) => lines.push(line) } }
  const app = await buildApp({ library: { ...library, search }, config: readConfig({}), logger })
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return { port: (app.server.address() as AddressInfo).port, seen, lines }
}

test('a search ends when the last client that asked for it has hung up', async () => {
  const { port, seen, lines } = await waiting()
  const sockets = ['one', 'two'].map(() => connect(port, '127.0.0.1'))
  for (const socket of sockets) socket.write(requestOf('GET /search?q=first'))
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual({ begun: 1, ended: 0 })
  const other = connect(port, '127.0.0.1')
  other.write(requestOf('GET /search?q=second'))
  await expect.poll(() => seen.begun, { timeout: 10_000 }).toBe(2)
  sockets[0]?.destroy()
  other.destroy()
  await expect.poll(() => seen.ended, { timeout: 10_000 }).toBe(1)
  sockets[1]?.destroy()
  await expect.poll(() => seen.ended, { timeout: 10_000 }).toBe(2)
  expect(lines).toEqual([])
})

test('the word nearest to a misspelt one is looked for in small steps, and the same word is found', async () => {
  const held = holdIndex(undefined)
  const database = openIndex(held, () => {})
  onTestFinished(() => {
    database.close()
    held.release()
  })
  const article = articleOf('words', [
    Array.from({ length: 3000 }, (_, index) => `s${index.toString(36)}quay`).join(' '),
    'The steamship left.',
  ])
  createStore(database).apply({
    put: [{ file: 'a.json', stamp: '1', digest: '1', article }],
    touch: [],
    remove: [],
  })
  const { isKnown } = createVocabulary(database, publicTables)
  const steps = createNearWords(database, publicTables, isKnown).nearest('steamhsip')
  let count = 0
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) count += 1
  expect(count).toBeGreaterThan(10)
  expect(step.value.map(({ word }) => word)).toEqual(['steamship'])
})
