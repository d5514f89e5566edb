import { readFileSync } from 'node:fs'
import { HtmlValidate } from 'html-validate'
import { parseHTML } from 'linkedom'
import { assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import type { ArticleFile } from '../src/article/file.ts'
import type { Mark } from '../src/article/marks.ts'
import type { Direction } from '../src/article/text.ts'
import { fontPackage } from '../src/formats/html/assets.ts'
import { inline } from '../src/formats/html/print-text.ts'
import { runsOf } from '../src/formats/html/bidi/runs.ts'
import { levelsOf } from '../src/formats/html/print-blocks.ts'
import { markup } from '../src/formats/markup.ts'
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
  return { ...answer, ask, document: parseHTML(answer.text).document }
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
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' https: data:; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
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
  expect(said('#lede-1')).toBe(nasty)
  expect(said('blockquote')).toBe(nasty)
  expect(said('figcaption')).toBe(`— B ${nasty}`)
  expect([...document.querySelectorAll('li:not(.foot li)')].map((item) => item.textContent)).toContain(nasty)
  expect(document.querySelector('img')?.getAttribute('alt')).toBe(`L ${nasty}`)
  const data = JSON.parse(said('script') ?? '') as { headline: string }
  expect(data.headline).toBe(hostile.title)
  expect(said('time')).toBe('May 31, 2024')
})

