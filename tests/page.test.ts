import { readFileSync } from 'node:fs'
import { HtmlValidate } from 'html-validate'
import { parseHTML } from 'linkedom'
import { assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import type { ArticleFile } from '../src/article/file.ts'
import { fontPackage } from '../src/formats/html/fonts.ts'
import { inline } from '../src/formats/html/inline.ts'
import { runsOf } from '../src/formats/html/isolate.ts'
import { levelsOf } from '../src/formats/html/parts.ts'
import { html } from '../src/formats/html/template.ts'
import { libraryOf, serve, serveSample, written } from './support/app.ts'

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

/** What tries to be more than text. The controls are balanced nowhere. */
const nasty = `<script>alert(1)</script> " onload="x ' onerror='y ]]> --> </title> &lt; \u202e\u2066 é`

const hostile: ArticleFile = {
  id: 'hostile',
  title: `T ${nasty}`,
  outlet: `O ${nasty}`,
  rubric: `R ${nasty}`,
  language: 'en',
  summary: `S ${nasty}`,
  authors: [{ name: `A ${nasty}`, url: "https://a.example/?q='%22&b=c" }],
  tags: [`G ${nasty}`],
  url: 'https://outlet.example/a/b?c=d&e',
  datePublished: '2024-05-31T23:30:00-09:00',
  sections: [
    { paragraphs: [nasty] },
    {
      heading: `H ${nasty}`,
      paragraphs: [
        { type: 'quote', text: nasty, attribution: `B ${nasty}` },
        { type: 'list', items: [nasty, { text: nasty, marks: [{ type: 'code', start: 0, end: 8 }] }] },
        {
          type: 'image',
          url: `https://i.example/?"onload="x'&y`,
          alt: `L ${nasty}`,
          caption: `C ${nasty}`,
          credit: `D ${nasty}`,
          width: 640,
          height: 480,
        },
        { text: 'a link', marks: [{ type: 'link', start: 2, end: 6, href: '/x?"onclick="y&z' }] },
      ],
    },
  ],
}

const mixed: ArticleFile = {
  id: 'mixed',
  title: 'حوار',
  outlet: 'الصحيفة',
  language: 'ar',
  sections: [
    {
      id: 'first',
      heading: 'أولًا',
      level: 3,
      paragraphs: ['قال BBC News، في 2010.', { text: 'In English.', language: 'en' }],
    },
    { heading: 'ثانيًا', level: 6, paragraphs: ['نص'] },
    { heading: 'ثالثًا', level: 1, paragraphs: [{ text: 'متن', language: 'fa' }] },
  ],
}

const pages = [
  '/',
  '/articles',
  '/articles?limit=1',
  '/articles/hostile',
  '/articles/hostile/sections/lede',
  '/articles/hostile/sections/2',
  '/articles/hostile/paragraphs/lede-1',
  '/articles/mixed',
  '/articles/mixed/sections/2',
  '/articles/mixed/paragraphs/first-2',
  '/problems/not-found',
]

const open = async (path: string, files: ArticleFile[] = [hostile, mixed], settings = {}) => {
  const { ask } = await serve(await libraryOf(files), settings)
  const answer = await ask(path, { headers: browser })
  expect([path, answer.status, answer.headers['content-type']]).toEqual([
    path,
    200,
    'text/html; charset=utf-8',
  ])
  return { ...answer, document: parseHTML(answer.text).document }
}

test.each(pages)('GET %s is valid, inert HTML', async (path) => {
  const { text, document, headers } = await open(path)
  const report = await new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'void-style': 'off', 'long-title': 'off' },
  }).validateString(text)
  const messages = report.results.flatMap((result) => result.messages)
  expect(messages.map(({ line, message, ruleId }) => `${line}: ${message} (${ruleId})`)).toEqual([])
  const scripts = [...document.querySelectorAll('script')].map((script) => script.getAttribute('type'))
  expect(scripts.filter((type) => type !== 'application/ld+json')).toEqual([])
  const names = [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
    [...attributes].map(({ name }) => name),
  )
  expect(names.filter((name) => name.startsWith('on') || name === 'style')).toEqual([])
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  )
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('every field of a hostile article is shown as it is written', async () => {
  const { document } = await open('/articles/hostile')
  const said = (selector: string) => document.querySelector(selector)?.textContent
  expect(said('h1')).toBe(hostile.title)
  expect(said('.outlet')).toBe(hostile.outlet)
  expect(said('.rubric')).toBe(hostile.rubric)
  expect(said('.summary')).toBe(hostile.summary)
  expect(said('#lede-1 p')).toBe(nasty)
  expect(said('blockquote')).toBe(nasty)
  expect(said('figcaption')).toBe(`— B ${nasty}`)
  expect([...document.querySelectorAll('li:not(.foot li)')].map((item) => item.textContent)).toContain(nasty)
  expect(document.querySelector('img')?.getAttribute('alt')).toBe(`L ${nasty}`)
  const data = JSON.parse(said('script') ?? '') as { headline: string }
  expect(data.headline).toBe(hostile.title)
  expect(said('time')).toBe('May 31, 2024')
})

