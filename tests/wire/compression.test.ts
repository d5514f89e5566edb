import { describe, expect, test } from 'vitest'
import { exchange, type RawAnswer, requestOf } from '../support/raw.ts'
import { decoded } from '../support/sound.ts'
import { serveWire } from '../support/wire.ts'

const { another } = await serveWire({ paragraphCount: 12_000 })

describe('compression on the way', () => {
  test('GET of 1 MB in br for the first time delays nobody', async () => {
    const fresh = await another()
    const path = '/articles/long'
    const order: string[] = []
    const get = async (target: string, headers: Record<string, string> = {}) => {
      const answered = await exchange(fresh, [requestOf(`GET ${target}`, headers)])
      order.push(target)
      return answered
    }
    const asked = [1, 2, 3].map(() => get(path, { 'Accept-Encoding': 'br' }))
    await get('/')
    const long = await Promise.all(asked)
    const [first] = long.flatMap(({ answers }) => answers)
    expect(first?.headers['content-encoding']).toBe('br')
    expect(decoded(first as RawAnswer).length).toBeGreaterThan(1_000_000)
    expect(order).toEqual(['/', path, path, path])
    expect(
      new Set(long.flatMap(({ answers }) => answers.map(({ body }) => body.toString('base64')))).size,
    ).toBe(1)
  })
})
