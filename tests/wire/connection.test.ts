import { describe, expect, test } from 'vitest'
import { exchange, spelled } from '../support/raw.ts'
import { expectSound } from '../support/sound.ts'
import { sample, serveWire, smuggled } from '../support/wire.ts'

const { another, port } = await serveWire({ paragraphCount: 12_000 })

describe('one connection, many requests', () => {
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
    const cold = await another()
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
    for (const to of [port, await another()]) {
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
})
