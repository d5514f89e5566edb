import { describe, expect, test } from 'vitest'
import { negotiateCoding, negotiateType } from '../../src/http/negotiate.ts'
import fixture from '../fixtures/wire/negotiation.json' with { type: 'json' }
import { decoded, expectProblem } from '../support/sound.ts'
import { resources, sample, serveWire, small } from '../support/wire.ts'

const { answerTo, get } = await serveWire()

describe('Accept', () => {
  const json = 'application/json'
  const html = 'text/html'
  const markdown = 'text/markdown'
  const plain = 'text/plain'
  const offers = [json, html, markdown, plain]

  test.each(fixture.accept as [string | null, string | null][])('Accept: %s is %s', (accept, type) => {
    expect(negotiateType(accept ?? undefined, offers)).toBe(type ?? undefined)
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

describe('Accept-Encoding', () => {
  const all = ['br', 'gzip', 'identity'] as const

  const choices = fixture.acceptEncoding as [string | null, 'br' | 'gzip' | 'identity' | null][]

  test.each(choices)('Accept-Encoding: %s chooses %s', (header, coding) => {
    expect(negotiateCoding(header ?? undefined, all)).toBe(coding ?? undefined)
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
    const answer = await get(sample, header === null ? {} : { 'Accept-Encoding': header })
    if (coding === null) {
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

describe('forms and extensions', () => {
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
