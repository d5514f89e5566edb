import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Article } from '../src/article/article.ts'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

const read = (text: string) => {
  const reading = markdown.read(text, 'a.md', strictly('a'))
  if ('faults' in reading) throw new Error(reading.faults.map(formatFault).join('\n'))
  return reading
}

const printed = (article: Article): string => printMarkdown({ kind: 'article', article })

/** The paragraphs of a document with what is the same in all of them left out. */
const paragraphsOf = (body: string) => {
  const { article, warnings } = read(front + body)
  const paragraphs = article.sections.flatMap((section) => section.paragraphs)
  const own = paragraphs.map(({ id: _, position: _at, language: _tag, direction: _way, ...rest }) => rest)
  return { paragraphs: own, warnings: warnings.map(formatFault) }
}

const ungrouped = { role: null, group: null }
const text = (written: string, ...marks: object[]) => ({ type: 'text', text: written, marks, ...ungrouped })
const mark = (type: string, start: number, end: number) => ({ type, start, end })
const link = (start: number, end: number, href: string) => ({ type: 'link', start, end, href })
const quote = (written: string, attribution: string | null, ...marks: object[]) => ({
  type: 'quote',
  text: written,
  marks,
  attribution,
  url: null,
  ...ungrouped,
})
const item = (written: string, rest: object = {}) => ({
  text: written,
  marks: [],
  level: 1,
  ordered: false,
  checked: null,
  term: null,
  ...rest,
})
const list = (written: string, items: object[], rest: object = {}) => ({
  type: 'list',
  text: written,
  marks: [],
  ordered: false,
  start: 1,
  items,
  ...ungrouped,
  ...rest,
})
const code = (written: string, syntax: string | null) => ({
  type: 'code',
  text: written,
  marks: [],
  syntax,
  ...ungrouped,
})
const cell = (written: string, ...marks: object[]) => ({ text: written, marks })
const table = { caption: null, captionMarks: [], ...ungrouped }
const image = (rest: object) => ({
  url: '/i.png',
  alt: null,
  caption: null,
  captionMarks: [],
  credit: null,
  width: null,
  height: null,
  type: null,
  bytes: null,
  ...rest,
})

test.each(['bridge-ar', 'library-en', 'market-he', 'observatory-zh'])('the document %s', async (name) => {
  const { article, warnings } = read(readFileSync(`tests/fixtures/markdown/${name}.md`, 'utf8'))
  expect(warnings).toEqual([])
  await expect(`${JSON.stringify(article, null, 2)}\n`).toMatchFileSnapshot(`fixtures/markdown/${name}.json`)
  expect(read(printed(article)).article).toEqual(article)
})

