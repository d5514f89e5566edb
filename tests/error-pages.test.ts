import { HtmlValidate } from 'html-validate'
import { parseHTML } from 'linkedom'
import { afterAll, expect, test } from 'vitest'
import { libraryOf, serve, serveSample, written } from './support/app.ts'
import { ask as askRaw, exchange, type RawAnswer, spelled } from './support/raw.ts'
import { expectProblem, expectReaderError, headersOf, listen } from './support/sound.ts'

const chrome =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7'
const page = { headers: { accept: chrome } }

const json = 'application/problem+json'
const html = 'text/html; charset=utf-8'
const markdown = 'text/markdown; charset=utf-8'

const library = await libraryOf([written('one'), written('two')])
const { port, close } = await listen(library)
afterAll(close)

test.each<[accept: string | undefined, type: string]>([
  [undefined, json],
  ['*/*', json],
  ['application/json', json],
  ['application/problem+json, text/html', json],
  ['text/html, application/problem+json', html],
  ['application/json, text/plain, */*', json],
  ['image/avif,image/webp,*/*', json],
  ['text/plain', json],
  ['garbage', json],
  ['application/problem+json;q=0, application/json;q=0', json],
  [chrome, html],
  ['text/html', html],
  ['text/*', html],
  ['text/html, text/*;q=0.5, application/*', html],
  ['application/xhtml+xml, text/html;q=0.9', html],
  ['text/markdown, text/html, */*', markdown],
  ['text/markdown', markdown],
  ['text/markdown;q=0.5, */*;q=0.1', markdown],
])('an error with Accept: %s is %s', async (accept, type) => {
  const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept }
  for (const path of [
    '/articles/none',
    '/nothing',
    '/articles?limit=0',
    '/feed.rss?limit=0',
    '/articles/one/sections?page=0',
  ]) {
    const answer = await askRaw(port, `GET ${path}`, headers)
    expect([path, answer.headers['content-type'], answer.headers['vary']]).toEqual([path, type, 'Accept'])
    expect(answer.status).toBe(path.includes('?') ? 400 : 404)
  }
})

test.each([
  ['/articles/none.html', html],
  ['/articles/none.md', markdown],
  ['/articles/none.json', json],
  ['/articles/one/sections/none.html', html],
  ['/articles/one/paragraphs/none.md', markdown],
  ['/nothing.html', html],
  ['/articles.html?limit=0', html],
  ['/articles.json?limit=0', json],
])('an extension decides the form of the error of %s', async (path, type) => {
  for (const accept of ['*/*', chrome, 'text/markdown', 'application/json']) {
    const { headers } = await askRaw(port, `GET ${path}`, { Accept: accept })
    expect([headers['content-type'], headers['vary']]).toEqual([type, undefined])
  }
})

const requests = [
  ['GET /nothing HTTP/1.1⏎Host: a', 404],
  ['GET /articles/none HTTP/1.1⏎Host: a', 404],
  ['GET /articles/one/sections/none HTTP/1.1⏎Host: a', 404],
  ['GET /articles?limit=0 HTTP/1.1⏎Host: a', 400],
  ['GET /%ZZ HTTP/1.1⏎Host: a', 400],
  ['GET /articles/%FF HTTP/1.1⏎Host: a', 400],
  ['GET /articles/<b> HTTP/1.1⏎Host: a', 400],
  ['GET * HTTP/1.1⏎Host: a', 400],
  ['GET / HTTP/1.1', 400],
  ['GET / HTTP/2.0⏎Host: a', 505],
  ['GET /x×9000 HTTP/1.1⏎Host: a', 414],
  ['GET / HTTP/1.1⏎Host: a⏎Expect: x', 417],
  ['GET /articles/one HTTP/1.1⏎Host: a⏎If-Match: "x"', 412],
  ['POST / HTTP/1.1⏎Host: a', 405],
  ['FOO / HTTP/1.1⏎Host: a', 405],
  ['TRACE /articles HTTP/1.1⏎Host: a', 405],
] as const

const sendWith = async (request: string, accept: string): Promise<RawAnswer> => {
  const { answers, rest } = await exchange(port, [
    spelled(`${request}⏎Accept: ${accept}⏎Connection: close⏎⏎`),
  ])
  expect([answers.length, rest.length]).toEqual([1, 0])
  return answers[0] as RawAnswer
}

test.each(requests)('%s is %i in every form, with the same headers', async (request, status) => {
  const problem = expectProblem(await sendWith(request, '*/*'), status)
  // What the parser does not accept has no headers to read.
  if (request.startsWith('FOO')) return
  for (const [accept, type] of [
    [chrome, html],
    ['text/markdown', markdown],
  ] as const) {
    const answer = await sendWith(request, accept)
    expectReaderError(answer, status)
    expect(answer.headers['content-type']).toBe(type)
    const plain = headersOf(await sendWith(request, '*/*'), ['content-type', 'content-length'])
    expect(headersOf(answer, ['content-type', 'content-length', 'content-security-policy'])).toEqual(plain)
    expect(answer.body.toString()).toContain(problem.title)
  }
})

test.each(requests.filter(([request]) => request.startsWith('GET') && request.includes('HTTP/1')))(
  'HEAD as %s has its headers',
  async (request) => {
    for (const accept of [chrome, 'text/markdown']) {
      const [get, head] = [
        await sendWith(request, accept),
        await sendWith(request.replace('GET', 'HEAD'), accept),
      ]
      expect([head.status, headersOf(head), head.body.length]).toEqual([get.status, headersOf(get), 0])
    }
  },
)

