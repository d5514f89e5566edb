import { expect, test } from 'vitest'
import { atOnce, createPace, inSlices } from '../src/pace.ts'

/** Steps that each take longer than a slice, and what happens when they end. */
const steps = function* (count: number, onStep: () => void, onEnd: () => void = () => {}) {
  try {
    for (let step = 0; step < count; step += 1) {
      const until = performance.now() + 1
      while (performance.now() < until);
      onStep()
      yield
    }
    return 'done'
  } finally {
    onEnd()
  }
}

test('of many that give way, one goes on in a turn of the event loop', async () => {
  let turn = 0
  let isOver = false
  const count = () => {
    turn += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const turns: number[] = []
  const works = Array.from({ length: 8 }, () =>
    inSlices(
      steps(5, () => turns.push(turn)),
      createPace(),
    ),
  )
  expect(await Promise.all(works)).toEqual(Array.from({ length: 8 }, () => 'done'))
  isOver = true
  // The first step of each is done where it was begun.
  const later = turns.slice(8)
  expect(later).toHaveLength(32)
  expect(new Set(later).size).toBe(32)
})

test('work that nobody wants any more ends, and is cleaned up', async () => {
  const given = new AbortController()
  let isClean = false
  let done = 0
  const onStep = () => {
    done += 1
    if (done === 3) given.abort(new Error('gone'))
  }
  const work = inSlices(
    steps(1000, onStep, () => (isClean = true)),
    createPace(given.signal),
  )
  await expect(work).rejects.toThrow('gone')
  expect([done, isClean]).toEqual([3, true])
})

test('the same steps in one go have the same result', () => {
  let done = 0
  expect(atOnce(steps(3, () => (done += 1)))).toBe('done')
  expect(done).toBe(3)
})