test.each([
  ['one\ntwo', [text('one two')]],
  ['one\\\ntwo  \nthree<br>four', [text('one\ntwo\nthree\nfour')]],
  [
    '**a** *b* `c` [d](/e)',
    [text('a b c d', mark('strong', 0, 1), mark('emphasis', 2, 3), mark('code', 4, 5), link(6, 7, '/e'))],
  ],
  ['[**a** b](/c)', [text('a b', link(0, 3, '/c'), mark('strong', 0, 1))]],
  ['**a __b__**', [text('a b', mark('strong', 0, 3))]],
  [
    '<b> a <i>b</b> c</i>',
    [text('a b c', mark('strong', 0, 3), mark('emphasis', 2, 3), mark('emphasis', 4, 5))],
  ],
  ['<a href="/b?c&amp;d">e</a> <bdi>f</bdi>', [text('e f', link(0, 1, '/b?c&d'))]],
  [
    '[a][b] [b] <https://c.example>\n\n[B]: /d',
    [text('a b https://c.example', link(0, 1, '/d'), link(2, 3, '/d'), link(4, 21, 'https://c.example'))],
  ],
  ['e\u0301 **e\u0301**', [text('é é', mark('strong', 2, 3))]],
  ['😀 **😀**', [text('😀 😀', mark('strong', 3, 5))]],
  ['\\# a \\{#b} &lt; &copy;', [text('# a {#b} < ©')]],
  ['a {b} {#c} {#d', [text('a {b} {#c} {#d')]],
  ['> a\n> b', [quote('a b', null)]],
  ['> a\n> — B', [quote('a', 'B')]],
  ['> *a*\n>\n> -- B', [quote('a', 'B', mark('emphasis', 0, 1))]],
  ['> — a\n> — B', [quote('— a', 'B')]],
  ['> — a', [quote('— a', null)]],
  ['> a\n> — b\n> —', [quote('a\n— b', null)]],
  ['- a\n- **b**', [list('a\nb', [item('a'), item('b', { marks: [mark('strong', 0, 1)] })])]],
  [
    '1) a\n\n   b\n2) c',
    [
      list('a', [item('a', { ordered: true })], { ordered: true, group: 1 }),
      { ...text('b'), group: 1 },
      list('c', [item('c', { ordered: true })], { ordered: true, start: 2, group: 1 }),
    ],
  ],
  [
    'Term\n: a\n: *b*\n\nOther\n\n: c',
    [
      list('Term: a\nTerm: b\nOther: c', [
        item('a', { term: 'Term' }),
        item('b', { term: 'Term', marks: [mark('emphasis', 0, 1)] }),
        item('c', { term: 'Other' }),
      ]),
    ],
  ],
  ['Term\n\\: a', [text('Term : a')]],
  ['a $b_1 * c_2 * d$ e \\$f_1$ $5 and $6', [text('a $b_1 * c_2 * d$ e $f_1$ $5 and $6')]],
  ['$$\na \\\\ b_1\n$$', [code('a \\\\ b_1', 'math')]],
  [
    'text\na | b\n--|--\nc | d',
    [
      text('text'),
      {
        ...table,
        type: 'table',
        text: 'a\tb\nc\td',
        marks: [],
        columns: [{ align: null }, { align: null }],
        header: [cell('a'), cell('b')],
        rows: [[cell('c'), cell('d')]],
      },
    ],
  ],
  ['-\ta\tb\n\n\t\tc', [list('a b', [item('a b')], { group: 1 }), { ...code('c', null), group: 1 }]],
  [
    '> a\n> > b\n> > — C\n>\n> — D',
    [
      { ...quote('a', 'D'), group: 1 },
      { ...quote('b', 'C'), group: 1 },
    ],
  ],
  [
    '> [!NOTE]\n> - a\n>\n> b',
    [
      { ...list('a', [item('a')]), role: 'callout', label: 'Note', group: 1 },
      { ...text('b'), role: 'callout', group: 1 },
    ],
  ],
  ['> — *B*', [quote('— B', null, mark('emphasis', 2, 3))]],
  ['3. a', [list('a', [item('a', { ordered: true })], { ordered: true, start: 3 })]],
  ['- a\n  - b\n  - c', [list('a\nb\nc', [item('a'), item('b', { level: 2 }), item('c', { level: 2 })])]],
  [
    '- a\n  1. b\n- [x] c\n- [ ] d',
    [
      list('a\nb\nc\nd', [
        item('a'),
        item('b', { level: 2, ordered: true }),
        item('c', { checked: true }),
        item('d', { checked: false }),
      ]),
    ],
  ],
  ['- a: b {term=a}', [list('a: b', [item('b', { term: 'a' })])]],
  ['![](/i.png)', [{ type: 'image', text: '', marks: [], ...ungrouped, image: image({}) }]],
  [
    '![a](/i.png "b"){credit="C \\"D\\"" width=3 height=4}',
    [
      {
        type: 'image',
        text: 'b',
        marks: [],
        ...ungrouped,
        image: image({ alt: 'a', caption: 'b', credit: 'C "D"', width: 3, height: 4 }),
      },
    ],
  ],
  [
    '![a][b]\n\n[b]: /i.png "c"',
    [{ type: 'image', text: 'c', marks: [], ...ungrouped, image: image({ alt: 'a', caption: 'c' }) }],
  ],
])('%j', (body, expected) => {
  expect(paragraphsOf(body)).toEqual({ paragraphs: expected, warnings: [] })
})

test.each([
  ['a\n\n* * *', [text('a'), { type: 'break', text: '', marks: [], ...ungrouped }]],
  [
    '```js\nif (a) {\n\n  b\n}\n```',
    [{ type: 'code', text: 'if (a) {\n\n  b\n}', marks: [], syntax: 'js', ...ungrouped }],
  ],
  [
    'a | b\n--|--\n1 | **2**',
    [
      {
        type: 'table',
        text: 'a\tb\n1\t2',
        marks: [],
        ...table,
        columns: [{ align: null }, { align: null }],
        header: [cell('a'), cell('b')],
        rows: [[cell('1'), cell('2', mark('strong', 0, 1))]],
      },
    ],
  ],
  [
    '| a | b |\n|---|:-:|\n| 1 | 2 |',
    [
      {
        type: 'table',
        text: 'a\tb\n1\t2',
        marks: [],
        ...table,
        columns: [{ align: null }, { align: 'center' }],
        header: [cell('a'), cell('b')],
        rows: [[cell('1'), cell('2')]],
      },
    ],
  ],
  ['> - a\n> - b', [list('a\nb', [item('a'), item('b')], { group: null })]],
  [
    '> a\n>\n> > b',
    [
      { ...quote('a', null), group: 1 },
      { ...quote('b', null), group: 1 },
    ],
  ],
])('%j is kept', (body, expected) => {
  expect(paragraphsOf(body)).toEqual({ paragraphs: expected, warnings: [] })
})