const documentAt = async ({ ask }: Awaited<ReturnType<typeof serve>>, path: string) => {
  const answer = await ask(path, page)
  return { ...answer, document: parseHTML(answer.text).document }
}

const linksOf = (document: ReturnType<typeof parseHTML>['document']) =>
  [...document.querySelectorAll('main li a')].map((link) => link.getAttribute('href'))

const sample = '/articles/qatar-irgc-normalisation'

test.each([
  ['/articles/qatar', 404, [sample], 'qatar'],
  [`${sample}/sections/secret-vist`, 404, [`${sample}/sections/secret-visit`, sample], 'secret vist'],
  [`${sample}/paragraphs/lede-2`, 404, [`${sample}/paragraphs/lede-1`, sample], 'lede 2'],
  [`${sample}/sections/nothing-like-it.html`, 404, [sample], 'nothing like it'],
  ['/problems/not-fond', 404, ['/problems/not-found'], 'not fond'],
  ['/artcles', 404, ['/articles'], 'artcles'],
  ['/searhc?q=x', 404, ['/search'], 'searhc'],
  ['/nothing/at/all', 404, [], 'all'],
  ['/articles?limit=1000&sort=title&page=0', 400, ['/articles?sort=title'], ''],
  [
    `/search?q=${encodeURIComponent('قطر')}&paragraphs=x`,
    400,
    [`/search?q=${encodeURIComponent('قطر')}`],
    '',
  ],
])('the page of %s (%i) leads to %j', async (path, status, leads, q) => {
  const served = await serveSample()
  const { document, status: answered } = await documentAt(served, path)
  expect([answered, linksOf(document)]).toEqual([status, leads])
  for (const lead of leads) expect((await served.ask(lead, page)).status).toBe(200)
  const form = document.querySelector('main form')
  expect([form?.getAttribute('action'), form?.querySelector('input[name=q]')?.getAttribute('value')]).toEqual(
    ['/search', q],
  )
  expect(document.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex')
  expect(document.querySelector('link[rel=canonical]')).toBeNull()
})

test('links of the page of an error hold the path that PUBLIC_URL adds', async () => {
  const served = await serve(library, { PUBLIC_URL: 'https://a.example/api' })
  const { document } = await documentAt(served, '/articles/on')
  const links = [...document.querySelectorAll('[href^="/"], [action]')].map(
    (one) => one.getAttribute('href') ?? one.getAttribute('action'),
  )
  expect(linksOf(document)).toEqual(['/api/articles/one'])
  for (const link of links) expect(link).toMatch(/^\/api\//)
  const problem = (await served.ask('/articles/on')).json()
  expect(problem).toMatchObject({
    instance: '/api/articles/on',
    type: 'https://a.example/api/problems/not-found',
  })
})

const nasty = [
  '/articles/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '/articles/%22%20onload=%22x',
  "/articles/'%20onerror='y",
  '/articles/%E2%80%AE%E2%81%A6evil',
  '/articles/%0d%0aSet-Cookie:%20a=b',
  '/articles/%5Bx%5D(javascript:alert(1))',
  '/articles/%60code%60**b**',
  '/articles?%3Cimg%20src=x%3E=1&limit=%3Cb%3E',
  `/articles/one/sections/${encodeURIComponent('عنوان <b> 2010')}`,
  `/articles/${'x'.repeat(3000)}`,
  '//evil.example/x',
]

test.each(nasty)('the page of %s is valid, inert HTML, and its Markdown inert too', async (path) => {
  const { text, document, headers } = await documentAt(await serve(library), path)
  const report = await new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'void-style': 'off', 'long-title': 'off' },
  }).validateString(text)
  expect(
    report.results.flatMap(({ messages }) => messages).map(({ line, message }) => `${line}: ${message}`),
  ).toEqual([])
  expect(document.querySelectorAll('script, img, b').length).toBe(0)
  const names = [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
    [...attributes].map(({ name }) => name),
  )
  expect(names.filter((name) => name.startsWith('on') || name === 'style')).toEqual([])
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers).not.toHaveProperty('set-cookie')
  const inMarkdown = (await (await serve(library)).ask(path, { headers: { accept: 'text/markdown' } })).text
  expect(inMarkdown).not.toMatch(/(?<!\\)<|(?<!\\)\[x\]\(|(?<!\\)`code/)
})

test('the Markdown of an error says what it is and where to go on', async () => {
  const { ask } = await serveSample()
  const { text } = await ask(`${sample}/sections/secret-vist.md`)
  expect(text).toContain('# 404 Not found')
  expect(text).toContain('has no section "secret-vist.md"')
  expect(text).toContain(`[${sample}/sections/secret-visit](${sample}/sections/secret-visit)`)
  expect(text).toContain('(/search?q=secret%20vist)')
})

test('a failure inside says nothing of it on a page either', async () => {
  const { ask } = await serve({
    ...library,
    article: () => Promise.reject(new Error('secret at /etc/x.ts:12')),
  })
  for (const accept of [chrome, 'text/markdown']) {
    const answer = await ask('/articles/one', { headers: { accept } })
    expect(answer.status).toBe(500)
    expect(answer.text).not.toMatch(/secret|\.ts|etc/)
  }
})
