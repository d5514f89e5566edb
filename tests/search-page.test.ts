import { HtmlValidate } from 'html-validate'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { libraryOf, serve, serveSample, written } from './support/app.ts'

const accept = { headers: { accept: 'text/html' } }

/** A page as an HTML parser reads it. */
const pageAt = async ({ ask }: Awaited<ReturnType<typeof serve>>, path: string) => {
  const answer = await ask(path, accept)
  expect(answer.status).toBe(200)
  return { text: answer.text, document: parseHTML(answer.text).document }
}

const hidden = (document: ReturnType<typeof parseHTML>['document']) =>
  [...document.querySelectorAll('input[type=hidden]')].map((input) => [
    input.getAttribute('name'),
    input.getAttribute('value'),
  ])

test('GET /search?q=قطر as a page marks what was found, in its language', async () => {
  const served = await serveSample()
  const { document } = await pageAt(served, `/search?q=${encodeURIComponent('قطر')}`)
  expect(document.documentElement.getAttribute('dir')).toBe('rtl')
  expect(document.querySelector('input[name=q]')?.getAttribute('value')).toBe('قطر')
  expect(document.querySelector('[role=status]')?.textContent).toMatch(/النتائج:\s+1/)
  const marks = [...document.querySelectorAll('.found mark')].map((mark) => mark.textContent)
  expect(marks.length).toBeGreaterThan(3)
  for (const mark of marks) expect(mark).toMatch(/قطر/)
  for (const link of document.querySelectorAll('.found a')) {
    expect((await served.ask(link.getAttribute('href') ?? '')).status).toBe(200)
  }
  expect(document.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex')
})

test('a search that finds nothing says so', async () => {
  const { document } = await pageAt(await serveSample(), '/search?q=zebra')
  expect(document.querySelector('[role=status]')?.textContent).toContain('Nothing was found.')
})

test.each([
  ['/search', '', null],
  ['/search?q=', '', null],
  ['/search?q=%20', ' ', null],
  ['/search.html', '', null],
  ['/search?q=...', '...', /has no word to search for/],
  ['/search?q=-rose', '-rose', /only excludes words/],
  ['/search?q=paragraph&page=9', 'paragraph', /past the last/],
])('the page of %s has the form with %j, and says %s', async (path, q, said) => {
  const { document } = await pageAt(await serve(await libraryOf([written('a')])), path)
  expect(document.querySelector('input[name=q]')?.getAttribute('value')).toBe(q)
  const status = document.querySelector('[role=status]')?.textContent ?? null
  if (said === null) expect(status).toBeNull()
  else expect(status).toMatch(said)
  const canonical = document.querySelector('link[rel=canonical]')?.getAttribute('href')
  expect(canonical?.endsWith('/search')).toBe(said === null)
})

test('GET /search of a program names what is missing', async () => {
  const { ask } = await serve(await libraryOf([written('a')]))
  for (const path of ['/search', '/search.json']) {
    const answer = await ask(path)
    expect([answer.status, answer.json()]).toEqual([
      400,
      expect.objectContaining({
        errors: [{ parameter: 'q', detail: 'is missing: say what to search for' }],
      }) as object,
    ])
  }
})

test('the form keeps what a list is narrowed to, as do its other forms', async () => {
  const served = await serve(await libraryOf([written('a', { tags: ['x & "y"'] })]))
  const { document, text } = await pageAt(served, `/articles?tag=${encodeURIComponent('x & "y"')}&sort=title`)
  expect(hidden(document)).toEqual([['tag', 'x & "y"']])
  expect(document.querySelector('.narrowing')?.textContent).toContain('x & "y"')
  const alternates = [...document.querySelectorAll('head link[rel=alternate]')].map((link) =>
    link.getAttribute('href'),
  )
  expect(alternates).toHaveLength(3)
  for (const href of alternates) expect((await served.ask(href ?? '')).status).toBe(200)
  expect(text).not.toContain('sort" value')
})

test.each(['/outlets', '/rubrics', '/tags', '/languages'])(
  'GET %s as a page links to each list',
  async (path) => {
    const served = await serve(await libraryOf([written('a', { tags: ['‮<b>'], rubric: 'News' })]))
    const { document } = await pageAt(served, path)
    const links = [...document.querySelectorAll('.values a')].map((link) => link.getAttribute('href') ?? '')
    expect(links).toHaveLength(1)
    expect((await served.ask(links[0] ?? '', accept)).status).toBe(200)
    expect(document.querySelector('.values b')).toBeNull()
  },
)

test('what is searched for and found is text, whatever it holds', async () => {
  const nasty = `rose <script>alert(1)</script> \u202e\u2066 "onfocus="x`
  const served = await serve(
    await libraryOf([
      written('a', { title: nasty, summary: nasty, sections: [{ heading: nasty, paragraphs: [nasty] }] }),
    ]),
  )
  const { document } = await pageAt(served, `/search?q=${encodeURIComponent(`${nasty} -zebra`)}`)
  expect(document.querySelectorAll('script, [onfocus]')).toHaveLength(0)
  expect(document.querySelector('input[name=q]')?.getAttribute('value')).toBe(`${nasty} -zebra`)
  expect(document.querySelector('h2 mark')?.textContent).toBe('rose')
})

test.each([
  '/search?q=roses',
  '/search',
  '/search?q=...',
  '/articles?page=3',
  '/tags?page=4',
  '/search?q=zebra',
  '/articles?tag=plants',
  '/tags',
  '/',
])('GET %s is valid HTML', async (path) => {
  const served = await serve(
    await libraryOf([
      written('a', {
        title: 'Roses',
        tags: ['plants'],
        sections: [{ heading: 'A rose', paragraphs: [`${'x '.repeat(400)}rose`] }],
      }),
    ]),
  )
  const { text } = await pageAt(served, path)
  const report = await new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'void-style': 'off', 'long-title': 'off' },
  }).validateString(text)
  expect(report.results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([])
})