test('a footnote is a note of the article, and what refers to it a mark', () => {
  const { article, warnings } = read(`${front}a[^1] b\n\n[^1]: /a\n\n[^2]: *c*`)
  expect(article.notes).toMatchObject([
    { id: 'n1', label: '1', text: '/a', marks: [] },
    { id: 'n2', label: '2', text: 'c', marks: [mark('emphasis', 0, 1)] },
  ])
  expect(article.sections[0]?.paragraphs).toMatchObject([
    { text: 'a[1] b', marks: [{ type: 'note', start: 1, end: 4, note: 'n1' }] },
  ])
  expect(warnings).toEqual([])
})

test('the marks of a heading are kept', () => {
  const { article, warnings } = read(`${front}# *a*\n\nb`)
  expect(article.sections).toMatchObject([{ heading: 'a', headingMarks: [mark('emphasis', 0, 1)] }])
  expect(warnings).toEqual([])
})

test('attributes end what they belong to, or stand alone after it', () => {
  const { article } = read(
    `${front}{#start level=2}\n\na {#one lang=ar}\n\n- b\n\n{#two dir=rtl}\n\n> c\n> {#three}\n\n# D {#dee}\n\n## E\n\n{#eee}`,
  )
  expect(article.sections.map(({ id, level, heading }) => [id, level, heading])).toEqual([
    ['start', 2, null],
    ['dee', 1, 'D'],
    ['eee', 2, 'E'],
  ])
  const [start] = article.sections
  expect(
    start?.paragraphs.map((paragraph) => [paragraph.id, paragraph.language, paragraph.direction]),
  ).toEqual([
    ['one', 'ar', 'rtl'],
    ['two', 'en', 'rtl'],
    ['three', 'en', 'ltr'],
  ])
})

test.each([
  ['a <!--{#one lang=ar}-->', 'a {#one lang=ar}'],
  ['# A <!-- {#two} -->', '# A {#two}'],
  ['- a\n\n<!--{#three}-->', '- a\n\n{#three}'],
  ['![](/i.png)<!--{credit="a \\-\\-\\> b"}-->', '![](/i.png){credit="a --> b"}'],
  ['> a\n> <!--{#four}-->', '> a\n> {#four}'],
])('%j is what %j is', (hidden, shown) => {
  expect(read(front + hidden)).toEqual(read(front + shown))
})

test('headings: # is level 1 where the front matter has the title, else the title, and ## is level 1', () => {
  const levels = (written: string) => {
    const { title, sections } = read(written).article
    return [title, ...sections.map(({ heading, level }) => [heading, level])]
  }
  expect(levels(`${front}# A\n\n###### B`)).toEqual(['T', ['A', 1], ['B', 6]])
  expect(levels('---\noutlet: O\nlanguage: en\n---\nA\n=\n\n## B\n\nC\n-\n\n### D')).toEqual([
    'A',
    ['B', 1],
    ['C', 1],
    ['D', 2],
  ])
})

test.each([
  [
    '<div>a &eacute;<script>b</script></div>',
    '6:1  is the HTML <script>, which no reader of a page sees  left out',
    ['a é'],
  ],
  ['<script>a</script>', '6:1  is the HTML <script>, which no reader of a page sees  left out', []],
  ['<!-- a -->', '6:1  is an HTML comment  left out', []],
  ['[a]: /a', '6:1  defines [a], which nothing uses  left out', []],
])('%j is told of', (body, message, expected) => {
  const { paragraphs, warnings } = paragraphsOf(body)
  expect(paragraphs.map((paragraph) => paragraph.text)).toEqual(expected)
  expect(warnings).toEqual([`a.md:${message}`])
})

