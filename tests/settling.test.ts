import { lstatSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { takeConflicts } from '../src/folder/plan.ts'
import { stampOf } from '../src/folder/read.ts'
import { createIntake } from '../src/folder/intake.ts'
import { createRegistry } from '../src/folder/registry.ts'
import { createSettling, readAgain } from '../src/folder/settle.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { articleText } from './support/folder.ts'
import { folderOf } from './support/process.ts'

/** What is seen at a time in milliseconds: the stamp of a.json, or null where it is missing. What is then done about it. */
type Step = [now: number, stamp: string | null, done: 'read' | 'gone' | 'wait' | 'nothing']

test.each<[string, string | undefined, Step[]]>([
  [
    'as it was read',
    'one',
    [
      [0, 'one', 'nothing'],
      [5000, 'one', 'nothing'],
    ],
  ],
  [
    'changed, then at rest',
    'one',
    [
      [0, 'two', 'wait'],
      [60, 'two', 'wait'],
      [100, 'two', 'read'],
    ],
  ],
  [
    'new, then at rest',
    undefined,
    [
      [0, 'one', 'wait'],
      [99, 'one', 'wait'],
      [101, 'one', 'read'],
    ],
  ],
  [
    'changed again and again, until it rests',
    'one',
    [
      [0, 'two', 'wait'],
      [90, 'three', 'wait'],
      [180, 'three', 'wait'],
      [190, 'three', 'read'],
    ],
  ],
  [
    'never at rest, and read after a second',
    'one',
    [
      [0, 'a', 'wait'],
      [90, 'b', 'wait'],
      [990, 'c', 'wait'],
      [1000, 'd', 'read'],
    ],
  ],
  [
    'changed and changed back',
    'one',
    [
      [0, 'two', 'wait'],
      [60, 'one', 'nothing'],
      [200, 'two', 'wait'],
    ],
  ],
  [
    'away for a moment',
    'one',
    [
      [0, null, 'wait'],
      [60, 'one', 'nothing'],
      [200, null, 'wait'],
    ],
  ],
  [
    'away, and replaced',
    'one',
    [
      [0, null, 'wait'],
      [60, 'two', 'wait'],
      [160, 'two', 'read'],
    ],
  ],
  [
    'gone',
    'one',
    [
      [0, null, 'wait'],
      [100, null, 'gone'],
    ],
  ],
  ['to be read again', readAgain, [[0, 'one', 'read']]],
])('a file that is %s', (_, read, steps) => {
  const settling = createSettling(() => read)
  const done = steps.map(([now, stamp]) => {
    const files = new Map(stamp === null ? [] : [['a.json', stamp]])
    const { changed, gone } = settling.settle(
      { files, missing: stamp === null ? ['a.json'] : [] },
      now,
      false,
    )
    if (gone.length > 0) return 'gone'
    return changed.size > 0 ? 'read' : settling.size() > 0 ? 'wait' : 'nothing'
  })
  expect(done).toEqual(steps.map(([, , what]) => what))
})

test('at the start everything is settled, and what came and went is forgotten', () => {
  const settling = createSettling(() => undefined)
  const sight = {
    files: new Map([
      ['b', '1'],
      ['a', '1'],
    ]),
    missing: ['c'],
  }
  const { changed, gone } = settling.settle(sight, 0, true)
  expect([[...changed.keys()], gone]).toEqual([['a', 'b'], ['c']])
  settling.settle({ files: new Map([['d', '1']]), missing: [] }, 0, false)
  expect(settling.names()).toEqual(['d'])
  settling.settle({ files: new Map(), missing: [] }, 10, false)
  expect(settling.names()).toEqual([])
})

type Ids = Record<string, string>

/** The files that are refused where `before` are served, `after` are to be, and `leaving` go. */
const conflictsOf = (before: Ids, after: Ids, leaving: string[] = []) => {
  const candidates = new Map(
    Object.entries(after).map(([file, id]) => [file, { file, article: { id } as never }] as const),
  )
  const conflicts = takeConflicts(candidates, new Set(leaving), {
    ownerOf: (id) => Object.entries(before).find(([, other]) => other === id)?.[0],
    idOf: (file) => before[file],
  })
  return [...conflicts].map(([file, { problem }]) => `${file} ${problem}`)
}

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
])('ids: %s', (_, before, after, leaving, conflicts) => {
  expect(conflictsOf(before, after, leaving)).toEqual(conflicts)
})

test('10,000 files of one id are compared once each', () => {
  let asked = 0
  const files = Array.from({ length: 10_000 }, (_, number) => `${number}.json`)
  const candidates = new Map(files.map((file) => [file, { file, article: { id: 'x' } as never }]))
  const conflicts = takeConflicts(candidates, new Set(), {
    ownerOf: () => void (asked += 1),
    idOf: () => undefined,
  })
  expect(conflicts.size).toBe(9999)
  expect(asked).toBeLessThan(1_000_000)
})

test('a file that changes each time it is read is named after a while, and read on', async () => {
  const library = openSqliteLibrary()
  onTestFinished(() => library.close())
  const registry = createRegistry([])
  const intake = createIntake({ sources, library, registry })
  const clock = vi.spyOn(performance, 'now')
  onTestFinished(() => clock.mockRestore())
  const look = (now: number) => {
    clock.mockReturnValue(now)
    const due = { changed: new Map([['gone.json', '1']]), gone: [], away: [] }
    return intake(folderOf({}), due, async () => {})
  }
  expect((await look(0)).torn).toEqual(['gone.json'])
  expect((await look(9000)).torn).toEqual(['gone.json'])
  expect(registry.faults()).toEqual([])
  expect((await look(11_000)).torn).toEqual([])
  expect(registry.faults()).toMatchObject([{ file: 'gone.json', problem: 'changes each time it is read' }])
  expect(registry.stampOf('gone.json')).toBe(readAgain)
})

test('the stamp that is kept is of the bytes that were read, also of a bad file and through a link', async () => {
  const folder = folderOf({ 'a.json': articleText('one'), 'bad.json': '{' })
  symlinkSync('a.json', join(folder, 'link.json'))
  const library = openSqliteLibrary()
  onTestFinished(() => library.close())
  const registry = createRegistry([])
  const changed = new Map([
    ['a.json', 'listed'],
    ['bad.json', 'listed'],
    ['link.json', 'link listed'],
  ])
  await createIntake({ sources, library, registry })(folder, { changed, gone: [], away: [] }, async () => {})
  const [a, bad] = ['a.json', 'bad.json'].map((name) =>
    stampOf(lstatSync(join(folder, name), { bigint: true })),
  )
  expect([...changed.keys()].map(registry.stampOf)).toEqual([a, bad, `link ${a}`])
})