test('the head of a part names its article, its outlet, the feeds and its other forms', async () => {
  const { document } = await open('/articles/mixed/sections/1', [mixed], {
    PUBLIC_URL: 'https://m.example/api',
  })
  const canonical = document.querySelector('link[rel=canonical]')?.getAttribute('href')
  expect(canonical).toBe('https://m.example/api/articles/mixed')
  const forms = [...document.querySelectorAll('link[rel=alternate]')].map(
    (link) => link.getAttribute('href') ?? '',
  )
  const feeds = ['/api/feed.json', '/api/feed.atom', '/api/feed.rss']
  const path = '/api/articles/mixed/sections/first'
  expect(forms).toEqual([...feeds, `${path}.md`, `${path}.txt`])
  const graph = (name: string) => document.querySelector(`meta[property="${name}"]`)?.getAttribute('content')
  expect(graph('og:url')).toBe(`https://m.example${path}`)
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

test('addresses are written as addresses are, and a path leads to one place from every page', async () => {
  const file = written('a', {
    url: null,
    authors: [{ name: 'A', url: 'https://Writer.example/é|{}' }],
    sections: [
      {
        id: 's',
        heading: 'H',
        paragraphs: [
          {
            id: 'p',
            text: 'one two',
            marks: [
              { type: 'link', start: 0, end: 3, href: 'other?é' },
              { type: 'link', start: 4, end: 7, href: '/root' },
            ],
          },
          { type: 'image', url: '/b.jpg' },
        ],
      },
    ],
  })
  for (const path of ['/articles/a', '/articles/a/sections/s', '/articles/a/paragraphs/p']) {
    const { document } = await open(path, [file], { PUBLIC_URL: 'https://m.example/api' })
    const links = [...document.querySelectorAll('.paragraph a:not(.mark)')]
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/api/articles/other?%C3%A9', '/root'])
  }
  const { document } = await open('/articles/a', [file])
  expect(document.querySelector('[rel=author]')?.getAttribute('href')).toBe(
    'https://writer.example/%C3%A9|%7B%7D',
  )
  expect(document.querySelector('img')?.getAttribute('src')).toBe('/b.jpg')
  const published = await open('/articles/a', [{ ...file, url: 'https://Outlet.example/é/x' }])
  const hrefs = [...published.document.querySelectorAll('main a')].map((link) => link.getAttribute('href'))
  expect(hrefs).toEqual(
    expect.arrayContaining(['https://outlet.example/%C3%A9/x', 'https://outlet.example/%C3%A9/other?%C3%A9']),
  )
})

test('a part without a heading has the title once, one with a heading leads to its article', async () => {
  const texts = async (path: string) => {
    const { document } = await open(path, [written('a')])
    return [...document.querySelectorAll('.of, h1')].map(({ textContent }) => textContent)
  }
  expect(await texts('/articles/a/paragraphs/lede-1')).toEqual(['Title of a'])
  expect(await texts('/articles/a/sections/lede')).toEqual(['Title of a'])
  expect(await texts('/articles/a/sections/2')).toEqual(['Title of a', 'A heading'])
})

test('a title in Arabic has an Arabic comma', async () => {
  const { document } = await open('/articles/mixed/paragraphs/first-2')
  expect(document.title).toBe('أولًا، الفقرة 2 — الصحيفة')
})

test('the facts of an article are divided, and its names are not in the words of the page', async () => {
  const file = written('a', {
    language: 'dv',
    authors: ['ހަސަން', 'Ali'],
    datePublished: '2021-01-25',
    dateModified: '2021-01-26',
  })
  const { document } = await open('/articles/a', [file])
  const facts = document.querySelector('.facts')
  expect(facts?.textContent).toBe(
    'ހަސަން، Ali · Published January 25, 2021 · Updated January 26, 2021 · Reading time: 1 minute',
  )
  const own = [...(facts?.children ?? [])].filter(({ textContent }) => textContent !== '·')
  expect(own.map((fact) => fact.getAttribute('lang'))).toEqual([null, 'en', 'en', 'en'])
})

test('the words of the page are English, and say so, where its language has none', async () => {
  const { document } = await open('/articles/a', [written('a', { language: 'ps', title: 'عنوان' })])
  const own = [
    ...document.querySelectorAll('.skip, .bar > *, .bar a, .foot, .foot span, .foot bdi, .contents span'),
  ].map((element) => [element.className, element.getAttribute('lang'), element.getAttribute('dir')])
  expect(own).toEqual([
    ['skip', 'en', 'ltr'],
    ['', null, null],
    ['site', null, null],
    ['', 'en', 'ltr'],
    ['find', 'en', 'ltr'],
    ['foot', null, null],
    ...Array.from({ length: 6 }, () => ['', 'en', 'ltr']),
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
  ['قال (WHO) 50 شخصًا', 'rtl', ['WHO', '50']],
  ['عام 2019 Netflix، 100 USD', 'rtl', ['2019', 'Netflix', '100 USD']],
  ['من BBC، CNN إلى', 'rtl', ['BBC', 'CNN']],
  ['على +٩٧٤ ٤٤٤٤ ١٢٣٤ الآن', 'rtl', ['+٩٧٤ ٤٤٤٤ ١٢٣٤', '٩٧٤', '٤٤٤٤', '١٢٣٤']],
  ['BBC News (London)!', 'rtl', ['BBC News (London)!']],
  ['سطر\nA line.\nسطر', 'rtl', ['A line.']],
  ['(ק) In 12 ש"ח or צה"ל', 'ltr', ['ק', 'ש"ח', 'צה"ל']],
  ['“ما العمل!” he said, قطر؟', 'ltr', ['ما العمل!', 'قطر؟']],
  ['See https://a.example/قطر/دوحة and قطر', 'ltr', ['قطر', 'دوحة', 'قطر']],
  ['a بنسبة 50% more', 'ltr', ['بنسبة 50%', '50%']],
])('%s in %s isolates %j', (text, direction, expected) => {
  expect(runsOf(text, direction).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
})

const printed = (text: string, marks: Mark[], direction: Direction) =>
  markup`${inline({ text, marks, direction })}`.text

test('a link that crosses a run leaves it to plain Unicode', () => {
  const marks = [{ type: 'link' as const, start: 4, end: 13, href: '/a' }]
  expect(printed('BBC News نشرة 50%', marks, 'rtl')).toBe('BBC <a href="/a">News نشرة</a> <bdi>50%</bdi>')
})

test('code is one word of a run, and has no run inside', () => {
  const marks = [{ type: 'code' as const, start: 4, end: 11 }]
  expect(printed('npm i && ق! هنا', marks, 'rtl')).toBe(
    '<bdi>npm <code dir="ltr">i &amp;&amp; ق!</code></bdi> هنا',
  )
})

test.each([
  [0, 3, '<bdi><strong>BBC</strong> News</bdi> نشرة'],
  [0, 8, '<strong><bdi>BBC News</bdi></strong> نشرة'],
  [4, 8, '<bdi>BBC <strong>News</strong></bdi> نشرة'],
  [4, 13, '<bdi>BBC <strong>News</strong></bdi><strong> نشرة</strong>'],
])('a mark from %i to %i over BBC News نشرة', (start, end, expected) => {
  const marks = [{ type: 'strong' as const, start, end }]
  expect(printed('BBC News نشرة', marks, 'rtl')).toBe(expected)
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

test('runs stand in one another or apart, in their order, for any text', () => {
  const text = string({ unit: letters, maxLength: 80 })
  assert(
    property(text, constantFrom('rtl' as const, 'ltr' as const), (given, direction) => {
      const around: { start: number; end: number }[] = []
      for (const run of runsOf(given, direction)) {
        while ((around.at(-1)?.end ?? Infinity) <= run.start) around.pop()
        const { start = 0, end = given.length } = around.at(-1) ?? {}
        expect([run.start >= start, run.start < run.end, run.end <= end]).toEqual([true, true, true])
        around.push(run)
      }
    }),
  )
})

test('isolating leaves the text as it is, for any text', () => {
  const text = string({ unit: letters, maxLength: 80 })
  assert(
    property(text, constantFrom('rtl' as const, 'ltr' as const), (given, direction) => {
      const { document } = parseHTML(`<html><body><p>${printed(given, [], direction)}</p></body></html>`)
      expect(document.querySelector('p')?.textContent).toBe(given)
    }),
  )
})

/** CPU time of this process, the least of three, in milliseconds. */
const cost = (run: () => void): number => {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

test.each([
  '1',
  'a',
  '(',
  'ق1',
  'a(',
  '-1',
  'ق-',
  '1ق',
  'a ',
  '12:',
  '1 ',
  '"a" ',
  '$1 ',
  'ق, ',
  'https://ق/ ',
  'a\n',
  '+٠ ',
])('%j many times over costs in proportion to its length', (unit) => {
  for (const direction of ['rtl', 'ltr'] as const) {
    const [short = 0, long = 0] = [2000, 16_000].map((count) =>
      cost(() => runsOf(`a ق ${unit.repeat(count)}`, direction)),
    )
    // Eight times the length: sixty-four times the cost, were it quadratic.
    expect(long).toBeLessThan(24 * Math.max(short, 5))
  }
})

test.each([
  [
    [2, 2, 3, 2],
    [2, 2, 3, 2],
  ],
  [
    [1, 1, 1],
    [2, 2, 2],
  ],
  [
    [3, 6, 1, 2],
    [2, 3, 2, 3],
  ],
  [
    [2, 4, 3, 4, 2],
    [2, 3, 3, 4, 2],
  ],
  [
    [1, 2, 3, 4, 5, 6, 1],
    [2, 3, 4, 5, 6, 6, 2],
  ],
])('sections of the levels %j have headings of the levels %j', (levels, expected) => {
  expect(levelsOf(levels.map((level) => ({ level, heading: 'H' })))).toEqual(expected)
})

test('a page, its contents, feeds and ninjs have siblings at one level, and skip none', async () => {
  const sections = ['A 2', 'B 2', 'C 4', 'D 2', 'E 3', 'F 4', 'G 3'].map((heading) => ({
    heading,
    level: Number(heading.slice(2)),
    paragraphs: ['Text.'],
  }))
  const file = written('levels', { sections: [{ paragraphs: ['Lede.'] }, ...sections] })
  const { ask, document } = await open('/articles/levels', [file])
  const headingsIn = (element: ReturnType<typeof parseHTML>['document'], selector: string) =>
    [...element.querySelectorAll(selector)].map(
      ({ tagName, textContent }) => tagName + textContent.slice(0, 1),
    )
  const expected = ['H2A', 'H2B', 'H3C', 'H2D', 'H3E', 'H4F', 'H3G']
  expect(headingsIn(document, 'section > .title')).toEqual(expected)
  const depths = [...document.querySelectorAll('.contents li')].map((item) => {
    let depth = 1
    for (let list = item.parentElement?.closest('li'); list; list = list.parentElement?.closest('li'))
      depth += 1
    return `H${depth + 1}${item.textContent.trim().slice(0, 1)}`
  })
  expect(depths).toEqual(expected)
  const [feed] = ((await ask('/feed.json')).json() as { items: { content_html: string }[] }).items
  const { bodies } = (await ask('/articles/levels.ninjs')).json() as { bodies: { value: string }[] }
  for (const content of [feed?.content_html, bodies[1]?.value]) {
    const { document: inside } = parseHTML(`<html><body>${content}</body></html>`)
    expect(headingsIn(inside, 'h2, h3, h4, h5, h6')).toEqual(expected)
  }
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
