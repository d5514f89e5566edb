import { describe, expect, test } from 'vitest'
import { ask, exchange, spelled } from '../support/raw.ts'
import { expectSound } from '../support/sound.ts'
import { sample, serveWire, smuggled } from '../support/wire.ts'

const { answerTo, expectRefusedAndClosed, port } = await serveWire()

describe('methods', () => {
  const expect405 = async (request: string) => {
    const answer = await expectRefusedAndClosed(request, 405)
    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS')
  }

  test.each([
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'TRACE',
    'PROPFIND',
    'QUERY',
    'MKCOL',
    'SEARCH',
    'M-SEARCH',
    'PURGE',
    'LINK',
    'FOO',
    'GETS',
    'HEADER',
  ])('%s /articles HTTP/1.1⏎Host: a⏎⏎, and a request after it, is 405', async (method) => {
    await expect405(`${method} /articles HTTP/1.1⏎Host: a⏎⏎${smuggled}`)
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY', 'FOO'])(
    '%s with a request as its body is 405',
    async (method) => {
      const length = spelled(smuggled).length
      await expect405(`${method} ${sample} HTTP/1.1⏎Host: a⏎Content-Length: ${length}⏎⏎${smuggled}`)
    },
  )

  test.each([
    'CONNECT a:80 HTTP/1.1⏎Host: a:80⏎⏎',
    `CONNECT a:80 HTTP/1.1⏎Host: a:80⏎⏎${smuggled}`,
    'POST /nothing HTTP/1.1⏎Host: a⏎⏎',
    'PUT / HTTP/1.1⏎Host: a⏎Content-Length: 0⏎⏎',
    'POST / HTTP/1.1⏎Host: a⏎X-HTTP-Method-Override: GET⏎⏎',
    'POST / HTTP/1.1⏎Host: a⏎Connection: keep-alive⏎Content-Length: 2⏎⏎{}',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: application/json⏎Content-Length: 2⏎⏎{}',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: application/json⏎Content-Length: 1⏎⏎{',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: application/json⏎Content-Length: 0⏎⏎',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: application/json; charset=⏎Content-Length: 2⏎⏎{}',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: x⏎Content-Length: 2⏎⏎{}',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: text/plain⏎Content-Length: 2⏎⏎hi',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: application/x-www-form-urlencoded⏎Content-Length: 3⏎⏎a=b',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: multipart/form-data⏎Content-Length: 2⏎⏎--',
    'POST / HTTP/1.1⏎Host: a⏎Content-Type: application/xml⏎Content-Encoding: gzip⏎Content-Length: 2⏎⏎hi',
    'POST / HTTP/1.1⏎Host: a⏎Transfer-Encoding: chunked⏎⏎2⏎{}⏎0⏎⏎',
    `POST / HTTP/1.1⏎Host: a⏎Transfer-Encoding: chunked⏎⏎0⏎⏎${smuggled}`,
    'POST / HTTP/1.1⏎Host: a⏎Content-Length: 1000000000000⏎⏎x',
    'POST / HTTP/1.1⏎Host: a⏎Content-Length: 1000⏎⏎',
    'POST / HTTP/1.1⏎Host: a⏎Expect: 100-continue⏎Content-Length: 2⏎⏎',
    'PUT / HTTP/1.0⏎Content-Length: 2⏎⏎hi',
  ])('%s is 405', expect405)

  test('POST with 200 KB of requests as its body is 405', async () => {
    const body = smuggled.repeat(5000)
    const { answers } = await exchange(port, [
      spelled(`POST / HTTP/1.1⏎Host: a⏎Content-Length: ${spelled(body).length}⏎⏎`),
      spelled(body),
    ])
    expect(answers.map(({ status }) => status)).toEqual([405])
  })

  test.each(['get', 'Get', 'head'])('%s is no GET', async (method) => {
    await expectRefusedAndClosed(`${method} / HTTP/1.1⏎Host: a⏎⏎`, [400, 405, 501])
  })

  test.each([
    `GET / HTTP/1.1⏎Host: a⏎Content-Length: ${spelled(smuggled).length}⏎⏎${smuggled}`,
    'GET / HTTP/1.1⏎Host: a⏎Content-Type: application/json⏎Content-Length: 2⏎⏎{}',
    `GET / HTTP/1.1⏎Host: a⏎Transfer-Encoding: chunked⏎⏎0⏎⏎${smuggled}`,
  ])('%s is 400: a GET has no body here', async (request) => {
    await expectRefusedAndClosed(request, 400)
  })

  test('HEAD with a request as its body is 400 without one', async () => {
    const request = `HEAD / HTTP/1.1⏎Host: a⏎Content-Length: ${spelled(smuggled).length}⏎⏎${smuggled}`
    const { answers, rest, isClosedByServer } = await exchange(port, [spelled(request)], { count: 99 })
    expect([answers.map(({ status }) => status), rest.length, isClosedByServer]).toEqual([[400], 0, true])
  })

  test.each([
    'OPTIONS *',
    'OPTIONS /',
    'OPTIONS /articles',
    `OPTIONS ${sample}`,
    'OPTIONS http://a/articles',
  ])('%s', async (request) => {
    const answer = await ask(port, request)
    expectSound(answer)
    expect([answer.status, answer.headers['allow']]).toEqual([204, 'GET, HEAD, OPTIONS'])
  })

  test.each([
    'GET / HTTP/2.0⏎Host: a⏎⏎',
    'GET /articles HTTP/3.0⏎Host: a⏎⏎',
    'PRI * HTTP/2.0⏎⏎SM⏎⏎',
    `GET / HTTP/2.0⏎Host: a⏎⏎${smuggled}`,
  ])('%s is 505', async (request) => {
    await expectRefusedAndClosed(request, 505)
  })

  test.each([
    ['GET / HTTP/1.1⏎Host: a⏎Content-Length: 0⏎⏎', 200],
    ['GET / HTTP/1.1⏎Host: a⏎Content-Type: application/json⏎⏎', 200],
    ['GET / HTTP/1.1⏎Host: a⏎Connection: Upgrade⏎Upgrade: websocket⏎⏎', 200],
    [
      'GET / HTTP/1.1⏎Host: a⏎Connection: Upgrade, HTTP2-Settings⏎Upgrade: h2c⏎HTTP2-Settings: AAMAAABk⏎⏎',
      200,
    ],
    ['GET / HTTP/1.1⏎Host: a⏎Expect: 100-continue⏎⏎', 200],
    ['GET / HTTP/1.1⏎Host: a⏎Expect: 100-Continue⏎⏎', 200],
    ['GET / HTTP/1.0⏎Expect: 100-continue⏎⏎', 200],
    ['GET / HTTP/1.1⏎Host: a⏎Expect: a-teapot⏎⏎', 417],
    ['GET / HTTP/1.1⏎Host: a⏎Expect: 100-continue, a-teapot⏎⏎', 417],
    ['GET / HTTP/1.1⏎Host: a⏎Range: bytes=0-9⏎⏎', 200],
  ])('%s is %i', async (request, status) => {
    const answer = await answerTo(request)
    expectSound(answer)
    expect(answer.status).toBe(status)
  })
})