test('the head names the page, its outlet and its other forms', async () => {
  const { document } = await open('/articles/mixed/sections/1', [mixed], {
    PUBLIC_URL: 'https://m.example/api',
  })
  const canonical = document.querySelector('link[rel=canonical]')?.getAttribute('href')
  expect(canonical).toMatch(/^https:\/\/m\.example\/api\/articles\/mixed\/sections\/[a-z\d-]+$/)
  const forms = [...document.querySelectorAll('link[rel=alternate]')].map(
    (link) => link.getAttribute('href') ?? '',
  )
  const path = new URL(canonical ?? '').pathname
  expect(forms).toEqual([`${path}.json`, `${path}.md`, `${path}.txt`])
  const graph = (name: string) => document.querySelector(`meta[property="${name}"]`)?.getAttribute('content')
  expect(graph('og:url')).toBe(canonical)
  expect(graph('og:site_name')).toBe('الصحيفة')
  expect(document.documentElement.getAttribute('dir')).toBe('rtl')
})

test('a paragraph says its language and direction only where they differ', async () => {
  const { document } = await open('/articles/mixed')
  const said = [...document.querySelectorAll('.paragraph')].map((paragraph) => [
    paragraph.getAttribute('lang'),
    paragraph.getAttribute('dir'),
  ])
  expect(said).toEqual([
    [null, null],
    ['en', 'ltr'],
    [null, null],
    ['fa', null],
  ])
  expect(document.querySelectorAll('.contents li')).toHaveLength(3)
})

test('the words of the page are English, and say so, where its language has none', async () => {
  const { document } = await open('/articles/a', [written('a', { language: 'ur', title: 'عنوان' })])
  const bar = document.querySelector('.bar')
  expect([bar?.textContent.trim(), bar?.getAttribute('lang'), bar?.getAttribute('dir')]).toEqual([
    'Articles',
    'en',
    'ltr',
  ])
})

test.each<[string, 'rtl' | 'ltr', string[]]>([
  ['في 23 ديسمبر 2010، والتقى', 'rtl', ['23', '2010']],
  ['في عام 1995م.', 'rtl', ['1995']],
  ['قالت BBC News (London)، أمس', 'rtl', ['BBC News (London)']],
  ['(BBC) و"CNN"', 'rtl', ['BBC', 'CNN']],
  ['Windows 11 و C++ و F-16 و COVID-19.', 'rtl', ['Windows 11', 'C++', 'F-16', 'COVID-19']],
  ['بين 2010-2015 وفي 2010-12-23', 'rtl', ['2010', '2015', '2010-12-23']],
  ['-5% أو 50% أو $5 أو 1,000.5', 'rtl', ['-5%', '50%', '$5', '1,000.5']],
  ['في https://example.org/a/b?c=d.', 'rtl', ['https://example.org/a/b?c=d']],
  ['إلى a@b.example، وغيره', 'rtl', ['a@b.example']],
  ['في مَدْرَسَةٍ', 'rtl', []],
  ['قطـــر وعـام', 'rtl', []],
  ['The word قطـــر is drawn out', 'ltr', ['قطـــر']],
  ['٢٠١٠ في ١٩٩٥', 'rtl', []],
  ['אמר Tim Cook, אתמול', 'rtl', ['Tim Cook']],
  ['The word قطر, 2022 and «كوفيد-19» (لا)', 'ltr', ['قطر', 'كوفيد-19', 'لا']],
  ['He said "شكرًا جزيلًا، يا صديقي".', 'ltr', ['شكرًا جزيلًا، يا صديقي']],
  ['In 2010, nothing.', 'ltr', []],
  ['قال \u202dBBC\u202c', 'rtl', []],
])('%s in %s isolates %j', (text, direction, expected) => {
  expect(runsOf(text, direction).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
})

const printed = (...[text, marks, direction]: Parameters<typeof inline>) =>
  html`${inline(text, marks, direction)}`.text

test.each([
  [0, 3, '<strong><bdi>BBC</bdi></strong><bdi> News</bdi> نشرة'],
  [0, 8, '<strong><bdi>BBC News</bdi></strong> نشرة'],
  [4, 8, '<bdi>BBC <strong>News</strong></bdi> نشرة'],
  [4, 13, '<bdi>BBC </bdi><strong><bdi>News</bdi> نشرة</strong>'],
])('a mark from %i to %i over BBC News نشرة', (start, end, expected) => {
  const marks = [{ type: 'strong' as const, start, end }]
  const isWithin = start === 0 && end === 3
  const inside = '<bdi><strong>BBC</strong> News</bdi> نشرة'
  expect(printed('BBC News نشرة', marks, 'rtl')).toBe(isWithin ? inside : expected)
})

test('a text of many runs and marks is fitted in one pass', () => {
  const text = 'نص BBC News 12 '.repeat(20_000)
  const marks = Array.from({ length: 20_000 }, (_, index) => ({
    type: 'strong' as const,
    start: index * 15 + 4,
    end: index * 15 + 13,
  }))
  const before = process.cpuUsage()
  const { length } = printed(text, marks, 'rtl').split('<strong>')
  expect(length).toBe(20_001)
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000)
})

