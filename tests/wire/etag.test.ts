import { describe, expect, test } from 'vitest'
import { ask } from '../support/raw.ts'
import { resources, sample, serveWire } from '../support/wire.ts'

const { another, get, port } = await serveWire()

describe('one strong ETag names one body', () => {
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

  test.each(['/articles/dated', '/articles/tomorrow', '/articles', '/feed.atom', sample])(
    'GET %s has no Last-Modified',
    async (path) => {
      expect((await get(path)).headers).not.toHaveProperty('last-modified')
    },
  )
})