test.each([
  ['a ![b](/c) d', '6:3  is the image "/c" within text  kept as the text that stands for it', 'a b d'],
  ['a ![](/c) d', '6:3  is the image "/c" within text  left out: it has no text that stands for it', 'a  d'],
  [
    'a <img src="/c" alt="b">',
    '6:3  is the image "/c" within text  kept as the text that stands for it',
    'a b',
  ],
  ['a <u>b</u>', '6:3  is the HTML <u>  what it holds is kept as text', 'a b'],
  ['a <!-- b -->', '6:3  is an HTML comment  left out', 'a'],
  ['a <b>b', '6:3  has <b>, which nothing closes  left out', 'a b'],
  ['a b</b>', '6:4  has </b>, which nothing opens  left out', 'a b'],
  [
    '[a](javascript:b)',
    '6:1  links to "javascript:b"  kept as its text: a link leads to a web, mail or telephone address, or a path',
    'a',
  ],
  [
    '<a href="JavaScript:b">a</a>c',
    '6:1  links to "JavaScript:b"  kept as its text: a link leads to a web, mail or telephone address, or a path',
    'ac',
  ],
  ['[a](/b "c")', '6:1  has the title "c"  left out', 'a'],
  [
    '天**「文」**台',
    '6:1  has ** that marks nothing  kept as text: write <strong>…</strong>, or \\*\\* where it is meant as text',
    '天**「文」**台',
  ],
  ['a [^1] b', '6:1  refers to the footnote [^1], which is not there  kept as text', 'a [^1] b'],
  [
    '![a](data:b)',
    '6:1  is an image whose address is not a web address or a path  kept as the text that stands for it',
    'a',
  ],
  [
    '١. a\n٢. b\nc',
    '6:1  has lines that begin as items of a list do: "١. a"  kept as lines: begin each with "1." or "-" to make a list of them',
    '١. a\n٢. b c',
  ],
  [
    '• d\n• *e*',
    '6:1  has lines that begin as items of a list do: "• d"  kept as lines: begin each with "1." or "-" to make a list of them',
    '• d\n• e',
  ],
  ['[a][b]\n\n[b]: /c "d"', '6:1  has the title "d"  left out', 'a'],
  ['a [](/b)', '6:3  links to "/b" without a text  left out', 'a'],
  ['*A* b\n: c', '6:1  has marks in a term  kept as plain text', 'A b: c'],
  ['> # a', '6:3  is a heading within a quote or an item  kept as text', 'a'],
  ['> a\n> — *B*', '6:1  has marks in the name of who said it  kept as plain text', 'a'],
])('%j is told of, at %s', (body, message, expected) => {
  const { paragraphs, warnings } = paragraphsOf(body)
  expect([paragraphs.map((paragraph) => paragraph.text).join('\n'), warnings]).toEqual([
    expected,
    [`a.md:${message}`],
  ])
})

const allKeys =
  '$schema, id, title, outlet, rubric, language, direction, summary, image, authors, tags, url, aliases, translationOf, translationKey, datePublished, dateModified, draft, expires, meta, sections, notes'
const divide = 'divide it, or write \\* and \\[ where they are text'
const forABrace = 'for a brace as text write \\{'

