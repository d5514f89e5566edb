import { describe, expect, test } from 'vitest'
import hosts from '../fixtures/wire/host.json' with { type: 'json' }
import { expectProblem, headersOf } from '../support/sound.ts'
import { serveWire } from '../support/wire.ts'

const { answerTo, get } = await serveWire()

describe('Host', () => {
  test.each(hosts.accepted)('%s', async (host) => {
    expect((await answerTo(`GET / HTTP/1.1⏎${host}⏎⏎`)).status).toBe(200)
  })

  test.each(hosts.refused)('%s is 400', async (host) => {
    expectProblem(await answerTo(`GET / HTTP/1.1⏎${host}⏎⏎`), 400)
  })

  test('Host, 2,100 other headers and a second Host', async () => {
    const many = 'x:⏎'.repeat(2100)
    expectProblem(await answerTo(`GET / HTTP/1.1⏎Host: a⏎${many}Host: b⏎⏎`), [400, 431])
  })

  test.each([
    ['GET http://other.example/articles HTTP/1.1⏎Host: a⏎⏎', '/articles'],
    ['GET http://other.example:8080/articles HTTP/1.1⏎Host: other.example:8080⏎⏎', '/articles'],
    ['GET HTTP://OTHER.EXAMPLE/articles?page=1 HTTP/1.1⏎Host: a⏎⏎', '/articles?page=1'],
    ['GET http://other.example HTTP/1.1⏎Host: a⏎⏎', '/'],
    ['GET http://other.example?x=1 HTTP/1.1⏎Host: a⏎⏎'.replace('?x=1', '?'), '/?'],
    ['GET https://[2001:db8::7]:1/articles HTTP/1.1⏎Host: a⏎⏎', '/articles'],
    ['GET http://other.example.:65535/articles HTTP/1.1⏎Host: a⏎⏎', '/articles'],
    ['GET http://[v1.x]/articles HTTP/1.1⏎Host: a⏎⏎', '/articles'],
  ])('%s', async (request, path) => {
    const answer = await answerTo(request)
    const plain = await get(path)
    expect([answer.status, answer.body]).toEqual([200, plain.body])
    expect(headersOf(answer)).toEqual(headersOf(plain))
  })

  test.each([
    'GET http://other.example/articles HTTP/1.1⏎⏎',
    'GET http://other.example/articles HTTP/1.1⏎Host: a⏎Host: b⏎⏎',
    'GET http:///articles HTTP/1.1⏎Host: a⏎⏎',
    'GET ftp://other.example/articles HTTP/1.1⏎Host: a⏎⏎',
    'GET other.example:80 HTTP/1.1⏎Host: a⏎⏎',
    'GET articles HTTP/1.1⏎Host: a⏎⏎',
    'GET ?page=1 HTTP/1.1⏎Host: a⏎⏎',
    ...[
      '[2001:db8::7',
      'x[2001:db8::7]',
      '[20..01:db8::7]',
      '[2001:db8::7].',
      '[2001:db8::7].:98',
      'other.example.:1.2',
      'other.example:9000:80',
      'other.example:65536',
      'other..example',
      'user:password@other.example',
      'user@other.example',
      ':80',
      'other.example\\x',
      'other<x',
    ].map((authority) => `GET http://${authority}/articles HTTP/1.1⏎Host: a⏎⏎`),
  ])('%s is 400', async (request) => {
    expectProblem(await answerTo(request), 400)
  })

  test('GET http://other.example/nothing names no other authority', async () => {
    const answer = await answerTo('GET http://other.example/nothing HTTP/1.1⏎Host: a⏎⏎')
    expectProblem(answer, 404)
    expect(answer.body.toString()).not.toContain('other.example')
  })
})
