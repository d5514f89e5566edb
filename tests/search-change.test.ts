import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SearchList } from '../src/article/answers.ts'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import type { Engine } from '../src/library/library.ts'
import { atOnce } from '../src/pace.ts'
import { hitsOf } from '../src/search/hits.ts'
import { libraryOf, serve, stored, written } from './support/app.ts'

const articleOf = (id: string, text: string) =>
  toArticle(ArticleFile.parse(written(id, { sections: [{ paragraphs: [text] }] })), id)

const needle = (limit: number) => ({
  page: 1,
  limit,
  filter: {},
  search: { clauses: [{ terms: ['needl'], prefixes: [], isExcluded: false }] },
})

/** Articles of which all hold the word. */
const haystack = (count: number): Promise<Engine> =>
  libraryOf(
    Array.from({ length: count }, (_, index) =>
      written(`a-${index}`, { sections: [{ paragraphs: [`needle ${'hay '.repeat(index % 7)}`] }] }),
    ),
  )

const replace = (library: Engine, gone: string, id: string, text: string) =>
  library.apply({ put: [stored(articleOf(id, text))], touch: [], remove: [`${gone}.json`] })

test('what was found is answered as it was, whatever takes its place in the library', async () => {
  const library = await haystack(3)
  const { items, total } = await library.search(needle(10))
  await replace(library, 'a-2', 'other', 'nothing of it')
  await replace(library, 'a-1', 'another', 'nor of it')
  expect(total).toBe(3)
  expect(items.map(({ article }) => article.id).toSorted()).toEqual(['a-0', 'a-1', 'a-2'])
  expect(items.map(({ article }) => JSON.stringify(article))).toEqual(
    expect.arrayContaining([expect.stringContaining('"needle ') as string]),
  )
})

test('a search over a library that changes at every turn ends, and all of its answer is of one state', async () => {
  const library = await haystack(1500)
  let changes = 0
  const over = new AbortController()
  const changing = (async () => {
    while (!over.signal.aborted) {
      const [gone, id] = [`b-${changes - 1}`, `b-${changes}`]
      await (changes % 2 === 0
        ? replace(library, gone, id, 'hay')
        : replace(library, gone, id, 'needle '.repeat(9)))
      changes += 1
      await setImmediate()
    }
  })()
  for (let search = 0; search < 5; search += 1) {
    const { items, total } = await library.search(needle(100))
    const ids = items.map(({ article }) => article.id)
    // Only every second of those that come and go holds the word, and it is the best.
    const passing = ids.filter((id) => id.startsWith('b-'))
    expect(total).toBe(1500 + passing.length)
    for (const id of passing) expect(Number(id.slice(2)) % 2).toBe(1)
    expect(new Set(ids).size).toBe(100)
  }
  over.abort()
  await changing
  expect(changes).toBeGreaterThan(5)
})

test('GET /search while the library changes shows articles that match', async () => {
  const library = await haystack(60)
  const { ask } = await serve(library)
  for (let change = 0; change < 12; change += 1) {
    const asked = ask(`/search?q=needle&limit=${60 + change}`)
    for (let turn = 0; turn < change; turn += 1) await setImmediate()
    await replace(library, `a-${change}`, `new-${change}`, 'hay')
    const { items, total } = SearchList.parse((await asked).json())
    expect([60 - change, 59 - change]).toContain(total)
    expect(items).toHaveLength(total)
    for (const { paragraphCount } of items) expect(paragraphCount).toBe(1)
  }
})

test.each([2, 30, 999_999])('page %i, past the last, reads no article', async (page) => {
  const library = await haystack(30)
  const found = await library.search({ ...needle(100), page })
  expect(found).toEqual({ items: [], total: 30, revision: 1 })
})

test('the words of one long paragraph are matched in small steps, and counted exactly', () => {
  const article = articleOf('long', `${'hay '.repeat(40_000)}needle${' hay'.repeat(40_000)}`)
  const { search } = needle(1)
  let count = 0
  const work = hitsOf(article, search, 3)
  while (work.next().done !== true) count += 1
  expect(count).toBeGreaterThan(800)
  expect(atOnce(hitsOf(article, search, 0))).toMatchObject({ paragraphs: [], paragraphCount: 1 })
})

test('of many paragraphs the best are shown in their order, and all are counted', () => {
  const texts = Array.from({ length: 900 }, (_, index) =>
    index % 3 === 0 ? 'hay' : `needle ${index % 200 === 101 ? 'needle' : 'hay'}`,
  )
  const file = written('many', { sections: [{ paragraphs: texts }] })
  const { paragraphs, paragraphCount } = atOnce(
    hitsOf(toArticle(ArticleFile.parse(file), 'many'), needle(1).search, 4),
  )
  expect(paragraphCount).toBe(600)
  expect(paragraphs.map(({ paragraph }) => paragraph.position)).toEqual([2, 102, 302, 702])
})

test('a search that nobody waits for ends, and the library goes on', async () => {
  const library = await haystack(3000)
  const gone = new AbortController()
  const search = library.search({ ...needle(1), signal: gone.signal })
  gone.abort(new Error('hung up'))
  await expect(search).rejects.toThrow('hung up')
  await replace(library, 'a-0', 'other', 'needle')
  expect((await library.search(needle(1))).total).toBe(3000)
})
