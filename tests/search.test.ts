import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArticleAnswer, SearchList } from '../src/article/answers.ts'
import { expand } from '../src/search/expand.ts'
import { parseSearch } from '../src/search/query.ts'
import { analyse } from '../src/search/tokens.ts'
import { libraryOf, serve, serveSample, stored, written } from './support/app.ts'

const search = (q: string, rest = '') => `/search?q=${encodeURIComponent(q)}${rest}`

const garden = () =>
  libraryOf([
    written('roses', {
      title: 'Roses in the garden',
      tags: ['plants'],
      sections: [
        { paragraphs: ['A short walk.', 'Roses like sun. Roses like water.'] },
        { heading: 'Pruning roses', paragraphs: ['Cut them in spring.', 'Rose hips are red.'] },
      ],
    }),
    written('trees', {
      title: 'Trees',
      language: 'en-GB',
      sections: [{ paragraphs: ['Beside the roses stands a tree.', 'An oak.'] }],
    }),
    written('long', {
      sections: [{ paragraphs: [`${'word '.repeat(300)}needle${' word'.repeat(300)}`] }],
    }),
    written('tide', { sections: [{ paragraphs: [`flood ${'wave '.repeat(300)}ebb`] }] }),
  ])

test('GET /search?q=roses finds them best first, and says where', async () => {
  const { ask } = await serve(await garden())
  const list = SearchList.strict().parse((await ask(search('roses'))).json())
  expect(list).toMatchObject({ q: 'roses', total: 2, page: 1, pages: 1 })
  const [best, second] = list.items
  expect([best?.id, second?.id]).toEqual(['roses', 'trees'])
  expect(best?.score).toBeGreaterThan(second?.score ?? 0)
  expect(best).toMatchObject({
    highlights: { title: [{ start: 0, end: 5 }], summary: [] },
    sections: [{ id: 'pruning-roses', highlights: [{ start: 8, end: 13 }] }],
    paragraphCount: 2,
    paragraphs: [
      {
        id: 'lede-2',
        excerpt: 'Roses like sun. Roses like water.',
        start: 0,
        cut: { start: false, end: false },
        highlights: [
          { start: 0, end: 5 },
          { start: 16, end: 21 },
        ],
        section: { id: 'lede', heading: null },
        links: { self: '/articles/roses/paragraphs/lede-2', section: '/articles/roses/sections/lede' },
      },
      { id: 'pruning-roses-2', direction: 'ltr' },
    ],
  })
})

test('each link of a hit leads to what it names, and its offsets to the words', async () => {
  const { ask } = await serveSample()
  const { items } = SearchList.parse((await ask(search('قطر', '&paragraphs=100'))).json())
  const [hit] = items
  expect(hit?.paragraphs).toHaveLength(hit?.paragraphCount ?? 0)
  const article = ArticleAnswer.parse((await ask(hit?.links.self ?? '')).json())
  const texts = new Map(
    article.sections.flatMap(({ paragraphs }) => paragraphs.map((p) => [p.links.self, p.text])),
  )
  for (const { links, excerpt, start, highlights } of hit?.paragraphs ?? []) {
    const text = texts.get(links.self) ?? ''
    expect(text.slice(start, start + excerpt.length)).toBe(excerpt)
    for (const span of highlights) expect(excerpt.slice(span.start, span.end)).toMatch(/قطر/)
  }
})

test.each<[q: string, ids: string[]]>([
  ['tree', ['trees']],
  ['rose tree', ['trees']],
  ['"roses like sun"', ['roses']],
  ['"sun like roses"', []],
  ['"water cut"', []],
  ['roses -oak', ['roses']],
  ['roses -"an oak"', ['roses']],
  ['ROSES', ['roses', 'trees']],
  ['gard', []],
  ['gard&prefix=true', ['roses']],
  ['roses&tag=plants', ['roses']],
  ['roses&language=en-gb', ['trees']],
  ['roses&from=2020-01-01', []],
  ['nothing', []],
])('GET /search?q=%s', async (q, ids) => {
  const { ask } = await serve(await garden())
  const [words = '', ...rest] = q.split('&')
  const answer = await ask(search(words, rest.map((parameter) => `&${parameter}`).join('')))
  expect(SearchList.parse(answer.json()).items.map(({ id }) => id)).toEqual(ids)
})

test.each<[q: string, notice: string | null]>([
  ['', 'The search has no word to search for: give at least one.'],
  [' ', 'The search has no word to search for: give at least one.'],
  ['""', 'The search has no word to search for: give at least one.'],
  ['.', 'The search has no word to search for: give at least one.'],
  ['…؟', 'The search has no word to search for: give at least one.'],
  ['-a', 'The search only excludes words: give at least one to search for.'],
  ['-a -"b c"', 'The search only excludes words: give at least one to search for.'],
  ['zebra', null],
  ['roses', null],
])('GET /search?q=%s has the notice %s', async (q, notice) => {
  const { ask } = await serve(await garden())
  const { status, headers, json } = await ask(`/search?q=${encodeURIComponent(q)}&limit=1`)
  const list = SearchList.parse(json())
  expect([status, list.notice, list.q]).toEqual([200, notice, q])
  expect(headers['x-total-count']).toBe(String(list.total))
  if (notice !== null)
    expect(list).toMatchObject({ items: [], total: 0, pages: 0, page: 1, links: { next: null } })
})

test('a bad filter is an error beside nothing to search for', async () => {
  const { ask } = await serve(await garden())
  expect((await ask('/search?q=.&from=x')).status).toBe(400)
  expect((await ask('/search?q=.&from=2021-01-01&to=2020-01-01')).status).toBe(400)
})

