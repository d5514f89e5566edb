import { describe, expect, test } from 'vitest'
import { exchange, type Pieces, requestOf, spelled } from '../support/raw.ts'
import { expectProblem, expectSound } from '../support/sound.ts'
import { serveWire } from '../support/wire.ts'

const { another, port } = await serveWire({
  settings: { HEADERS_TIMEOUT: '1', REQUEST_TIMEOUT: '1', KEEP_ALIVE_TIMEOUT: '1' },
})

/** These bytes one by one, ten a second, as long as anyone reads them. */
const trickled = async function* (bytes: string) {
  for (const byte of Array.from(bytes)) {
    yield byte
    await new Promise((later) => setTimeout(later, 100))
  }
}

describe('time', () => {
  const slow: [said: string, pieces: Pieces, statuses: number[]][] = [
    ['nothing at all', [], []],
    ['GET /', ['GET /'], [408]],
    ['GET / HTTP/1.1⏎Host: a⏎', [spelled('GET / HTTP/1.1⏎Host: a⏎')], [408]],
    ['GET / HTTP/1.1⏎Host: a⏎X: y', [spelled('GET / HTTP/1.1⏎Host: a⏎X: y')], [408]],
    ['HEAD / HTTP/1.1⏎', [spelled('HEAD / HTTP/1.1⏎')], [408]],
    ['HEAD / HTTP/1.1⏎Host: a⏎X: y', [spelled('HEAD / HTTP/1.1⏎Host: a⏎X: y')], [408]],
    ['HEAD /articles HTTP/1.1⏎Ho', [spelled('HEAD /articles HTTP/1.1⏎Ho')], [408]],
    ['GET and half a HEAD', [`${requestOf('GET /')}${spelled('HEAD / HTTP/1.1⏎Host: a⏎')}`], [200, 408]],
    ['HEAD and half a GET', [`${requestOf('HEAD /')}${spelled('GET / HTTP/1.1⏎Host: a⏎')}`], [200, 408]],
    ['a request and a half', [`${requestOf('GET /')}GET / HT`], [200, 408]],
    ['a header of 100 bytes, ten a second,', trickled(requestOf('GET /', { X: 'x'.repeat(70) })), [408]],
    ['nothing after an answer', [requestOf('GET /')], [200]],
    ['nothing after a 304', [requestOf('GET /', { 'If-None-Match': '*' })], [304]],
    ['nothing after a 404', [requestOf('GET /nothing')], [404]],
  ]

  test.concurrent.each(slow)(
    'a connection that says %s is closed in time',
    async (said, pieces, statuses) => {
      const { answers, rest, isClosedByServer } = await exchange(port, pieces, { count: 99, timeout: 8000 })
      // RFC 9110 §15.5.9: a client that sent nothing may get a 408 or none.
      const isSilent = statuses.length === 0
      expect(answers.map(({ status }) => status)).toEqual(isSilent && answers.length > 0 ? [408] : statuses)
      expect(isClosedByServer).toBe(true)
      const methods = said.match(/HEAD|GET/g) ?? []
      for (const [index, answer] of answers.entries()) expectSound(answer, methods[index] === 'HEAD')
      expect(rest).toHaveLength(0)
    },
  )

  test('the third of MAX_CONNECTIONS=2 is turned away, the two go on, and one that ends makes room', async () => {
    const at = await another({ MAX_CONNECTIONS: '2' })
    const release: (() => void)[] = []
    const held = async function* () {
      yield requestOf('GET /')
      await new Promise<void>((later) => release.push(later))
      yield requestOf('GET /articles')
    }
    const two = [exchange(at, held(), { count: 2 }), exchange(at, held(), { count: 2 })]
    while (release.length < 2) await new Promise(setImmediate)
    const third = await exchange(at, [requestOf('GET /')], { count: 99 })
    for (const go of release) go()
    const statuses = (await Promise.all(two)).map(({ answers }) => answers.map(({ status }) => status))
    let after = await exchange(at, [requestOf('GET /')])
    while (after.answers.length === 0) after = await exchange(at, [requestOf('GET /')])
    expect(third.isClosedByServer).toBe(true)
    for (const answer of third.answers) expectProblem(answer, 503)
    expect([statuses, after.answers[0]?.status]).toEqual([
      [
        [200, 200],
        [200, 200],
      ],
      200,
    ])
  })
})