const letters = constantFrom(...Array.from('aB1٢,.-()/ %$+@:\u0301\u064b\u200f\u202eقطر中"\n😀'))

test('isolating leaves the text as it is, for any text', () => {
  const text = string({ unit: letters, maxLength: 80 })
  assert(
    property(text, constantFrom('rtl' as const, 'ltr' as const), (given, direction) => {
      const { document } = parseHTML(`<html><body><p>${printed(given, [], direction)}</p></body></html>`)
      expect(document.querySelector('p')?.textContent).toBe(given)
    }),
  )
})

test.each(['1', 'a', '(', 'ق1', 'a(', '-1', 'ق-', '1ق', 'a ', '12:'])(
  '%s ten thousand times over is quick',
  (unit) => {
    const start = performance.now()
    runsOf(`a ق ${unit.repeat(10_000)}`, 'rtl')
    runsOf(`a ق ${unit.repeat(10_000)}`, 'ltr')
    expect(performance.now() - start).toBeLessThan(500)
  },
)

test('no heading skips a level', () => {
  const sections = [3, 6, 1, 2].map((level) => ({ level, heading: 'H' }))
  expect(levelsOf(sections)).toEqual([2, 3, 2, 3])
})

test('*/* is JSON and a browser gets the page', async () => {
  const { ask } = await serveSample()
  for (const path of ['/', '/articles', '/articles/qatar-irgc-normalisation']) {
    expect((await ask(path, { headers: { accept: '*/*' } })).headers['content-type']).toMatch(
      'application/json',
    )
    expect((await ask(path, { headers: browser })).headers['content-type']).toMatch('text/html')
  }
})

test('the style sheet and the fonts are kept for ever, under names that change with them', async () => {
  const { ask } = await serveSample()
  const { document } = parseHTML((await ask('/', { headers: browser })).text)
  const sheet = document.querySelector('link[rel=stylesheet]')?.getAttribute('href') ?? ''
  const style = await ask(sheet)
  const fonts = [...style.text.matchAll(/url\('([^']+)'\)/g)].map(([, name]) => `/assets/${name}`)
  expect(fonts).toHaveLength(2)
  for (const path of [sheet, ...fonts]) {
    const { status, headers } = await ask(path, { headers: { 'accept-encoding': 'br' } })
    expect([path, status, headers['cache-control']]).toEqual([
      path,
      200,
      'public, max-age=31536000, immutable',
    ])
    expect([path, headers['content-type']]).toEqual([
      path,
      path === sheet ? 'text/css; charset=utf-8' : 'font/woff2',
    ])
    expect(headers['content-encoding']).toBe(path === sheet ? 'br' : undefined)
  }
  const manifest = readFileSync(`node_modules/${fontPackage.name}/package.json`, 'utf8')
  expect((JSON.parse(manifest) as { version: string }).version).toBe(fontPackage.version)
})