const refused: [string, string[]][] = [
  ['# T', ['1:1  outlet  is missing  add a string', '1:1  language  is missing  add a string']],
  ['---\ntitle: T\n', ['1:1  the front matter has no end  end it with a line of ---']],
  ['---\n- a\n---\n', ['2:1  the front matter is not made of keys  write "key: value" lines']],
  [front.replace('title: T', 'title: 3'), ['2:1  title  is number  write it in quotes: "3"']],
  [front.replace('T\n', 'T\ntitle: U\n'), ['3:1  is written twice  keep one of the two']],
  [
    front.replace('T\n', 'T: U\n'),
    [
      '2:8  the front matter is not YAML: a value has a colon and a space in it  write quotes around the value',
    ],
  ],
  [
    front.replace('T\n', 'T\ntitl: U\n'),
    [`3:1  titl  unknown key "titl"  did you mean "title"? the keys here are ${allKeys}`],
  ],
  [
    front.replace('T\n', 'T\nsections: []\n'),
    ['3:1  sections  unknown key "sections"  remove it: the sections are the headings below'],
  ],
  [
    front.replace('T\n', 'T\nauthors:\n  - name: A\n    uri: x\n'),
    ['5:5  authors[0].uri  unknown key "uri"  did you mean "url"? the keys here are name, url'],
  ],
  [front.replace('T\n', 'T\ntags: &a [x]\nauthors: *a\n'), ['4:10  is an alias  write the value itself']],
  [front.replace('T\n', `T\ntags: ${'['.repeat(40)}\n`), ['3:39  is nested more than 32 deep  lift it out']],
  [
    front.replace('T\n', `T\nsummary: ${'x'.repeat(200_000)}\n`),
    ['2:1  the front matter has more than 200000 characters  write less of it'],
  ],
  [
    `---\noutlet: O\nlanguage: en\n---\n# A\n\n# B`,
    ['7:1  is a second title  begin it with ##, or write the title in the front matter'],
  ],
  [
    `---\noutlet: O\nlanguage: en\n---\n# A {#b}`,
    [`5:5  title  unknown attribute "id"  there are none here; ${forABrace}`],
  ],
  [`${front}\n#\n`, ['7:1  sections[0].heading  is blank  write some text']],
  [`${front}# A {#12}`, ['6:5  sections[0].id  is a number, which stands for a position  add a letter']],
  [
    `${front}# A {#a}\n\nb {#a}`,
    [
      '8:3  sections[0].paragraphs[0].id  the id "a" is also at sections[0].id  give each section, paragraph and note its own',
    ],
  ],
  [
    `${front}a {lan=en}`,
    [
      `6:3  sections[0].paragraphs[0]  unknown attribute "lan"  did you mean "lang"? the attributes here are #, lang, dir, role, label, group; ${forABrace}`,
    ],
  ],
  [
    `${front}a {#b #c}`,
    ['6:3  sections[0].paragraphs[0]  the attribute "id" is written twice  keep one of the two'],
  ],
  [
    `${front}a {lang=x}`,
    [
      '6:3  sections[0].paragraphs[0].language  is not a language tag  use BCP 47, as in "ar", "en-GB" or "zh-Hant"',
    ],
  ],
  [`${front}![a](/b){width=c}`, ['6:9  sections[0].paragraphs[0].width  is string  write a number']],
  [
    `${front}a\n\nb\u0007`,
    ['8:1  sections[0].paragraphs[1].text  holds the control character U+0007  remove it'],
  ],
  [`${front}${'> '.repeat(10_000)}a`, ['6:1  is nested more than 32 deep  lift it out']],
  [`${front}${'- '.repeat(10_000)}a`, ['6:1  is nested more than 32 deep  lift it out']],
  [
    `${front}${Array.from({ length: 1000 }, (_, at) => `${' '.repeat(2 * at)}- a`).join('\n')}`,
    ['38:1  is nested more than 32 deep  lift it out'],
  ],
  [
    `${front}${'['.repeat(10_000)}`,
    [`6:1  has more than 5000 lines and signs such as * and [ in one paragraph  ${divide}`],
  ],
  [
    `${front}${'*a_ '.repeat(10_000)}`,
    [`6:1  has more than 5000 lines and signs such as * and [ in one paragraph  ${divide}`],
  ],
  [`${front}${'*'.repeat(250)}a${'*'.repeat(250)}`, ['6:127  is nested more than 32 deep  lift it out']],
]

test.each(refused.map(([written, messages]) => ({ written, messages, first: messages[0] })))(
  'a file refused: $first',
  ({ written, messages }) => {
    const before = process.threadCpuUsage()
    const reading = markdown.read(written, 'a.md', strictly('a'))
    expect('faults' in reading ? reading.faults.map(formatFault) : []).toEqual(
      messages.map((message) => `a.md:${message}`),
    )
    const { user, system } = process.threadCpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1000)
  },
)

test('line ends of Windows are line ends', () => {
  const body = '# A\n\nb\nc\n\n```\nd\n```\n'
  expect(read((front + body).replaceAll('\n', '\r\n'))).toEqual(read(front + body))
})

test('a section and a paragraph print as an article of that part, with its ids', () => {
  const { article } = read(
    `${front.replace('T\n', 'T\nurl: https://o.example/t\ntags: [x]\n')}a\n\n## B\n\nc\n\n*d*`,
  )
  const [, section] = article.sections
  const paragraph = section?.paragraphs[1]
  if (section === undefined || paragraph === undefined) throw new Error('no section')
  const head = '---\nid: "a"\ntitle: "T"\noutlet: "O"\nlanguage: "en"\nurl: "https://o.example/t"\n---\n\n'
  expect(printMarkdown({ kind: 'section', article, section })).toBe(`${head}## B\n\nc\n\n*d*\n`)
  expect(printMarkdown({ kind: 'paragraph', article, section, paragraph })).toBe(`${head}*d* <!--{#b-2}-->\n`)
})
