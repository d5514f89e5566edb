import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { negotiateCoding, negotiateType } from '../src/http/negotiate.ts'
import { problems } from '../src/http/problem.ts'
import { libraryOf, sampleLibrary, stored, written } from './support/app.ts'
import { ask, exchange, type RawAnswer, requestOf, spelled } from './support/raw.ts'
import { decoded, expectProblem, expectSound, headersOf, listen, lostIn304 } from './support/sound.ts'

/** The rules of the wire, a row for each way to break one. The name of a test is what it sends: `⏎` is CRLF, `␊` LF. */

const sample = '/articles/qatar-irgc-normalisation'
const small = '/articles/small/paragraphs/lede-1'

const library = await sampleLibrary()
const texts = await libraryOf([
  written('small'),
  written('dated', { dateModified: '2021-03-04T05:06:07Z' }),
  written('tomorrow', { dateModified: '2999-01-01T00:00:00Z' }),
  written('long', {
    sections: [
      {
        paragraphs: Array.from(
          { length: 12_000 },
          (_, index) => `قال ${index ** 3} إن ${index} في ${index ** 2}.`,
        ),
      },
    ],
  }),
])
const articles = await Promise.all(['small', 'dated', 'tomorrow', 'long'].map((id) => texts.article(id)))
const put = articles.flatMap(({ article }) => (article === null ? [] : [stored(article)]))
await library.apply({ put, touch: [], remove: [] })

const { port, close } = await listen(library)
afterAll(close)

const validators = [
  ['tag', (await ask(port, `GET ${sample}`)).headers['etag']],
  ['br', (await ask(port, `GET ${sample}`, { 'Accept-Encoding': 'br' })).headers['etag']],
  ['gzip', (await ask(port, `GET ${sample}`, { 'Accept-Encoding': 'gzip' })).headers['etag']],
  ['date', 'Thu, 04 Mar 2021 05:06:07 GMT'],
] as const

/** Another app over the same library, for one test. */
const another = async (settings: Record<string, string>) => {
  const other = await listen(library, settings)
  onTestFinished(other.close)
  return other.port
}

const get = (path: string, headers: Record<string, string> = {}) => ask(port, `GET ${path}`, headers)

/** `Name: value⏎Name: value` as an object. */
const fields = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split('⏎')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )

/** The one answer to these very bytes, whatever becomes of the connection. */
const answerTo = async (request: string): Promise<RawAnswer> => {
  const { answers, rest } = await exchange(port, [spelled(request)])
  expect(answers).toHaveLength(1)
  expect(rest).toHaveLength(0)
  return answers[0] as RawAnswer
}

/** Refused with one of these statuses and nothing after it, and the connection is closed. */
const expectRefusedAndClosed = async (request: string, status: number | number[], to = port) => {
  const { answers, interim, rest, isClosedByServer } = await exchange(to, [spelled(request)], { count: 99 })
  expect({ answers: answers.length, interim, rest: rest.toString('latin1'), isClosedByServer }).toEqual({
    answers: 1,
    interim: [],
    rest: '',
    isClosedByServer: true,
  })
  const [answer] = answers as [RawAnswer]
  expectProblem(answer, status)
  expect(answer.headers['connection']).toBe('close')
  return answer
}

const smuggled = 'GET /articles HTTP/1.1⏎Host: a⏎⏎'

