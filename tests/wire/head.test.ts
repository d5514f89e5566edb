import { describe, expect, test } from 'vitest'
import { ask, exchange, type RawAnswer, spelled } from '../support/raw.ts'
import { expectSound, headersOf } from '../support/sound.ts'
import { fields, sample, serveWire, small } from '../support/wire.ts'

const { get, port } = await serveWire()

describe('HEAD has every header of GET', () => {
  const expectHeadAsGet = async (path: string, headers: Record<string, string>) => {
    const [head, answer] = await Promise.all([ask(port, `HEAD ${path}`, headers), get(path, headers)])
    expectSound(head, true)
    expect([head.status, headersOf(head)]).toEqual([answer.status, headersOf(answer)])
    expect([...head.rawHeaders].map(([name]) => name)).toEqual(answer.rawHeaders.map(([name]) => name))
  }

  test.each([
    '/',
    '/articles',
    '/articles?limit=1&page=2',
    sample,
    `${sample}.json`,
    `${sample}/sections`,
    `${sample}/sections/secret-visit`,
    `${sample}/sections/2`,
    `${sample}/paragraphs/lede-1`,
    small,
    '/articles/dated',
    '/problems/not-found',
    '/nothing',
    '/articles/nothing',
    `${sample}/sections/nothing`,
    '/articles?page=0',
    '/articles?x=1',
    '/%ZZ',
    '/x×8001',
  ])('HEAD %s', async (path) => {
    await expectHeadAsGet(spelled(path), {})
  })

  test.each([
    'Accept: application/json',
    'Accept: text/html',
    'Accept: */*;q=0',
    'Accept: image/png',
    'Accept-Encoding: br',
    'Accept-Encoding: gzip',
    'Accept-Encoding: identity',
    'Accept-Encoding: br;q=0, *',
    'Accept-Encoding: identity;q=0, *;q=0',
    'If-None-Match: *',
    'If-None-Match: "x"',
    'If-Match: "x"',
    'If-Match: *',
    'If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT',
    'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT',
    'Origin: https://other.example',
    'Range: bytes=0-9',
    'Expect: a-teapot',
  ])('HEAD with %s', async (header) => {
    for (const path of [sample, '/articles/dated', small, '/nothing'])
      await expectHeadAsGet(path, fields(header))
  })

  test.each([
    ['HEAD / HTTP/1.1⏎Host: a⏎Host: b⏎⏎', 400],
    ['HEAD / HTTP/1.1⏎Host: user@a⏎⏎', 400],
    ['HEAD / HTTP/1.1⏎⏎', 400],
    ['HEAD / HTTP/1.1⏎Host: a⏎X : y⏎⏎', 400],
    ['HEAD /\xE9 HTTP/1.1⏎Host: a⏎⏎', 400],
    ['HEAD / HTTP/1.1⏎Host: a⏎X: x×17000⏎⏎', 431],
  ])('%s is %i without a body', async (request, status) => {
    const [head, full] = await Promise.all(
      [request, request.replace('HEAD', 'GET')].map((each) => exchange(port, [spelled(each)])),
    )
    expect([head?.answers.map((answer) => answer.status), head?.rest.length]).toEqual([[status], 0])
    expect(headersOf(head?.answers[0] as RawAnswer)).toEqual(headersOf(full?.answers[0] as RawAnswer))
  })
})
