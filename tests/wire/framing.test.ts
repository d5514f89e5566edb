import { describe, expect, test } from 'vitest'
import framing from '../fixtures/wire/framing.json' with { type: 'json' }
import { exchange, type RawAnswer, spelled } from '../support/raw.ts'
import { expectSound } from '../support/sound.ts'
import { sample, serveWire, smuggled } from '../support/wire.ts'

const { answerTo, expectRefusedAndClosed, port } = await serveWire()

describe('framing', () => {
  test.each(framing.bodies)('GET / HTTP/1.1⏎Host: a⏎%s is refused', async (rest) => {
    await expectRefusedAndClosed(`GET / HTTP/1.1⏎Host: a⏎${rest}${smuggled}`, [400, 501])
  })

  test.each(framing.malformed)('%s is 400', async (request) => {
    await expectRefusedAndClosed(request, 400)
  })

  test.each([
    'PRI * HTTP/2.0⏎⏎SM⏎⏎',
    'GET / HTTP/2.0⏎Host: a⏎⏎',
    'GET / HTTP/2⏎Host: a⏎⏎',
    'GET / HTTP/3.0⏎Host: a⏎⏎',
    'GET / HTTP/0.9⏎Host: a⏎⏎',
    'GET / HTTP/9.9⏎Host: a⏎⏎',
  ])('%s is refused', async (request) => {
    await expectRefusedAndClosed(request, [400, 505])
  })

  test.each([
    'GET / HTTP/1.0⏎⏎',
    'GET / HTTP/1.0⏎Host: a⏎⏎',
    `GET ${sample} HTTP/1.0⏎Accept-Encoding: gzip⏎⏎`,
    `GET / HTTP/1.0⏎Host: a⏎⏎${smuggled}`,
  ])('%s is answered once, unchunked, and closed', async (request) => {
    const { answers, isClosedByServer } = await exchange(port, [spelled(request)], { count: 99 })
    expect([answers.map(({ status }) => status), isClosedByServer]).toEqual([[200], true])
    expectSound(answers[0] as RawAnswer)
    expect(answers[0]?.headers).not.toHaveProperty('transfer-encoding')
  })

  test.each(['⏎GET / HTTP/1.1⏎Host: a⏎⏎', '⏎⏎GET / HTTP/1.1⏎Host: a⏎⏎', 'GET / HTTP/1.1⏎Host: a⏎X:⏎Y:␉⏎⏎'])(
    '%s',
    async (request) => {
      expect((await answerTo(request)).status).toBe(200)
    },
  )

  // RFC 9112 §3: a recipient may take more than one space for one, and of a higher minor version what it knows.
  test.each([
    'GET  / HTTP/1.1⏎Host: a⏎⏎',
    'GET /  HTTP/1.1⏎Host: a⏎⏎',
    'GET / HTTP/1.2⏎Host: a⏎⏎',
    'GET / HTTP/1.9⏎Host: a⏎⏎',
  ])('%s is understood or refused', async (request) => {
    const answer = await answerTo(request)
    expectSound(answer)
    expect([200, 400, 505]).toContain(answer.status)
  })
})
