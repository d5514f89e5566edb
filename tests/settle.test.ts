import { expect, test } from 'vitest'
import { type Pending, readAgain, settle, type Sight } from '../src/folder/settle.ts'

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
  let memory: Pending = new Map()
  const done = steps.map(([now, stamp]) => {
    const sight = {
      files: new Map(stamp === null ? [] : [['a.json', stamp]]),
      missing: stamp === null ? ['a.json'] : [],
      stampOf: () => read,
      isAtRest: false,
    }
    const settled = settle(memory, sight, now)
    memory = settled.memory
    if (settled.gone.length > 0) return 'gone'
    return settled.due.size > 0 ? 'read' : memory.size > 0 ? 'wait' : 'nothing'
  })
  expect(done).toEqual(steps.map(([, , what]) => what))
})

const sightOf = (files: string[], rest: Partial<Sight> = {}): Sight => ({
  files: new Map(files.map((file) => [file, '1'])),
  missing: [],
  stampOf: () => undefined,
  isAtRest: false,
  ...rest,
})

test('at rest everything is settled, in order of names, and nothing is remembered', () => {
  const { due, gone, memory } = settle(new Map(), sightOf(['b', 'a'], { missing: ['c'], isAtRest: true }), 0)
  expect([[...due.keys()], gone, memory.size]).toEqual([['a', 'b'], ['c'], 0])
})

test('what came and went is forgotten', () => {
  const { memory } = settle(new Map(), sightOf(['d']), 0)
  expect([...memory.keys()]).toEqual(['d'])
  expect(settle(memory, sightOf([]), 10).memory.size).toBe(0)
})

test('what has settled is remembered until the caller has applied it', () => {
  const { memory } = settle(new Map(), sightOf(['a', 'b'], { missing: ['c'] }), 0)
  const settled = settle(memory, sightOf(['a', 'b'], { missing: ['c'] }), 100)
  expect([[...settled.due.keys()], settled.gone]).toEqual([['a', 'b'], ['c']])
  expect([...settled.memory.keys()]).toEqual(['a', 'b', 'c'])
  expect([...memory.values()]).toEqual(Array(3).fill(expect.objectContaining({ since: 0, first: 0 })))
})
