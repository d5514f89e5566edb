import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { rowsOfStep } from '../src/library/limits.ts'
import { createBest } from '../src/library/sqlite/best.ts'
import { parseSearch } from '../src/search/query.ts'
import { libraryOf, written } from './support/app.ts'

test('a page of the best is that of all in order, ties whole', () => {
  const ranks = array(integer({ min: -9, max: 0 }), { maxLength: 200 })
  assert(
    property(ranks, integer({ min: 1, max: 12 }), integer({ min: 1, max: 20 }), (all, page, limit) => {
      const best = createBest(page * limit)
      for (const [key, rank] of all.entries()) best.add(key, rank)
      const start = (page - 1) * limit
      const { ranked, skip, total } = best.from(start)
      const sorted = all.toSorted((a, b) => a - b)
      expect(total).toBe(all.length)
      expect(ranked.slice(skip, skip + limit).map(({ rank }) => rank)).toEqual(
        sorted.slice(start, start + limit),
      )
      const keys = (rank: number) => all.flatMap((other, key) => (other === rank ? [key] : []))
      for (const rank of new Set(ranked.map((found) => found.rank)))
        expect(
          ranked
            .filter((found) => found.rank === rank)
            .map(({ key }) => key)
            .toSorted((a, b) => a - b),
        ).toEqual(keys(rank))
    }),
  )
})

test('many rows that all tie are kept at little cost each', () => {
  const best = createBest(1)
  for (let key = 0; key < 300_000; key += 1) best.add(key, -1)
  expect(best.from(0)).toMatchObject({ skip: 0, total: 300_000 })
  expect(best.from(299_999)).toMatchObject({ skip: 299_999 })
  expect(best.from(300_000)).toEqual({ ranked: [], skip: 0, total: 300_000 })
})

const several = 3 * rowsOfStep + 20

test('a page of a word that many articles have, ranked in several steps, is that of all of them in order, ties whole', async () => {
  const library = await libraryOf(
    Array.from({ length: several }, (_, index) =>
      written(`a-${index}`, {
        title: index % 50 === 7 ? 'Moon' : 'Sea',
        datePublished: `20${10 + (index % 3)}-01-01`,
        sections: [{ paragraphs: [`${'moon '.repeat((index % 4) + 1)}${'hay '.repeat(index % 5)}`] }],
      }),
    ),
  )
  const idsOf = async (page: number, limit: number): Promise<{ ids: string[]; total: number }> => {
    const search = parseSearch('moons -stone', { isPrefix: false })
    if ('problem' in search) throw new Error(search.problem)
    const { items, total } = await library.search({ page, limit, filter: {}, search })
    return { ids: items.map(({ article }) => article.id), total }
  }
  const whole = await idsOf(1, several)
  expect(new Set(whole.ids).size).toBe(several)
  for (const [page, limit] of [
    [1, 20],
    [2, 20],
    [1, 7],
    [4, 100],
  ] as const) {
    const { ids, total } = await idsOf(page, limit)
    expect([total, ids]).toEqual([whole.total, whole.ids.slice((page - 1) * limit, page * limit)])
  }
})
