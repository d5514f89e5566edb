import { expect, test } from 'vitest'
import { plan, type FilesRead } from '../src/folder/plan.ts'

/** Ids by file. */
type Ids = Record<string, string>

/** What was read: a file's digest is its id, so that a file that keeps its id is as it was. */
const readingsOf = (after: Ids, rest: Partial<FilesRead> = {}): FilesRead => ({
  articles: new Map(
    Object.entries(after).map(([file, id]) => [
      file,
      { file, stamp: `stamp of ${file}`, digest: id, article: { id } as never },
    ]),
  ),
  gone: [],
  missing: [],
  ...rest,
})

/** What is held: every byte of it has changed, but of the files that are as they were. */
const recordsOf = (before: Ids, asTheyWere: readonly string[] = []) =>
  new Map(
    Object.entries(before).map(([file, article]) => [
      file,
      {
        file,
        stamp: '',
        digest: asTheyWere.includes(file) ? article : 'other',
        article,
        relations: { language: 'en', aliases: [], kin: [] },
        beside: [],
      },
    ]),
  )

test.each<[string, Ids, Ids, string[], string[]]>([
  ['two new files', {}, { b: 'x', a: 'x' }, [], ['b has the id "x", as has a']],
  ['a new file and an old one', { b: 'x' }, { a: 'x' }, [], ['a has the id "x", as has b']],
  [
    'a new file and a changed one that keeps its id',
    { b: 'x' },
    { a: 'x', b: 'x' },
    [],
    ['a has the id "x", as has b'],
  ],
  ['an exchange', { a: 'x', b: 'y' }, { a: 'y', b: 'x' }, [], []],
  ['a file that leaves', { a: 'x' }, { b: 'x' }, ['a'], []],
  [
    'a refused file keeps the id that another was given',
    { a: 'x', c: 'z' },
    { a: 'z', b: 'x' },
    [],
    ['a has the id "z", as has c', 'b has the id "x", as has a'],
  ],
  [
    'also where it is refused later',
    { b: 'x', c: 'z' },
    { a: 'x', b: 'z' },
    [],
    ['b has the id "z", as has c', 'a has the id "x", as has b'],
  ],
])('ids: %s', (_, before, after, gone, conflicts) => {
  const planned = plan(readingsOf(after, { gone }), recordsOf(before))
  expect([...planned.conflicts].map(([file, { problem }]) => `${file} ${problem}`)).toEqual(conflicts)
  const refused = new Set(planned.conflicts.keys())
  expect(planned.changes).toMatchObject({
    put: Object.entries(after).flatMap(([file, id]) =>
      refused.has(file) ? [] : [{ file, article: { id } }],
    ),
    touch: [],
    remove: gone,
  })
})

test.each<[string, Ids, Partial<FilesRead>, string[]]>([
  ['gone', { a: 'x' }, { gone: ['a'], missing: ['a'] }, ['a']],
  ['gone, and was refused', {}, { gone: ['a'], missing: ['a'] }, []],
  ['missing for a moment', { a: 'x' }, { missing: ['a'] }, []],
  ['missing, and another file has its id', { a: 'y' }, { missing: ['a'] }, ['a']],
])('a file that is %s', (_, before, rest, remove) => {
  expect(plan(readingsOf({ b: 'y' }, rest), recordsOf(before)).changes).toMatchObject({
    put: [{ file: 'b' }],
    remove,
  })
})

test('a file whose bytes are as they were is touched, and keeps its id', () => {
  const { changes, conflicts } = plan(readingsOf({ a: 'x', b: 'x' }), recordsOf({ a: 'x' }, ['a']))
  expect(changes).toEqual({ put: [], touch: [{ file: 'a', stamp: 'stamp of a' }], remove: [] })
  expect([...conflicts.keys()]).toEqual(['b'])
})

test('10,000 files of one id are compared once each', () => {
  let asked = 0
  const article = {
    get id() {
      asked += 1
      return 'x'
    },
  }
  const files = Array.from({ length: 10_000 }, (_, number) => `${number}.json`)
  const articles = new Map(
    files.map((file) => [file, { file, stamp: '', digest: '', article: article as never }]),
  )
  const { conflicts } = plan({ articles, gone: [], missing: [] }, new Map())
  expect(conflicts.size).toBe(9999)
  expect(asked).toBeLessThan(1_000_000)
})
