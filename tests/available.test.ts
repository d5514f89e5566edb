import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest, nearestFew } from '../src/article/nearest.ts'
import { libraryOf, serve, written } from './support/app.ts'

type Problem = { detail: string; available: string[]; didYouMean?: string; errors?: { detail: string }[] }

const numbered = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index))

test.each<[asked: string, known: string[], included: string[], missing: string[]]>([
  ['par-4x', numbered(2000, (index) => `par-${index}`), ['par-4', 'par-40', 'par-49'], ['par-1234']],
  ['xecret-visit', [...numbered(500, (index) => `part-${index}`), 'secret-visit'], ['secret-visit'], []],
  ['', numbered(300, (index) => 'a'.repeat(300 - index)), ['a', 'aa', 'a'.repeat(100)], ['a'.repeat(101)]],
  ['b'.repeat(5000), numbered(150, (index) => `${index}`), ['0', '99'], ['100']],
])('of many names, those nearest to the one asked for are listed: %s', (asked, known, included, missing) => {
  const few = nearestFew(asked, known)
  expect(few).toHaveLength(100)
  for (const name of included) expect(few).toContain(name)
  for (const name of missing) expect(few).not.toContain(name)
  expect(few).toEqual(known.filter((name) => few.includes(name)))
})

test('up to 100 names are all listed, in their order', () => {
  const known = numbered(100, (index) => `name-${(index * 37) % 100}`)
  expect(nearestFew('else', known)).toEqual(known)
})

test('one mistake anywhere is found among many names', () => {
  const known = numbered(3000, (index) => `section-about-${(index * 7919).toString(36)}-end`)
  const letter = fc.constantFrom('q', '-', '')
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(20), letter, (name, at, wrong) => {
      const asked = name.slice(0, at) + wrong + name.slice(at + 1)
      expect(nearestFew(asked, known)).toContain(name)
      expect(nearest(asked, known)).toBeDefined()
    }),
  )
})

const large = () =>
  libraryOf([
    {
      ...written('large'),
      sections: numbered(1500, (index) => `part ${index}`).map((heading) => ({
        heading,
        paragraphs: ['x', 'y'],
      })),
    },
    ...numbered(150, (index) => `other-${index}`).map((id) => written(id)),
  ])

test.each([
  ['/articles/large/paragraphs/prt-700-2', 'part-700-2'],
  ['/articles/large/sections/pxrt-1234', 'part-1234'],
  ['/articles/othr-77', 'other-77'],
  ['/articles/large/paragraphs/none-of-these', undefined],
])('GET %s lists at most 100 of what there is', async (url, didYouMean) => {
  const { ask } = await serve(await large())
  const problem = (await ask(url)).json() as Problem
  expect(problem.available.length).toBeGreaterThan(0)
  expect(problem.available.length).toBeLessThanOrEqual(100)
  expect(problem.didYouMean).toBe(didYouMean)
  if (didYouMean !== undefined) expect(problem.available).toContain(didYouMean)
})

test('fields takes 100 names and refuses more, whatever they are', async () => {
  const { ask } = await serve(await libraryOf([written('one')]))
  const fields = (count: number, name = 'id') => numbered(count, () => name).join(',')
  const answer = await ask(`/articles/one?fields=${fields(99)},sections.paragraphs.text`)
  expect(answer.json()).toMatchObject({
    id: 'one',
    sections: [{ paragraphs: [{ text: expect.any(String) }] }, {}],
  })
  for (const url of [`/articles/one?fields=${fields(101)}`, `/articles?fields=${fields(2600, 'x')}`]) {
    const refused = await ask(url)
    expect(refused.status).toBe(400)
    expect(refused.json()).toMatchObject({
      detail: 'fields has more than 100 names: give at most 100.',
      errors: [{ parameter: 'fields', detail: 'has more than 100 names: give at most 100' }],
    })
  }
})

test.each([
  ['/articles/one/paragraphs/lede-1?fields=image.url,attribution', 200],
  ['/articles/one?fields=sections.paragraphs.image.alt,sections.paragraphs.items.text', 200],
  ['/articles/one?fields=links.self.links.self', 400],
])('GET %s is %i: the keys of every type of paragraph count', async (url, status) => {
  const { ask } = await serve(await libraryOf([written('one')]))
  expect((await ask(url)).status).toBe(status)
})

test('of many unknown parameters 20 are named, and the others counted', async () => {
  const { ask } = await serve(await libraryOf([written('one')]))
  const many = numbered(700, (index) => `x${index}=1`).join('&')
  const problem = (await ask(`/articles?${many}&page=x`)).json() as Problem
  expect(problem.errors).toHaveLength(21)
  expect(problem.detail).toMatch(/ 680 more are unknown\.$/)
})

test('of many sections one is found by its heading folded, and what is asked again is not read anew', async () => {
  const sections = numbered(5000, (index) => `Part no. ${index} é`).map((heading) => ({
    heading,
    paragraphs: ['x'],
  }))
  const library = await libraryOf([{ ...written('large'), sections }])
  const { ask } = await serve(library)
  const answer = await ask('/articles/large/sections/PART%20NO.%204999%20E')
  expect(answer.headers['content-location']).toBe('/articles/large/sections/part-no-4999-%C3%A9')
  const { article } = await library.article('large')
  expect((await library.article('large')).article).toBe(article)
  await library.apply({ put: [], touch: [], remove: ['large.json'] })
  expect((await library.article('large')).article).toBe(null)
})