describe('rule 1: Host', () => {
  test.each([
    'Host: a',
    'host: a',
    'HOST:a',
    'Host:   a  ',
    'Host: a:8080',
    'Host: a:',
    'Host: A.Example',
    'Host: 127.0.0.1:3000',
    'Host: [::1]',
    'Host: [::1]:3000',
    'Host: a.example.',
    'Host: a.example.:88',
    'Host: A-b.0.34z.example:65535',
    'Host: a:00080',
    'Host: [::ffff:192.0.2.7]:1',
    'Host: [::192.0.2.7]',
    'Host: [v1.x]',
    "Host: [vA9.!$&'()*+,;=-._~:a0]:9",
  ])('%s', async (host) => {
    expect((await answerTo(`GET / HTTP/1.1⏎${host}⏎⏎`)).status).toBe(200)
  })

  test.each([
    'X: y',
    'Host: a⏎Host: b',
    'Host: a⏎Host: a',
    'Host: a⏎X: y⏎hOST: b',
    'Host: a⏎Host:',
    'Host:',
    'Host:   ',
    'Host: user@a',
    'Host: user:password@a',
    'Host: a,b',
    'Host: a, b',
    'Host: a b',
    'Host: a/path',
    'Host: a?query',
    'Host: a#fragment',
    'Host: http://a',
    'Host: a:b',
    'Host: a:-1',
    'Host: a:80:80',
    'Host: a:99999999',
    'Host: :80',
    'Host: ::1',
    'Host: [::1',
    'Host: [::g]',
    'Host: a\\b',
    'Host: "a"',
    'Host: <a>',
    'Host: %zz',
    'Host: \xE9',
    'Host: a␀',
    'Host: .',
    'Host: ..a',
    'Host: .a',
    'Host: a..b',
    'Host: a..:',
    'Host: a:65536',
    'Host: a:000080',
    'Host: [::::::]',
    'Host: [...]',
    'Host: []',
    'Host: [1::2::3]',
    'Host: [::1].',
    'Host: [::1]..:98',
    'Host: x[::1]',
    'Host: [::1]x',
    'Host: [fe80::1%25eth0]',
    'Host: [192.0.2.7]',
    'Host: [v1]',
    'Host: [v.x]',
    'Host: [vg.x]',
    'Host: a/\\:552',
  ])('%s is 400', async (host) => {
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

describe('rule 2: methods', () => {
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

  test('OPTIONS /articles, a preflight', async () => {
    const answer = await ask(port, 'OPTIONS /articles', {
      Origin: 'https://other.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'If-None-Match',
    })
    expectSound(answer)
    expect(answer.status).toBe(204)
    expect(answer.headers).toMatchObject({
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': 'If-None-Match',
      'access-control-max-age': '86400',
    })
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

describe('rule 2: framing', () => {
  test.each([
    'Content-Length: 5⏎Transfer-Encoding: chunked⏎⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎Content-Length: 5⏎⏎0⏎⏎',
    'Content-Length: 5⏎Content-Length: 6⏎⏎hello',
    'Content-Length: 5⏎Content-Length: 5⏎⏎hello',
    'Content-Length: 5, 5⏎⏎hello',
    'Content-Length: +5⏎⏎hello',
    'Content-Length: -5⏎⏎hello',
    'Content-Length: 5 5⏎⏎hello',
    'Content-Length: 0x5⏎⏎hello',
    'Content-Length: 5e0⏎⏎hello',
    'Content-Length:⏎⏎',
    'Content-Length: 99999999999999999999999⏎⏎hello',
    'Content-Length : 5⏎⏎hello',
    'Content-Length: ␀5⏎⏎hello',
    'Transfer-Encoding : chunked⏎⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎Transfer-Encoding: chunked⏎⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎Transfer-Encoding: identity⏎⏎0⏎⏎',
    'Transfer-Encoding: chunked, identity⏎⏎0⏎⏎',
    'Transfer-Encoding: xchunked⏎⏎0⏎⏎',
    'Transfer-Encoding: identity⏎⏎0⏎⏎',
    'Transfer-Encoding: "chunked"⏎⏎0⏎⏎',
    'Transfer-Encoding:⏎⏎0⏎⏎',
    'Transfer-Encoding: ␉chunked⏎Content-Length: 5⏎⏎0⏎⏎',
    'Transfer-Encoding:⏎ chunked⏎⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎⏎zz⏎hello⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎⏎-5⏎hello⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎⏎0x5⏎hello⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎⏎5⏎helloX0⏎⏎',
    'Transfer-Encoding: chunked⏎⏎5␊hello␊0␊␊',
    'Transfer-Encoding: chunked⏎⏎5;␊hello⏎0⏎⏎',
    'Transfer-Encoding: chunked⏎⏎ffffffffffffffffff⏎hello⏎0⏎⏎',
  ])('GET / HTTP/1.1⏎Host: a⏎%s is refused', async (rest) => {
    await expectRefusedAndClosed(`GET / HTTP/1.1⏎Host: a⏎${rest}${smuggled}`, [400, 501])
  })

  test.each([
    'POST / HTTP/1.1⏎Host: a⏎Content-Length: 5⏎Transfer-Encoding: chunked⏎⏎0⏎⏎',
    'POST / HTTP/1.1⏎Host: a⏎Content-Length: 5⏎Content-Length: 6⏎⏎hello',
    'POST / HTTP/1.1⏎Host: a⏎Transfer-Encoding: chunked, identity⏎⏎0⏎⏎',
    'POST / HTTP/1.1⏎Host: a⏎Transfer-Encoding : chunked⏎⏎0⏎⏎',
    'GET / HTTP/1.1␊Host: a␊␊',
    'GET / HTTP/1.1␊Host: a⏎⏎',
    'GET / HTTP/1.1⏎Host: a␊⏎',
    'GET / HTTP/1.1⏎Host: a␊X: y⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X: y⏎␊',
    'GET / HTTP/1.1⏎Host: a␍X: y⏎⏎',
    'GET / HTTP/1.1␍Host: a⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X: y⏎ folded⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X: y⏎␉folded⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎ folded⏎⏎',
    'GET / HTTP/1.1⏎Host:⏎ a⏎⏎',
    'GET / HTTP/1.1⏎ Host: a⏎⏎',
    'GET / HTTP/1.1⏎Host : a⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X : y⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X␉: y⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X Y: z⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X(: z⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎\xE9: z⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎: z⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X: a␀b⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X␀: b⏎⏎',
    'GET / HTTP/1.1⏎Host: a⏎X: a\x01b⏎⏎',
    'GET / HTTP/1.1 ⏎Host: a⏎⏎',
    'GET␉/␉HTTP/1.1⏎Host: a⏎⏎',
    ' GET / HTTP/1.1⏎Host: a⏎⏎',
    'GET HTTP/1.1⏎Host: a⏎⏎',
    'GET / http/1.1⏎Host: a⏎⏎',
    'GET / HTTP/11⏎Host: a⏎⏎',
    'GET / HTTP/1.1.1⏎Host: a⏎⏎',
    'GET / HTTP /1.1⏎Host: a⏎⏎',
    'GET / HTTPS/1.1⏎Host: a⏎⏎',
    'GET / ICE/1.0⏎Host: a⏎⏎',
    'GET /⏎Host: a⏎⏎',
    'GET /⏎⏎',
    'HTTP/1.1 200 OK⏎Content-Length: 0⏎⏎',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03',
    '␀␀␀␀',
    'hello⏎⏎',
    'GET / HTTP/1.0⏎Transfer-Encoding: chunked⏎⏎0⏎⏎',
    'GET / HTTP/1.1⏎Transfer-Encoding: 0⏎⏎',
    'GET / HTTP/1.1⏎Host:⏎Transfer-Encoding: 0⏎⏎',
    'GET /#x HTTP/1.1⏎Host: a⏎Transfer-Encoding: 0⏎⏎',
    'GET /%ZZ HTTP/1.1⏎Host: a⏎Transfer-Encoding: identity⏎⏎0⏎⏎',
    'GET / HTTP/1.0⏎Host: a⏎Host: b⏎Connection: close⏎⏎',
  ])('%s is 400', async (request) => {
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

describe('rule 3: what proxies and clients claim changes nothing', () => {
  test.each([
    'Host: evil.example',
    'Host: a:9999',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: evil',
    'X-Forwarded-For: evil',
    'X-Forwarded-Port: 666',
    'X-Forwarded-Prefix: /evil',
    'X-Forwarded-Scheme: evil',
    'Forwarded: for=evil;host=evil.example;proto=evil',
    'X-Original-URL: /evil',
    'X-Rewrite-URL: /evil',
    'X-Host: evil.example',
    'X-HTTP-Method-Override: POST',
    'X-HTTP-Method: POST',
    'Front-End-Https: on',
    'Via: 1.1 evil',
    'Referer: http://evil.example/',
    'Cookie: evil=1',
    'Authorization: Basic ZXZpbA==',
    'Origin: https://evil.example',
    'Origin: null',
    'Accept-Language: evil',
    'Prefer: evil',
  ])('%s', async (header) => {
    for (const path of ['/', '/articles', sample, `${sample}/sections/2`, '/nothing']) {
      const plain = await get(path)
      const answer = await get(path, fields(header))
      expect([answer.status, answer.body.toString()]).toEqual([plain.status, plain.body.toString()])
      expect(headersOf(answer)).toEqual(headersOf(plain))
      expect(JSON.stringify(answer.headers) + answer.body.toString()).not.toContain('evil')
    }
  })
})

describe('rule 4: targets', () => {
  test.each([
    '/%ZZ',
    '/%',
    '/%4',
    '/%u0041',
    '/articles/%00',
    '/articles/x%00.json',
    '/articles/%ED%A0%80',
    '/articles/%ED%BF%BF',
    '/articles/%C0%AF',
    '/articles/%C0%80',
    '/articles/%E2%82',
    '/articles/%FF',
    '/articles/%F4%90%80%80',
    '/articles?page=%ZZ',
    '/articles?page=%00',
    '/articles?page=%ED%A0%80',
    '/articles?%FF=1',
    '/articles/\xC3\xA9',
    '/articles/\xE9',
    '/articles?x=\xE9',
    '/articles/\x7F',
    '/articles/\x01',
    '/articles/a b',
    '/articles/<b>',
    '/articles?x=<script>alert(1)</script>',
    '/articles?"=1',
    '/articles\\x',
    '/\\evil.example/',
    '/articles#fragment',
    '/articles?page=1#fragment',
    '*',
  ])('GET %s is 400', async (target) => {
    expectProblem(await answerTo(`GET ${target} HTTP/1.1⏎Host: a⏎⏎`), 400)
  })

  test.each([
    '/../etc/passwd',
    '/articles/../../etc/passwd',
    '/articles/..%2f..%2fetc%2fpasswd',
    '/articles/%2e%2e/%2e%2e/etc/passwd',
    '/articles/%2E%2E%2Fetc',
    '/articles/..%5c..%5cwindows',
    '/articles/..\\..\\windows',
    '/articles/....//etc/passwd',
    '/articles/..;/etc/passwd',
    '/articles/%252e%252e%252fetc',
    '/articles/../articles',
    '/./articles',
    '//articles',
    '//evil.example/articles',
    '/articles//',
    `${sample}/sections/..`,
    `${sample}/sections/../sections`,
    `${sample}/sections/..%2flede`,
    '/problems/../problems',
    '/articles/file:%2f%2f%2fetc%2fpasswd',
  ])('GET %s is 400 or 404', async (target) => {
    expectProblem(await get(target), [400, 404])
  })

  test.each([
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'].flatMap((name) => [
      `/${name}`,
      `/articles/${name}`,
      `${sample}/sections/${name}`,
      `${sample}/paragraphs/${name}`,
      `/problems/${name}`,
      `/articles?${name}=1`,
      `/articles/x.${name}`,
    ]),
    '/articles?__proto__[page]=1',
    '/articles?page[__proto__]=1',
    '/articles?page=__proto__',
  ])('GET %s is 400 or 404', async (target) => {
    expectProblem(await get(target), [400, 404])
  })
})

describe('rule 5: limits', () => {
  const inTime = async (request: string) => {
    const { answers, milliseconds } = await exchange(port, [request])
    expect(milliseconds).toBeLessThan(1000)
    expect(answers).toHaveLength(1)
    return answers[0] as RawAnswer
  }

  test.each([
    ['a path of 8,001 characters', `/${'x'.repeat(8000)}`, [414]],
    ['a query of 8,001 characters', `/?x=${'x'.repeat(7997)}`, [414]],
    ['an address of 15,000 percents', `/${'%'.repeat(15_000)}`, [414]],
    ['a path of 2,000 segments', '/x'.repeat(2000), [404]],
    ['a query of 2,000 parameters', `/articles?${'x=1&'.repeat(1900)}`, [400]],
    ['an id of 7,000 characters', `/articles/${'x'.repeat(7000)}`, [404]],
    ['a section of 7,000 characters', `${sample}/sections/${'x'.repeat(7000)}`, [404]],
    ['a section of 2,000 encoded characters', `${sample}/sections/${'%D9%82'.repeat(1200)}`, [404]],
    ['an address of 20,000 characters', `/${'x'.repeat(20_000)}`, [414, 431]],
    ['an address of 100,000 characters', `/${'x'.repeat(100_000)}`, [414, 431]],
  ])('GET %s', async (_name, target, statuses) => {
    const answer = await inTime(requestOf(`GET ${target}`))
    expectProblem(answer, statuses)
    expect(answer.body.length).toBeLessThan(20_000)
  })

  test.each([
    ['a header of 17,000 characters', { X: 'x'.repeat(17_000) }],
    ['a header name of 17,000 characters', { ['x'.repeat(17_000)]: 'x' }],
    [
      '200 headers of 100 characters',
      Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`X${index}`, 'x'.repeat(100)])),
    ],
    ['a cookie of 100,000 characters', { Cookie: 'x'.repeat(100_000) }],
  ])('GET / with %s is 431', async (_name, headers) => {
    const { answers, isClosedByServer, milliseconds } = await exchange(port, [requestOf('GET /', headers)], {
      count: 99,
    })
    expect([answers.length, isClosedByServer]).toEqual([1, true])
    expect(milliseconds).toBeLessThan(1000)
    expectProblem(answers[0] as RawAnswer, 431)
  })

  const badNumbers = [
    '0',
    '01',
    '00000001',
    '-1',
    '1e9',
    '1000000000',
    '99999999999999999999',
    '',
    '1.5',
    '+1',
    '0x1',
    'abc',
    'NaN',
    '1,2',
    '٣',
  ]

  test.each(
    ['page', 'limit'].flatMap((name) => [
      ...badNumbers.map((value) => `${name}=${encodeURIComponent(value)}`),
      name,
      `${name}=1&${name}=2`,
      `${name}=1&${name}=1`,
      `${name}=1&%${name.charCodeAt(0).toString(16)}${name.slice(1)}=1`,
      `${name}[]=1`,
      `${name}[0]=1`,
      `${name}%5B%5D=1`,
      `${name.toUpperCase()}=1`,
    ]),
  )('GET /articles?%s is 400 and names it', async (query) => {
    const problem = expectProblem(await get(`/articles?${query}`), 400)
    expect(problem.type).toBe('/problems/invalid-parameter')
    expect(problem.errors?.map(({ parameter }) => parameter.toLowerCase())).toEqual([
      expect.stringMatching(/^(?:page|limit)/),
    ])
  })

  test.each([
    '/articles?page=5&limit=1000',
    '/articles?limit=101',
    '/articles?page=1;limit=1',
    '/?page=1',
    `${sample}?fields[]=id`,
    `${sample}/sections?page=1`,
  ])('GET %s is 400', async (target) => {
    expect(expectProblem(await get(target), 400).type).toBe('/problems/invalid-parameter')
  })

  test.each([
    '/articles?',
    '/articles?page=1',
    '/articles?limit=1&page=5',
    '/articles?limit=1&page=6',
    '/articles?limit=100',
  ])('GET %s', async (target) => {
    expect((await get(target)).status).toBe(200)
  })
})

describe('rule 6: HEAD has every header of GET', () => {
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

const resources = [
  '/',
  '/articles',
  sample,
  `${sample}/sections`,
  `${sample}/sections/2`,
  small,
  '/articles/dated',
]

describe('rule 7: one strong ETag names one body', () => {
  const codings = ['identity', 'gzip', 'br'] as const

  test.each(resources)('GET %s has a strong ETag, one per coding', async (path) => {
    const bodyByTag = new Map<string, string>()
    for (const coding of [...codings, ...codings]) {
      const answer = await get(path, { 'Accept-Encoding': coding })
      const { etag = '' } = answer.headers
      expect(etag).toMatch(/^"[\x21\x23-\x7E]+"$/)
      const body = answer.body.toString('base64')
      expect(bodyByTag.get(etag) ?? body).toBe(body)
      bodyByTag.set(etag, body)
    }
    expect(new Set(bodyByTag.values()).size).toBe(bodyByTag.size)
  })

  test.each([
    [sample, `${sample}.json`],
    [`${sample}/sections/2`, `${sample}/sections/secret-visit`],
    ['/articles', '/articles?page=1'],
    ['/articles', '/articles?limit=20&page=1'],
    ['/', 'http://other.example/'],
  ])('GET %s and %s are equal bytes with equal tags', async (one, other) => {
    for (const coding of codings) {
      const [first, second] = await Promise.all(
        [one, other].map((path) => get(path, { 'Accept-Encoding': coding })),
      )
      expect(second?.body).toEqual(first?.body)
      expect(second?.headers['etag']).toBe(first?.headers['etag'])
    }
  })

  test.each(codings)('GET with Accept-Encoding: %s has the same tag on every replica', async (coding) => {
    const replica = await another({ CACHE_BYTES: '1000' })
    for (const path of resources) {
      const [here, there] = await Promise.all(
        [port, replica].map((at) => ask(at, `GET ${path}`, { 'Accept-Encoding': coding })),
      )
      expect(there?.headers['etag']).toBe(here?.headers['etag'])
      expect(there?.body).toEqual(here?.body)
    }
  })

  test.each(resources)('Vary of %s is the same on 200, 304, 406 and HEAD', async (path) => {
    const refused = { 'Accept-Encoding': 'identity;q=0, *;q=0' }
    const answers = await Promise.all([
      get(path),
      get(path, { 'Accept-Encoding': 'br', Accept: 'application/json' }),
      get(path, { 'Accept-Encoding': 'gzip' }),
      get(path, { 'If-None-Match': '*' }),
      get(path, { 'If-None-Match': '*', 'Accept-Encoding': 'br' }),
      get(path, refused),
      ask(port, `HEAD ${path}`),
      ask(port, `HEAD ${path}`, refused),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 304, 304, 406, 200, 406])
    const [vary] = answers.map(({ headers }) => headers['vary'])
    expect(answers.map(({ headers }) => headers['vary'])).toEqual(answers.map(() => vary))
    expect(vary?.split(/, */)).toContain('Accept-Encoding')
  })

  test('Vary names Origin on 200, 304, 404, 406 and 204 where CORS_ORIGINS is narrow', async () => {
    const narrow = await another({ CORS_ORIGINS: 'https://a.example, https://b.example' })
    for (const origin of ['https://a.example', 'https://evil.example', undefined]) {
      const headers = origin === undefined ? {} : { Origin: origin }
      const answers = await Promise.all([
        ask(narrow, `GET ${sample}`, headers),
        ask(narrow, `GET ${sample}`, { ...headers, 'If-None-Match': '*' }),
        ask(narrow, 'GET /nothing', headers),
        ask(narrow, `GET ${sample}`, { ...headers, 'Accept-Encoding': '*;q=0' }),
        ask(narrow, `OPTIONS ${sample}`, headers),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 304, 404, 406, 204])
      for (const answer of answers) {
        expect(answer.headers['vary']?.split(/, */)).toContain('Origin')
        expect(answer.headers['access-control-allow-origin']).toBe(
          origin === 'https://a.example' ? origin : undefined,
        )
      }
    }
  })

  test.each([
    ['GET / HTTP/1.1⏎Host: a⏎Origin: https://a.example⏎X : y⏎⏎', 'https://a.example'],
    ['GET / HTTP/1.1⏎Host: a⏎Origin: https://a.example⏎X: x×17000⏎⏎', 'https://a.example'],
    ['GET / HTTP/1.1⏎Host: a⏎Origin: https://evil.example⏎X : y⏎⏎', undefined],
    ['hello⏎⏎', undefined],
    ['FOO / HTTP/1.1⏎Host: a⏎Origin: https://a.example⏎⏎', 'https://a.example'],
    ['CONNECT a:80 HTTP/1.1⏎Host: a:80⏎Origin: https://a.example⏎⏎', 'https://a.example'],
  ])('%s may be read from %s where CORS_ORIGINS is narrow', async (request, origin) => {
    const narrow = await another({ CORS_ORIGINS: 'https://a.example' })
    const { answers } = await exchange(narrow, [spelled(request)])
    expect(answers.map(({ headers }) => headers['access-control-allow-origin'])).toEqual([origin])
    expect(answers[0]?.headers['vary']).toBe('Origin')
  })

  test.each(['text/html', 'image/png', '*/*;q=0', 'application/json;q=0', 'garbage', ''])(
    'GET with Accept: %s is 200 where there is one form only',
    async (accept) => {
      for (const path of [
        '/articles.json',
        `${sample}/sections`,
        `${sample}.json`,
        '/problems/not-found.json',
      ]) {
        const answer = await get(path, { Accept: accept })
        expect([answer.status, answer.headers['content-type']]).toEqual([
          200,
          'application/json; charset=utf-8',
        ])
      }
    },
  )

  test.each(
    [sample, `${sample}/sections/2`, `${sample}/paragraphs/lede-1`].flatMap((path) =>
      ['image/png', 'application/json;q=0, text/*;q=0', '*/*;q=0'].map((accept) => [path, accept] as const),
    ),
  )('GET %s with Accept: %s is 406 and lists what there is', async (path, accept) => {
    const answer = await get(path, { Accept: accept })
    expect(expectProblem(answer, 406).available).toEqual(
      expect.arrayContaining(['application/json', 'text/markdown']),
    )
    expect(answer.headers['vary']).toBe('Accept, Accept-Encoding')
  })

  test.each([`${sample}.json`, `${sample}/sections/secret-visit.json`, `${sample}/paragraphs/lede-1.json`])(
    'GET %s is what stands there without its extension',
    async (path) => {
      for (const headers of [{}, { Accept: 'application/json' }, { 'Accept-Encoding': 'br' }]) {
        const [plain, named] = await Promise.all([
          get(path.replace(/\.json$/, ''), headers),
          get(path, headers),
        ])
        expect(named.status).toBe(200)
        expect(named.headers).not.toHaveProperty('content-location')
        expect([named.headers['etag'], named.body]).toEqual([plain.headers['etag'], plain.body])
      }
    },
  )

  test.each([
    `${sample}.`,
    `${sample}.xyz`,
    `${sample}.html.json`,
    `${sample}.json.json`,
    `${sample}.json/sections`,
    '/articles/.json',
    '/articles/nothing.json',
    `${sample}/sections/nothing.json`,
    `${sample}/sections/lede.xyz`,
    `${sample}/paragraphs/lede-1.json5`,
  ])('GET %s is 404', async (path) => {
    expectProblem(await get(path), 404)
  })
})

describe('rule 8: conditional requests', () => {
  /** `{tag}`, `{br}` and `{gzip}` are the tags of the sample article, `{date}` when the dated one was modified. */
  const filled = (lines: string): string =>
    validators.reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value ?? 'none'), lines)

  const sendConditional = async (path: string, lines: string, method = 'GET'): Promise<RawAnswer> => {
    const request = `${method} ${path} HTTP/1.1⏎Host: a⏎Connection: close⏎${filled(lines)}⏎⏎`
    const { answers, rest } = await exchange(port, [spelled(request)])
    expect([answers.length, rest.length]).toEqual([1, 0])
    const [answer] = answers as [RawAnswer]
    expectSound(answer, method === 'HEAD')
    return answer
  }

  test.each([
    ['If-None-Match: {tag}', 304],
    ['If-None-Match: W/{tag}', 304],
    ['If-None-Match: *', 304],
    ['If-None-Match: "x", {tag}', 304],
    ['If-None-Match: "x",{tag},"y"', 304],
    ['If-None-Match: "x" , W/{tag} , "y"', 304],
    ['If-None-Match: , ,{tag},', 304],
    ['If-None-Match: "a,b", {tag}', 304],
    ['If-None-Match: "", {tag}', 304],
    ['If-None-Match: "x"⏎If-None-Match: {tag}', 304],
    ['if-none-match:{tag}', 304],
    ['If-None-Match: {tag}⏎Cache-Control: no-cache', 304],
    ['If-None-Match: {tag}⏎Cache-Control: max-age=0⏎Pragma: no-cache', 304],
    ['If-None-Match: {tag}⏎Cache-Control: no-store', 304],
    ['If-None-Match: {tag}⏎If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT', 304],
    ['If-None-Match: {tag}⏎Range: bytes=0-9', 304],
    ['If-None-Match: {tag}⏎Accept: application/json', 304],
    ['If-None-Match: {br}⏎Accept-Encoding: br', 304],
    ['If-None-Match: {gzip}, {br}, {tag}⏎Accept-Encoding: gzip', 304],
    ['If-None-Match: {br}⏎Accept-Encoding: gzip', 200],
    ['If-None-Match: {gzip}⏎Accept-Encoding: br', 200],
    ['If-None-Match: {br}', 200],
    ['If-None-Match: {tag}⏎Accept-Encoding: br', 200],
    ['If-None-Match: "x"', 200],
    ['If-None-Match: "x", W/"y"', 200],
    ['If-None-Match: "*"', 200],
    ['If-None-Match:', 200],
    ['If-None-Match: ,', 200],
    ['If-None-Match: x', 200],
    ['If-None-Match: "x', 200],
    ['If-None-Match: w/{tag}', 200],
    ['If-None-Match: W/', 200],
    ["If-None-Match: '{tag}'", 200],
    ['If-None-Match: "x"⏎If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT', 200],
    ['If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT', 200],
    ['If-Match: *', 200],
    ['If-Match: {tag}', 200],
    ['If-Match: "x", {tag}', 200],
    ['If-Match: "x"⏎If-Match: {tag}', 200],
    ['If-Match: {br}⏎Accept-Encoding: br', 200],
    ['If-Match: {tag}⏎If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT', 200],
    ['If-Match: "x"', 412],
    ['If-Match: W/{tag}', 412],
    ['If-Match: w/{tag}', 412],
    ['If-Match: x{tag}', 412],
    ['If-Match: {br}⏎Accept-Encoding: gzip', 412],
    ['If-Match: "x"⏎If-None-Match: {tag}', 412],
    ['If-Match: "x"⏎If-None-Match: *', 412],
    ['If-Match: *⏎If-None-Match: {tag}', 304],
    ['If-Match: {tag}⏎If-None-Match: "x"', 200],
    ['If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT', 200],
    ['If-Range: {tag}⏎Range: bytes=0-9', 200],
  ])(`GET ${sample} with %s is %i`, async (lines, status) => {
    expect((await sendConditional(sample, lines)).status).toBe(status)
    expect((await sendConditional(sample, lines, 'HEAD')).status).toBe(status)
  })

  test.each([
    ['If-Modified-Since: {date}', 200],
    ['If-Modified-Since: Thu, 04 Mar 2021 05:06:07 GMT', 200],
    ['If-Modified-Since: Thursday, 04-Mar-21 05:06:07 GMT', 200],
    ['If-Modified-Since: Thu Mar  4 05:06:07 2021', 200],
    ['If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT', 200],
    ['If-Modified-Since: Thu, 04 Mar 2021 05:06:06 GMT', 200],
    ['If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT', 200],
    ['If-Modified-Since: {date}⏎If-None-Match: "x"', 200],
    ['If-Modified-Since: {date}⏎If-None-Match: x', 200],
    ['If-Modified-Since: yesterday', 200],
    ['If-Modified-Since: 2037-01-01T00:00:00Z', 200],
    ['If-Modified-Since: 2037', 200],
    ['If-Modified-Since: 99999999999999', 200],
    ['If-Modified-Since: Thu, 99 Mar 2037 05:06:07 GMT', 200],
    ['If-Modified-Since: Thu, 01 Jan 2037 25:00:00 GMT', 200],
    ['If-Modified-Since: Thu, 01 Jan 2037 00:00:00 +0000', 200],
    ['If-Modified-Since: 1 Jan 2037', 200],
    ['If-Modified-Since:', 200],
    ['If-Modified-Since: {date}, {date}', 200],
    ['If-Modified-Since: {date}⏎If-Modified-Since: {date}', 200],
    ['If-Modified-Since: {date}⏎Cache-Control: no-cache', 200],
    ['If-Unmodified-Since: {date}', 200],
    ['If-Unmodified-Since: Thu, 01 Jan 2037 00:00:00 GMT', 200],
    ['If-Unmodified-Since: yesterday', 200],
    ['If-Unmodified-Since: 1970-01-01T00:00:00Z', 200],
    ['If-Unmodified-Since: Thu, 04 Mar 2021 05:06:06 GMT', 200],
    ['If-Unmodified-Since: Thursday, 04-Mar-21 05:06:06 GMT', 200],
    ['If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT⏎If-Modified-Since: {date}', 200],
    ['If-Unmodified-Since: {date}⏎If-Modified-Since: {date}', 200],
    ['If-Match: "x"⏎If-Unmodified-Since: {date}', 412],
    ['If-None-Match: *⏎If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT', 304],
  ])('GET /articles/dated with %s is %i', async (lines, status) => {
    expect((await sendConditional('/articles/dated', lines)).status).toBe(status)
    expect((await sendConditional('/articles/dated', lines, 'HEAD')).status).toBe(status)
  })

  test.each([
    ['/nothing', 404],
    ['/articles/nothing', 404],
    [`${sample}/sections/nothing`, 404],
    ['/articles?page=0', 400],
    ['/articles/%FF', 400],
  ])('GET %s with any condition is %i', async (path, status) => {
    const date = 'Thu, 01 Jan 1970 00:00:00 GMT'
    for (const condition of [
      'If-Match: "x"',
      'If-Match: *',
      'If-None-Match: *',
      `If-Unmodified-Since: ${date}`,
    ]) {
      expect((await sendConditional(path, condition)).status).toBe(status)
    }
  })

  test.each(resources)('the 304 of %s has the headers of its 200, less three, and no body', async (path) => {
    for (const coding of ['identity', 'gzip', 'br']) {
      const full = await get(path, { 'Accept-Encoding': coding })
      const { etag = '' } = full.headers
      const unchanged = await get(path, { 'Accept-Encoding': coding, 'If-None-Match': etag })
      expectSound(unchanged)
      expect(unchanged.status).toBe(304)
      expect(headersOf(unchanged)).toEqual(headersOf(full, lostIn304))
      expect(unchanged.headers).toMatchObject({ etag, 'cache-control': expect.stringContaining('max-age') })
    }
  })

  test('the 304 of a section by its position has its Content-Location', async () => {
    const answer = await get(`${sample}/sections/2`, { 'If-None-Match': '*' })
    expect(answer.headers['content-location']).toBe(`${sample}/sections/secret-visit`)
  })

  test('fetch, which adds Cache-Control: no-cache, gets its 304', async () => {
    const url = `http://127.0.0.1:${port}${sample}`
    const first = await fetch(url)
    await first.arrayBuffer()
    const second = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
    expect([second.status, await second.text()]).toEqual([304, ''])
  })
})

describe('rule 9: Accept', () => {
  const json = 'application/json'
  const html = 'text/html'
  const markdown = 'text/markdown'
  const plain = 'text/plain'
  const offers = [json, html, markdown, plain]

  test.each([
    [undefined, json],
    ['', json],
    ['*/*', json],
    ['application/json', json],
    ['application/*', json],
    ['text/html', html],
    ['text/*', html],
    ['text/*;q=0.5', html],
    ['text/markdown', markdown],
    ['text/plain;q=0.001', plain],
    ['image/png', undefined],
    ['image/*', undefined],
    ['application/xml, image/png', undefined],
    ['application/jsonp', undefined],
    ['application/ld+json', undefined],
    ['__proto__/constructor', undefined],
    ['application/json, text/html', json],
    ['text/html, application/json', html],
    ['text/plain, text/markdown', plain],
    ['text/markdown, text/html, */*', markdown],
    ['text/html, text/markdown, */*', html],
    ['text/markdown;q=0.8, text/html;q=0.8, */*;q=0.8', markdown],
    ['*/*, text/plain, application/json', plain],
    ['text/plain;q=0.5, text/*, application/json', json],
    ['text/*, */*', json],
    ['application/*, text/*', json],
    ['text/html, TEXT/HTML;q=0.1, application/json', html],
    ['text/html;q=0.9, text/plain', plain],
    ['application/json;q=0.5, text/html', html],
    ['application/json;q=0.5, text/html;q=0.5', json],
    ['application/json;q=0.001, text/html;q=0.002', html],
    ['image/png, text/plain;q=0.1', plain],
    ['text/html, */*', html],
    ['*/*, text/markdown', markdown],
    ['text/html, application/*', html],
    ['text/html, text/*;q=0.5, application/*', html],
    ['text/*, application/json', json],
    ['text/html;q=0.5, */*;q=0.8', json],
    ['text/html;q=0.8, */*;q=0.5', html],
    ['text/*;q=0.3, text/plain;q=0.7, */*;q=0.5', plain],
    ['text/*;q=0.9, text/html;q=0.1', markdown],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, image/avif, */*;q=0.8', html],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', html],
    ['*/*;q=0', undefined],
    ['application/json;q=0', undefined],
    ['text/html;q=0.000', undefined],
    ['application/json;q=0, */*', html],
    ['*/*, application/json;q=0', html],
    ['text/*, text/html;q=0', markdown],
    ['text/*;q=0, */*', json],
    ['text/html;q=0, */*', json],
    ['*/*;q=0, text/markdown', markdown],
    ['application/*;q=0, text/*;q=0, text/plain;q=0.1', plain],
    ['TEXT/HTML', html],
    ['Text/Html;Q=0.9, APPLICATION/JSON;q=0.8', html],
    ['TEXT/*', html],
    ['text/html ; q=0.8 , application/json ; q=0.9', json],
    ['  text/html\t;\tq=0.9\t,\tapplication/json;q=0.8  ', html],
    [',,text/html,,', html],
    ['text/html;', html],
    ['text/html; q=1.000', html],
    ['text/html;q=1., application/json;q=0.9', html],
    ['application/json;charset=utf-8', json],
    ['application/json; charset="utf-8"; q=0.4, text/html;q=0.3', json],
    ['text/html;q=0.4;extension=1, text/plain;q=0.3', html],
    ['text/html;x="a,b";q=0.1, text/plain;q=0.5', plain],
    ['image/png;x=", text/html;q=1, ", text/plain;q=0.5', plain],
    ['image/png;x="\\", text/html, ", text/plain;q=0.5', plain],
    ['garbage, text/html', html],
    ['text, /, /html, text/, text/html', html],
    ['garbage', json],
    ['*', json],
  ])('Accept: %s is %s', (accept, type) => {
    expect(negotiateType(accept, offers)).toBe(type)
  })

  test.each([
    ['text/html', undefined],
    ['*/*', json],
    [undefined, json],
    ['application/json;q=0.001', json],
  ])('Accept: %s is %s where JSON is all there is', (accept, type) => {
    expect(negotiateType(accept, [json])).toBe(type)
  })

  test.each([
    'text/html;q=x',
    'text/html;q=',
    'text/html;q=-1',
    'text/html;q=2',
    'text/html;q=0.1234',
    'text/html;q=NaN',
    '*/html',
    'text/html/x',
    'te xt/html',
    ';q=1',
    'text/html;q="0.5"',
    'text/html;x="',
    '"',
    '\u0000',
  ])('Accept: %j is understood somehow', (accept) => {
    expect([undefined, ...offers]).toContain(negotiateType(accept, offers))
  })

  test.each([
    ['5,000 types', 'a/b,'.repeat(5000), plain],
    ['16,000 spaces', `text/markdown${' '.repeat(16_000)};q=0.9,`, plain],
    ['16,000 semicolons', `text/markdown${';'.repeat(16_000)}q=0.9,`, plain],
    ['8,000 parameters', `text/markdown${';a'.repeat(8000)};q=0.9,`, plain],
    ['16,000 commas', ','.repeat(16_000), plain],
    ['8,000 escapes', `image/png;a="${String.raw`\\`.repeat(8000)}",`, plain],
    ['8,000 quotes', `image/png;a=${'""'.repeat(8000)},`, plain],
    ['16,000 letters', `${'a'.repeat(16_000)},`, plain],
  ])('Accept: %s before text/plain is read in 50 ms', (_name, start, type) => {
    const before = process.threadCpuUsage()
    expect(negotiateType(`${start}text/plain`, offers)).toBe(type)
    const { user, system } = process.threadCpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(50)
  })
})

describe('rule 9: Accept-Encoding', () => {
  const all = ['br', 'gzip', 'identity'] as const

  const choices: [string | undefined, 'br' | 'gzip' | 'identity' | undefined][] = [
    [undefined, 'identity'],
    ['', 'identity'],
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['identity', 'identity'],
    ['deflate', 'identity'],
    ['zstd, dcb', 'identity'],
    ['*', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip, br', 'br'],
    ['identity, br', 'br'],
    ['identity, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['br;q=0.5, gzip;q=0.5', 'br'],
    ['br;q=0.1', 'br'],
    ['gzip;q=0.001', 'gzip'],
    ['identity;q=0.8, br;q=0.3, gzip;q=0.5', 'identity'],
    ['identity;q=1, *;q=0.5', 'identity'],
    ['identity;q=0.5, br;q=0.5', 'br'],
    ['gzip;q=0.5, *;q=0.1', 'gzip'],
    ['gzip;q=0.1, *;q=0.5', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['br;q=0, *', 'gzip'],
    ['br;q=0', 'identity'],
    ['gzip;q=0', 'identity'],
    ['br;q=0.000, gzip;q=0.0', 'identity'],
    ['*;q=0, gzip', 'gzip'],
    ['*;q=0, identity;q=0.1', 'identity'],
    ['identity;q=0, *', 'br'],
    ['identity;q=0, gzip', 'gzip'],
    ['gzip;q=1.0, identity; q=0.5, *;q=0', 'gzip'],
    ['identity;q=0.5, *;q=0', 'identity'],
    ['*;q=0', undefined],
    ['identity;q=0', undefined],
    ['identity;q=0, *;q=0', undefined],
    ['identity;q=0, br;q=0, gzip;q=0', undefined],
    ['identity;q=0, deflate', undefined],
    ['*;q=0, br;q=0', undefined],
    ['BR', 'br'],
    ['GZip', 'gzip'],
    ['IDENTITY;Q=0, GZIP', 'gzip'],
    [' gzip ; q=0.7 , br ; q=0.2 ', 'gzip'],
    ['\tgzip\t;q=0.7,\tbr;q=0.2', 'gzip'],
    ['gzip,,br', 'br'],
    [',', 'identity'],
    ['brr, xgzip, gzip2', 'identity'],
    ['__proto__, constructor', 'identity'],
    ['b r, gzip', 'gzip'],
  ]

  test.each(choices)('Accept-Encoding: %s chooses %s', (header, coding) => {
    expect(negotiateCoding(header, all)).toBe(coding)
  })

  test.each([
    ['br', 'identity'],
    ['*', 'identity'],
    ['br, identity;q=0.001', 'identity'],
    ['br, identity;q=0', undefined],
    ['*;q=0', undefined],
  ] as const)('Accept-Encoding: %s chooses %s where there is no coding', (header, coding) => {
    expect(negotiateCoding(header, ['identity'])).toBe(coding)
  })

  test.each(choices)(`GET ${sample} with Accept-Encoding: %s is sent as %s`, async (header, coding) => {
    const answer = await get(sample, header === undefined ? {} : { 'Accept-Encoding': header })
    if (coding === undefined) {
      expectProblem(answer, 406)
      return
    }
    expect(answer.status).toBe(200)
    expect(answer.headers['content-encoding'] ?? 'identity').toBe(coding)
    expect(decoded(answer)).toEqual((await get(sample)).body)
  })

  test('GET with two Accept-Encoding is as one list', async () => {
    const request = `GET ${sample} HTTP/1.1⏎Host: a⏎Accept-Encoding: br;q=0⏎Accept-Encoding: gzip⏎⏎`
    expect((await answerTo(request)).headers['content-encoding']).toBe('gzip')
  })

  test.each(['br', 'gzip', '*', 'gzip, deflate, br'])(
    'GET of less than 1 KB with Accept-Encoding: %s',
    async (header) => {
      for (const path of ['/', small]) {
        const answer = await get(path, { 'Accept-Encoding': header })
        expect(answer.body.length).toBeLessThan(1024)
        expect(answer.headers).not.toHaveProperty('content-encoding')
      }
    },
  )

  test.each(['br, identity;q=0', 'gzip, *;q=0', '*;q=0'])(
    'GET of less than 1 KB with Accept-Encoding: %s is never sent as it is',
    async (header) => {
      const answer = await get(small, { 'Accept-Encoding': header })
      if (answer.status === 200) expect(answer.headers).toHaveProperty('content-encoding')
      else expectProblem(answer, 406)
    },
  )

  test.each(resources)('GET %s in each coding is the same text', async (path) => {
    const identity = await get(path)
    for (const header of ['br', 'gzip', 'identity', '*']) {
      const answer = await get(path, { 'Accept-Encoding': header })
      expect(decoded(answer)).toEqual(identity.body)
      expect(answer.headers['content-length']).toBe(String(answer.body.length))
    }
  })

  test.each(['br', 'gzip', '*;q=0'])('an error with Accept-Encoding: %s goes as it is', async (header) => {
    expectProblem(await get('/nothing', { 'Accept-Encoding': header }), 404)
  })
})

describe('rule 10: answers are safe, errors are problems', () => {
  test.each([
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Resource-Policy', 'cross-origin'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Accept-Ranges', 'none'],
    ['Cache-Control', 'public, max-age=60, stale-while-revalidate=600'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Access-Control-Allow-Origin', '*'],
  ])('every 200 has %s: %s', async (name, value) => {
    for (const path of resources) expect((await get(path)).headers[name.toLowerCase()]).toBe(value)
  })

  test.each([...resources, '/nothing', '/articles?page=0'])(
    'GET %s may be read by a page of another origin',
    async (path) => {
      const answer = await get(path, { Origin: 'https://other.example' })
      expectSound(answer)
      expect(answer.headers['access-control-expose-headers']?.split(/, */)).toEqual(
        expect.arrayContaining(['ETag', 'Link', 'Content-Location', 'Retry-After']),
      )
    },
  )

  test.each(Object.entries(problems))(
    'GET /problems/%s explains it',
    async (name, { title, status, meaning }) => {
      const answer = await get(`/problems/${name}`)
      expectSound(answer)
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body.toString())).toMatchObject({ title, status, meaning })
    },
  )

  test.each([
    ['GET /nothing HTTP/1.1⏎Host: a⏎⏎', 404],
    ['GET /articles/nothing HTTP/1.1⏎Host: a⏎⏎', 404],
    ['GET /problems/nothing HTTP/1.1⏎Host: a⏎⏎', 404],
    ['GET /articles?x=1 HTTP/1.1⏎Host: a⏎⏎', 400],
    ['GET /%ZZ HTTP/1.1⏎Host: a⏎⏎', 400],
    ['GET / HTTP/1.1⏎⏎', 400],
    ['GET / HTTP/1.1⏎Host: a⏎Accept-Encoding: *;q=0⏎⏎', 406],
    ['GET / HTTP/1.1⏎Host: a⏎If-Match: "x"⏎⏎', 412],
    ['GET /x×9000 HTTP/1.1⏎Host: a⏎⏎', 414],
    ['GET / HTTP/1.1⏎Host: a⏎Expect: x⏎⏎', 417],
    ['GET / HTTP/1.1⏎Host: a⏎X: x×17000⏎⏎', 431],
    ['POST / HTTP/1.1⏎Host: a⏎⏎', 405],
    ['FOO / HTTP/1.1⏎Host: a⏎⏎', 405],
    ['CONNECT a:80 HTTP/1.1⏎Host: a:80⏎⏎', 405],
    ['hello⏎⏎', 400],
  ])('the type of %s is a page', async (request, status) => {
    const { type } = expectProblem(await answerTo(request), status)
    expect(type).toMatch(/^\/problems\/[a-z-]+$/)
    expect((await get(type)).status).toBe(200)
  })

  test.each([
    '<script>alert(1)</script>',
    '%22%3E%3Cscript%3E',
    '%0d%0aSet-Cookie:%20a=b',
    '%E2%80%AE%E2%81%A6',
    '%F0%9F%92%A9',
  ])('GET /articles/%s is said back in JSON only', async (path) => {
    const answer = await get(`/articles/${path}`)
    expectProblem(answer, [400, 404])
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  test('a failure inside is a 500 that says nothing of it', async () => {
    const broken = await listen({
      ...library,
      article: () => Promise.reject(new Error('at /work/src/x.ts:1')),
    })
    onTestFinished(broken.close)
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(broken.port, `${method} ${sample}`, { 'If-None-Match': '*' })
      expect(answer.status).toBe(500)
      expectSound(answer, method === 'HEAD')
    }
  })
})

describe('rule 11: one connection, many requests', () => {
  const statusesOf = async (pieces: string[], count: number) => {
    const { answers, rest } = await exchange(port, pieces.map(spelled), { count })
    expect(rest).toHaveLength(0)
    for (const answer of answers) expect(answer.headers).not.toHaveProperty('server')
    return answers.map(({ status }) => status)
  }

  const line = (request: string, headers = '') => `${request} HTTP/1.1⏎Host: a⏎${headers}⏎`

  test.each([
    [
      [line('GET /'), line('GET /')],
      [200, 200],
    ],
    [
      [line('GET /'), line('GET /nothing'), line('GET /articles?page=0'), line('GET /')],
      [200, 404, 400, 200],
    ],
    [
      [line('HEAD /'), line('GET /'), line('HEAD /nothing'), line('GET /')],
      [200, 200, 404, 200],
    ],
    [
      [line(`GET ${sample}`, 'If-None-Match: *⏎'), line(`GET ${sample}`), line('OPTIONS *')],
      [304, 200, 204],
    ],
    [
      [
        line(`HEAD ${sample}`, 'Accept-Encoding: br⏎'),
        line(`GET ${sample}`, 'If-Match: "x"⏎'),
        line('GET /'),
      ],
      [200, 412, 200],
    ],
    [
      [line('GET /'), line('GET /', 'Connection: close⏎'), line('GET /')],
      [200, 200],
    ],
    [
      [line('GET /'), line('POST /'), line('GET /')],
      [200, 405],
    ],
    [
      [line('GET /articles'), line('GET / x'), line('GET /')],
      [200, 400],
    ],
    [
      [line('GET /articles/long', 'Accept-Encoding: br⏎'), line('GET /'), line('GET /nothing')],
      [200, 200, 404],
    ],
  ])('%j', async (requests, statuses) => {
    expect(await statusesOf([requests.join('')], statuses.length)).toEqual(statuses)
    expect(await statusesOf(requests, statuses.length)).toEqual(statuses)
  })

  const first = line('GET /articles', 'Accept-Encoding: br⏎')

  test.each([
    [
      [first, line('POST /')],
      [200, 405],
    ],
    [
      [first, line('CONNECT a:80')],
      [200, 405],
    ],
    [
      [first, line('GET /', 'Expect: x⏎')],
      [200, 417],
    ],
    [
      [first, 'GET / HTTP/1.1⏎⏎'],
      [200, 400],
    ],
    [
      [first, 'hello⏎⏎'],
      [200, 400],
    ],
    [
      [first, line('FOO /'), line('GET /')],
      [200, 405],
    ],
    [
      [first, line('GET /%ZZ'), line('GET /x×17000')],
      [200, 400, 431],
    ],
    [
      [first, line('GET /'), line(`GET ${sample}`), line('GET /'), 'hello⏎⏎'],
      [200, 200, 200, 200, 400],
    ],
    [
      [first, line('GET /'), line(`GET ${sample}`), line('CONNECT a:80')],
      [200, 200, 200, 405],
    ],
    [
      [first, line('GET /'), line(`GET ${sample}`), line('GET /', 'Expect: x⏎')],
      [200, 200, 200, 417],
    ],
    [
      [first, line(`GET ${sample}`), line('GET /', 'Connection: close⏎'), line('GET /')],
      [200, 200, 200],
    ],
    [
      [first, line(`GET ${sample}`), line('GET /', 'Connection: close⏎'), 'hello⏎⏎'],
      [200, 200, 200],
    ],
  ])('%j, the first of its kind', async (requests, statuses) => {
    const cold = await another({})
    const { answers, rest } = await exchange(cold, [spelled(requests.join(''))], { count: statuses.length })
    expect([answers.map(({ status }) => status), rest.length]).toEqual([statuses, 0])
    expect(answers[0]?.headers['content-encoding']).toBe('br')
    for (const answer of answers) expectSound(answer)
  })

  const upgrade = line('GET /articles', 'Connection: Upgrade⏎Upgrade: h2c⏎')
  const half = 'GET /articles HTTP/1.1⏎Host: a⏎X-Long: '

  test.each<[pieces: string[], statuses: number[]]>([
    [[upgrade], [200]],
    [[line('GET /', 'Upgrade: websocket⏎')], [200]],
    [[line('HEAD /', 'Connection: upgrade⏎Upgrade: h2c⏎')], [200]],
    [[line('GET /nothing', 'Connection: upgrade⏎Upgrade: h2c⏎')], [404]],
    [[line('OPTIONS *', 'Connection: upgrade⏎Upgrade: TLS/1.0⏎')], [204]],
    [[line('GET /', 'If-None-Match: *⏎Connection: upgrade⏎Upgrade: h2c⏎')], [304]],
    [[upgrade + smuggled], [200]],
    [[upgrade, smuggled], [200]],
    [[upgrade + half, smuggled], [200]],
    [[upgrade, half, smuggled], [200]],
    [[upgrade + half, 'hello⏎⏎'], [200]],
    [[upgrade + upgrade], [200]],
    [[`${upgrade}POST / HTTP/1.1⏎Host: a⏎⏎`], [200]],
    [[`${upgrade}PRI * HTTP/2.0⏎⏎SM⏎⏎`], [200]],
    [[line('GET /') + line('GET /nothing') + upgrade + smuggled], [200, 404, 200]],
    [
      [line('GET /'), line('GET /nothing'), upgrade + half, smuggled],
      [200, 404, 200],
    ],
  ])('the connection of %j ends with the answer to the Upgrade', async (pieces, statuses) => {
    for (const to of [port, await another({})]) {
      const { answers, rest, isClosedByServer } = await exchange(to, pieces.map(spelled), { count: 99 })
      expect([answers.map(({ status }) => status), rest.length, isClosedByServer]).toEqual([
        statuses,
        0,
        true,
      ])
      expect(answers.map(({ headers }) => headers['connection'] === 'close')).toEqual(
        statuses.map((_, index) => index === statuses.length - 1),
      )
    }
  })

  test('50 requests at once are answered in order', async () => {
    const requests = Array.from({ length: 50 }, (_, index) =>
      line(index % 3 === 0 ? `GET /articles/none-${index}` : `GET /articles?limit=${index}`),
    )
    const { answers } = await exchange(port, [spelled(requests.join(''))], { count: 50 })
    const said = answers.map(
      ({ body }) => JSON.parse(body.toString()) as { limit?: number; instance?: string },
    )
    expect(said.map(({ limit, instance }) => limit ?? instance)).toEqual(
      requests.map((_, index) => (index % 3 === 0 ? `/articles/none-${index}` : index)),
    )
  })

  test('two requests, byte by byte', async () => {
    const bytes = Buffer.from(spelled(line('GET /articles?page=1') + line('HEAD /')))
    const pieces = Array.from(bytes, (byte) => Buffer.of(byte))
    const { answers } = await exchange(port, pieces, { count: 2 })
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  test.each(['/articles/dated', '/articles/tomorrow', '/articles', '/feed.atom', sample])(
    'GET %s has no Last-Modified',
    async (path) => {
      expect((await get(path)).headers).not.toHaveProperty('last-modified')
    },
  )
})

/** These bytes one by one, as long as anyone reads them. */
const trickled = async function* (bytes: string) {
  for (const byte of Array.from(bytes)) {
    yield byte
    await new Promise((later) => setTimeout(later, 100))
  }
}

const hurried = await listen(library, { HEADERS_TIMEOUT: '1', REQUEST_TIMEOUT: '1', KEEP_ALIVE_TIMEOUT: '1' })
afterAll(hurried.close)

/** Clients that dawdle, and what they get. They start here, so that their seconds pass while the other rows run. */
const dawdlers = (
  [
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
  ] as const
).map(([name, pieces, statuses]) => ({
  name,
  statuses,
  over: exchange(hurried.port, pieces, { count: 99, timeout: 8000 }),
}))

describe('rule 13: time', () => {
  test.each(dawdlers)('a connection that says $name is closed in time', async ({ name, statuses, over }) => {
    const { answers, rest, isClosedByServer, milliseconds } = await over
    // RFC 9110 §15.5.9: who said nothing at all may be told so or not.
    const isSilent = statuses.length === 0
    expect(answers.map(({ status }) => status)).toEqual(isSilent && answers.length > 0 ? [408] : statuses)
    expect(isClosedByServer).toBe(true)
    expect(milliseconds).toBeLessThan(4000)
    const methods = name.match(/HEAD|GET/g) ?? []
    for (const [index, answer] of answers.entries()) expectSound(answer, methods[index] === 'HEAD')
    expect(rest).toHaveLength(0)
  })

  test('the third of MAX_CONNECTIONS=2 is turned away, the two go on, and one that ends makes room', async () => {
    const { port: at, close: end } = await listen(library, { MAX_CONNECTIONS: '2' })
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
    await end()
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

describe('rule 15: compression on the way', () => {
  test('GET of 1 MB in br for the first time delays nobody', async () => {
    const fresh = await another({})
    const path = '/articles/long'
    const asked = [1, 2, 3].map(() =>
      exchange(fresh, [requestOf(`GET ${path}`, { 'Accept-Encoding': 'br' })]),
    )
    const others = await exchange(fresh, [requestOf('GET /')])
    const long = await Promise.all(asked)
    const [first] = long.flatMap(({ answers }) => answers)
    expect(first?.headers['content-encoding']).toBe('br')
    expect(decoded(first as RawAnswer).length).toBeGreaterThan(1_000_000)
    expect(Math.max(...long.map(({ milliseconds }) => milliseconds))).toBeLessThan(1000)
    expect(others.milliseconds).toBeLessThan(300)
    expect(
      new Set(long.flatMap(({ answers }) => answers.map(({ body }) => body.toString('base64')))).size,
    ).toBe(1)
  })
})
