import { expect, test } from 'vitest'
import { libraryOf, serve, written } from '../support/app.ts'

type Headers = Record<string, string>
type Kept = { request: Headers; vary: string[]; answer: Answer }
type Answer = { status: number; headers: Headers; text: string }

/** What tells one answer from another, for who asked. */
const essence = ({ status, headers, text }: Answer, isHead: boolean) => ({
  status,
  type: headers['content-type'],
  coding: headers['content-encoding'],
  etag: headers['etag'],
  length: headers['content-length'],
  origin: headers['access-control-allow-origin'],
  text: isHead ? '' : text,
})

/** A shared cache as RFC 9111 §4.1 has it: an answer serves every request whose fields named by `Vary` are the same. */
const createSharedCache = (ask: (url: string, headers: Headers) => Promise<Answer>) => {
  const kept = new Map<string, Kept[]>()
  return async (url: string, request: Headers): Promise<Answer> => {
    const known = kept.get(url) ?? []
    const hit = known.find(({ vary, request: stored }) =>
      vary.every((name) => stored[name] === request[name]),
    )
    if (hit !== undefined) return hit.answer
    const answer = await ask(url, request)
    const vary = (answer.headers['vary'] ?? '').toLowerCase().split(/, */).filter(Boolean)
    kept.set(url, [...known, { request, vary, answer }])
    return answer
  }
}

const accepts = [
  undefined,
  '*/*',
  'application/json',
  'text/html, */*;q=0.8',
  'text/markdown',
  'text/*;q=0.5',
  'image/png',
]
const encodings = [undefined, 'gzip', 'br', 'gzip, br', 'identity', 'br;q=0, gzip', '*;q=0']
const origins = [undefined, 'https://a.example', 'https://b.example']
const urls = [
  '/',
  '/articles',
  '/articles/a',
  '/articles/a.json',
  '/articles/a/sections',
  '/articles/a/sections/1',
  '/articles/none',
]

const requests = urls.flatMap((url) =>
  accepts.flatMap((accept) =>
    encodings.flatMap((encoding) =>
      origins.map((origin) => ({
        url,
        headers: Object.fromEntries(
          Object.entries({ accept, 'accept-encoding': encoding, origin }).filter(
            ([, value]) => value !== undefined,
          ),
        ) as Headers,
      })),
    ),
  ),
)

/** The same in another order, far from the first: 1,029 requests, and 500 is prime to that. */
const shuffled = requests.map((_, index) => requests[(index * 500 + 7) % requests.length] ?? requests[0]!)

test.each(['*', 'https://a.example'])(
  'CORS_ORIGINS=%s: a shared cache in front gives every request what the origin gives it',
  async (allowed) => {
    const text = 'A long text, so that it is coded. '.repeat(60)
    const library = await libraryOf([written('a', { sections: [{ heading: 'H', paragraphs: [text] }] })])
    const { ask } = await serve(library, { CORS_ORIGINS: allowed })
    const viaCache = createSharedCache((url, headers) => ask(url, { headers }))
    for (const { url, headers } of [...shuffled, ...requests]) {
      for (const method of ['GET', 'HEAD']) {
        const [cached, straight] = [await viaCache(url, headers), await ask(url, { method, headers })]
        expect(essence(cached, method === 'HEAD'), `${method} ${url} ${JSON.stringify(headers)}`).toEqual(
          essence(straight, method === 'HEAD'),
        )
      }
    }
  },
)
