import { expect, test } from 'vitest'
import { createTurns } from '../src/library/postgres/turns.ts'

test('so many work at once, in turn; what is given up is not done', async () => {
  const inTurn = createTurns(1)
  const [begun, gate] = [[] as string[], Promise.withResolvers<undefined>()]
  const work = (name: string, done?: Promise<undefined>, signal = new AbortController().signal) =>
    inTurn(async () => {
      begun.push(name)
      await done
      return name
    }, signal)
  const stop = new AbortController()
  const first = work('first', gate.promise)
  const given = work('given up', undefined, stop.signal)
  const last = work('last')
  stop.abort(new Error('nobody waits'))
  await expect(given).rejects.toThrow('nobody waits')
  await expect(work('late', undefined, stop.signal)).rejects.toThrow('nobody waits')
  expect(begun).toEqual(['first'])
  gate.resolve(undefined)
  expect(await Promise.all([first, last, work('another')])).toEqual(['first', 'last', 'another'])
  expect(begun).toEqual(['first', 'last', 'another'])
})

test('work that fails gives its turn to the next', async () => {
  const inTurn = createTurns(1)
  const { signal } = new AbortController()
  const failed = inTurn(() => Promise.reject(new Error('failed')), signal)
  const next = inTurn(async () => 'next', signal)
  await expect(failed).rejects.toThrow('failed')
  expect(await next).toBe('next')
})
