import { describe, expect, test } from 'vitest'
import { ask, exchange, spelled } from '../support/raw.ts'
import { expectSound } from '../support/sound.ts'
import { resources, sample, serveWire } from '../support/wire.ts'

const { another, get, port } = await serveWire()

describe('CORS', () => {
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
})