test.each<[query: string, detail: string]>([
  ['', 'q is missing: say what to search for'],
  ['q=a&q=b', 'q is given more than once'],
  [`q=${'a'.repeat(501)}`, 'q has more than 500 characters'],
  ['q=a&prefix=yes', 'prefix must be true or false'],
  ['q=a&paragraphs=101', 'paragraphs must be at most 100'],
  ['q=a&sort=title', 'sort is unknown'],
  ['q=a&fields=scor', 'fields names no field "scor"'],
])('GET /search?%s is 400', async (query, detail) => {
  const { ask } = await serve(await garden())
  const answer = await ask(`/search?${query}`)
  expect(answer.status).toBe(400)
  expect(answer.json()).toMatchObject({ detail: expect.stringContaining(detail) as string })
})

test('a long paragraph is shown by what is around the match', async () => {
  const { ask } = await serve(await garden())
  const { items } = SearchList.parse((await ask(search('needle'))).json())
  const found = items[0]?.paragraphs[0]
  expect(found?.excerpt.length).toBeLessThan(400)
  expect(found?.start).toBeGreaterThan(1000)
  expect(found?.cut).toEqual({ start: true, end: true })
  const [span = { start: 0, end: 1 }] = found?.highlights ?? []
  expect(found?.excerpt.slice(span.start, span.end)).toBe('needle')
})

test('`cut` says at which end the text of a long paragraph goes on', async () => {
  const { ask } = await serve(await garden())
  const cuts = ['flood', 'ebb', 'word'].map(async (q) => {
    const { items } = SearchList.parse((await ask(search(q))).json())
    const hit = items.flatMap(({ paragraphs }) => paragraphs).find(({ excerpt }) => excerpt.includes(q))
    expect(hit?.highlights.map(({ start, end }) => hit.excerpt.slice(start, end))).toContain(q)
    return hit?.cut
  })
  expect(await Promise.all(cuts)).toEqual([
    { start: false, end: true },
    { start: true, end: false },
    { start: false, end: true },
  ])
})

test('neither the address of an image nor the number of an item is text to find', async () => {
  const paragraphs = [
    { type: 'image', url: 'https://img.example.org/bridge.jpg' },
    { type: 'list', ordered: true, items: ['first', 'second'] },
  ] as const
  const { ask } = await serve(await libraryOf([{ ...written('a'), sections: [{ paragraphs }] }]))
  for (const [q, total] of [
    ['jpg', 0],
    ['bridge', 0],
    ['2', 0],
    ['second', 1],
  ] as const)
    expect([q, SearchList.parse((await ask(search(q))).json()).total]).toEqual([q, total])
})

test('paging visits every match once, best first', async () => {
  const files = Array.from({ length: 23 }, (_, index) =>
    written(`a-${index}`, { sections: [{ paragraphs: ['moon '.repeat((index % 5) + 1)] }] }),
  )
  const { ask } = await serve(await libraryOf(files))
  const seen: { id: string; score: number }[] = []
  let next: string | null = search('moon', '&limit=4')
  while (next !== null) {
    const list: SearchList = SearchList.parse((await ask(next)).json())
    seen.push(...list.items)
    next = list.links.next
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(23)
  expect(seen.map(({ score }) => score)).toEqual(seen.map(({ score }) => score).toSorted((a, b) => b - a))
})

test('what is found changes with the folder, and an answer in the cache with it', async () => {
  const library = await libraryOf([written('a', { title: 'Moon' })])
  const { ask } = await serve(library)
  const total = async () => SearchList.parse((await ask(search('moon'))).json()).total
  expect(await total()).toBe(1)
  const { article: b } = await (await libraryOf([written('b', { title: 'Moons' })])).article('b')
  if (b !== null) await library.apply({ put: [stored(b)], touch: [], remove: [] })
  expect(await total()).toBe(2)
  await library.apply({ put: [], touch: [], remove: ['b.json'] })
  expect(await total()).toBe(1)
})

test('any q of at most 500 characters answers 200 or 400', async () => {
  const { ask } = await serveSample()
  const bits = fc.constantFrom(
    '"',
    '-',
    ' ',
    'قطر',
    '*',
    'NEAR',
    'AND',
    'OR',
    'NOT',
    '(',
    ')',
    ':',
    '^',
    '+',
    '\u202e',
    '北京',
    "'",
    '{',
    'title:',
  )
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 500 }),
    fc.array(bits, { maxLength: 60 }).map((all) => all.join('')),
  )
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (q, isPrefix) => {
      const answer = await ask(search(q.slice(0, 500).replaceAll('\0', ''), `&prefix=${isPrefix}`))
      expect([200, 400]).toContain(answer.status)
    }),
    { numRuns: 300 },
  )
})

test('every highlight lies inside its text and folds to a word of the query', async () => {
  const { ask } = await serveSample()
  const article = ArticleAnswer.parse((await ask('/articles/qatar-irgc-normalisation')).json())
  const words = article.sections.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ text }) => text.split(' ')),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...words), async (word) => {
      const query = parseSearch(word, { isPrefix: false })
      if ('problem' in query) return
      const { clauses } = expand(query, { languages: ['ar'], isBegun: () => false })
      const terms = new Set(clauses.flatMap((clause) => [...clause.terms, ...clause.phrases.flat()]))
      const { items } = SearchList.parse((await ask(search(word, '&paragraphs=100'))).json())
      expect(items).toHaveLength(1)
      const spans = items[0]?.paragraphs.flatMap(({ excerpt, highlights }) =>
        highlights.map((span) => excerpt.slice(span.start, span.end)),
      )
      expect(spans?.length).toBeGreaterThan(0)
      for (const shown of spans ?? []) {
        for (const { term } of analyse(shown, 'ar')) expect([...terms]).toContain(term)
      }
    }),
    { numRuns: 60 },
  )
})
