import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SearchList } from '../src/article/answers.ts'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import type { Engine } from '../src/library/library.ts'
import { atOnce } from '../src/pace.ts'
import { expand } from '../src/search/expand.ts'
import { createTextMatcher } from '../src/search/highlight.ts'
import { hitsOf } from '../src/search/hits.ts'
import { libraryOf, serve, stored, written } from './support/app.ts'

const articleOf = (id: string, text: string) =>
  toArticle(ArticleFile.parse(written(id, { sections: [{ paragraphs: [text] }] })), id)

const needle = (limit: number) => ({
  page: 1,
  limit,
  filter: {},
  search: {
    q: 'needle',
    clauses: [{ text: 'needle', start: 0, isExcluded: false, isPrefix: false, isQuoted: false }],
    notice: null,
  },
})

const searched = expand(needle(1).search, { languages: ['en'], isBegun: () => false })

/** Articles of which all hold the word. */
const haystack = (count: number): Promise<Engine> =>
  libraryOf(
    Array.from({ length: count }, (_, index) =>
      written(`a-${index}`, { sections: [{ paragraphs: [`needle ${'hay '.repeat(index % 7)}`] }] }),
    ),
  )

const replace = (library: Engine, gone: string, id: string, text: string) =>
  library.apply({ put: [stored(articleOf(id, text))], touch: [], remove: [`${gone}.json`] })

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

test('GET /search for a misspelt word knows the words of each change', async () => {
  const library = await libraryOf([written('a', { sections: [{ paragraphs: ['The lighthouse.'] }] })])
  const { ask } = await serve(library)
  const correctedOf = async (q: string) => SearchList.parse((await ask(`/search?q=${q}`)).json()).corrected
  expect(await correctedOf('lighthuose')).toBe('lighthouse')
  await replace(library, 'a', 'b', 'The lighthorse.')
  expect(await correctedOf('lighthuose')).toBe('lighthorse')
  expect(await correctedOf('lightouse')).toBe('lighthorse')
  await replace(library, 'b', 'c', 'Nothing.')
  expect(await correctedOf('lighthuose')).toBeNull()
})

test.each([2, 30, 999_999])('page %i, past the last, reads no article', async (page) => {
  const library = await haystack(30)
  const found = await library.search({ ...needle(100), page })
  expect(found).toMatchObject({ items: [], total: 30, revision: 1 })
})

test('the words of one long paragraph are matched in small steps, and counted exactly', () => {
  const article = articleOf('long', `${'hay '.repeat(40_000)}needle${' hay'.repeat(40_000)}`)
  let count = 0
  const work = hitsOf(article, createTextMatcher(searched), { most: 3 })
  while (work.next().done !== true) count += 1
  expect(count).toBeGreaterThan(800)
  expect(atOnce(hitsOf(article, createTextMatcher(searched), { most: 0 }))).toMatchObject({
    paragraphs: [],
    paragraphCount: 1,
  })
})

test('of many paragraphs the best are shown in their order, and all are counted', () => {
  const texts = Array.from({ length: 900 }, (_, index) =>
    index % 3 === 0 ? 'hay' : `needle ${index % 200 === 101 ? 'needle' : 'hay'}`,
  )
  const file = written('many', { sections: [{ paragraphs: texts }] })
  const { paragraphs, paragraphCount } = atOnce(
    hitsOf(toArticle(ArticleFile.parse(file), 'many'), createTextMatcher(searched), { most: 4 }),
  )
  expect(paragraphCount).toBe(600)
  expect(paragraphs.map(({ paragraph }) => paragraph.position)).toEqual([2, 102, 302, 702])
})
