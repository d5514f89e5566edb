import { describe, expect, test } from 'vitest'
import conditions from '../fixtures/wire/conditional.json' with { type: 'json' }
import { exchange, type RawAnswer, spelled } from '../support/raw.ts'
import { expectSound, headersOf, lostIn304 } from '../support/sound.ts'
import { resources, sample, serveWire } from '../support/wire.ts'

const { get, port } = await serveWire()

const validators = [
  ['tag', (await get(sample)).headers['etag']],
  ['br', (await get(sample, { 'Accept-Encoding': 'br' })).headers['etag']],
  ['gzip', (await get(sample, { 'Accept-Encoding': 'gzip' })).headers['etag']],
  ['date', 'Thu, 04 Mar 2021 05:06:07 GMT'],
] as const

describe('conditional requests', () => {
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

  test.each(conditions.undated as [string, number][])(
    `GET ${sample} with %s is %i`,
    async (lines, status) => {
      expect((await sendConditional(sample, lines)).status).toBe(status)
      expect((await sendConditional(sample, lines, 'HEAD')).status).toBe(status)
    },
  )

  test.each(conditions.dated as [string, number][])(
    'GET /articles/dated with %s is %i',
    async (lines, status) => {
      expect((await sendConditional('/articles/dated', lines)).status).toBe(status)
      expect((await sendConditional('/articles/dated', lines, 'HEAD')).status).toBe(status)
    },
  )

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
