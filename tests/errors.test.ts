import { expect, test } from 'vitest'
import { ProblemAnswer } from '../src/article/answers.ts'
import { libraryOf, serve, serveSample, written } from './support/app.ts'

const article = '/articles/qatar-irgc-normalisation'

test.each([
  ['/articles/qatar', 404, 'There is no article "qatar".', { didYouMean: 'qatar-irgc-normalisation' }],
  ['/articles/__proto__', 404, 'There is no article "__proto__".', {}],
  ['/articles/constructor', 404, 'There is no article "constructor".', {}],
  [`${article}/sections/secret-vist`, 404, /has no section "secret-vist"/, { didYouMean: 'secret-visit' }],
  [`${article}/sections/7`, 404, /a position from 1 to 6/, {}],
  [`${article}/sections/0`, 404, /has no section "0"/, {}],
  [`${article}/paragraphs/lede-2`, 404, /has no paragraph "lede-2"/, { didYouMean: 'lede-1' }],
  ['/nothing', 404, 'Nothing stands at this address.', { available: ['/', '/articles'] }],
  ['/articles/..%2f..%2fetc%2fpasswd', 404, /There is no article/, {}],
  [
    '/articles?limt=3',
    400,
    /limt is unknown: the parameters here are outlet, .*page, limit/,
    { didYouMean: 'limit' },
  ],
  [
    '/articles?limit=101',
    400,
    'limit must be at most 100.',
    { errors: [{ parameter: 'limit', detail: 'must be at most 100' }] },
  ],
  ['/articles?limit=0', 400, 'limit must be at least 1.', {}],
  ['/articles?page=-1', 400, /page must be a whole number/, {}],
  ['/articles?page=1e9', 400, /page must be a whole number/, {}],
  ['/articles?page=1&page=2', 400, /page is given more than once/, {}],
  ['/articles?page=2', 400, 'page there is only page 1.', {}],
  [`${article}?x=1`, 400, 'x is unknown: the parameters here are fields.', {}],
  ['/%ZZ', 400, /percent-encoded/, {}],
  ['/articles/%00', 400, /NUL/, {}],
  ['/articles/%ED%A0%80', 400, /percent-encoded/, {}],
])('GET %s is %i', async (url, status, detail, extras) => {
  const { ask } = await serveSample()
  const answer = await ask(url)
  expect(answer.status).toBe(status)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
  })
  const problem = ProblemAnswer.strict().parse(answer.json())
  expect(problem).toMatchObject({ status, instance: url, ...extras })
  expect(problem.detail).toMatch(detail)
})

test('a section that is not there lists those that are', async () => {
  const { ask } = await serveSample()
  expect((await ask(`${article}/sections/x`)).json()).toMatchObject({
    available: [
      'lede',
      'secret-visit',
      'qatars-help',
      'presidential-visits',
      'joint-military-drills',
      'qatari-iranian-deals',
    ],
  })
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY'])(
  '%s is 405 with Allow',
  async (method) => {
    const { ask } = await serveSample()
    const answer = await ask(article, {
      method,
      ...(method === 'TRACE' ? {} : { body: '{', headers: { 'content-type': 'application/json' } }),
    })
    expect(answer.status).toBe(405)
    expect(answer.headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS', connection: 'close' })
    expect(ProblemAnswer.parse(answer.json()).title).toBe('Method not allowed')
  },
)

test('a URL of 9,000 characters is 414', async () => {
  const { ask } = await serveSample()
  const answer = await ask(`/articles/${'x'.repeat(9000)}`)
  expect(ProblemAnswer.parse(answer.json())).toMatchObject({ status: 414, title: 'URI too long' })
  expect(answer.text.length).toBeLessThan(600)
})

test('a failure inside is 500 and says nothing of it', async () => {
  const library = await libraryOf([written('a')])
  const { ask } = await serve({
    ...library,
    article: () => Promise.reject(new Error('secret at /etc/x.ts:12')),
  })
  const answer = await ask('/articles/a')
  expect(answer.status).toBe(500)
  expect(answer.text).not.toMatch(/secret|\.ts|12/)
  expect(ProblemAnswer.parse(answer.json()).title).toBe('Internal error')
})
