import { expect, test } from 'vitest'
import { json } from '../src/sources/json/json.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'

const around = (paragraphs: string): string =>
  `{"title":"T","outlet":"O","language":"en","sections":[{"paragraphs":[${paragraphs}]}]}`

const many = (count: number, text: string): string => Array.from({ length: count }, () => text).join(',')

const faultsOf = (text: string) => {
  const reading = json.read(text, 'a.json', strictly('a'))
  return 'faults' in reading ? reading.faults : []
}

test.each<[string, string]>([
  ['unknown keys', many(4000, '{"text":"a","bad":1}')],
  ['numbers', many(20_000, '1')],
  ['types that are none', many(4000, '{"type":"x"}')],
  ['blank texts', many(4000, '""')],
  ['keys written twice', many(4000, '{"text":"a","text":"b"}')],
  ['ids given twice', many(4000, '{"id":"a","text":"b"}')],
  ['marks that are none', `{"text":"ab","marks":[${many(4000, '{"type":"x","start":0,"end":1}')}]}`],
])('a file of %s has 50 faults, and says how many more', (_name, paragraphs) => {
  const faults = faultsOf(around(paragraphs))
  expect(faults).toHaveLength(50)
  expect(faults.at(-1)?.problem).toMatch(/^and \d+ more faults$/)
  expect(JSON.stringify(faults).length).toBeLessThan(50_000)
})

test('50 faults are 50 faults', () => {
  expect(faultsOf(around(many(50, '{"text":"a","bad":1}'))).map(({ problem }) => problem)).toEqual(
    Array.from({ length: 50 }, () => 'unknown key "bad"'),
  )
  expect(faultsOf(around(many(51, '{"text":"a","bad":1}'))).at(-1)?.problem).toBe('and 2 more faults')
})

test('the place of a fault is exact, however many lines come before', () => {
  const lines = `${'"a",\n'.repeat(20_000)}{"text":"b",\n "bad":1}`
  expect(faultsOf(around(lines))).toMatchObject([{ line: 20_002, column: 2, problem: 'unknown key "bad"' }])
})

test.each<[string, string, string]>([
  ['items', around(many(25_001, '"a"')), 'has 25002 items in its lists; the most is 25000'],
  ['keys', `{${many(150_001, '"a":1')}}`, 'has 150001 keys; the most is 150000'],
  ['brackets', '['.repeat(4_000_000), 'is nested more than 32 deep'],
  ['braces', '{"a":'.repeat(900_000), 'is nested more than 32 deep'],
  ['nesting', `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`, 'is nested more than 32 deep'],
  ['white space', ' '.repeat(4_000_000), 'is not JSON'],
  ['one string', `{"a":"${'x'.repeat(4_000_000)}`, 'is not JSON'],
])('a file of nothing but %s is refused by name', (_name, text, problem) => {
  expect(faultsOf(text)).toMatchObject([{ problem }])
})

test('messages cite no more of a key than helps', () => {
  const key = 'k'.repeat(1_000_000)
  const [first] = faultsOf(around(`{"text":"a","${key}":1}`))
  expect(first?.problem).toMatch(/^unknown key "k{60}…"$/)
  expect(first?.path.length).toBeLessThan(200)
  const keys = Array.from({ length: 1000 }, (_, index) => `"k${index}":1`).join(',')
  expect(faultsOf(around(`{"text":"a",${keys}}`))[0]?.problem).toBe(
    'unknown key "k0", "k1", "k2", "k3", "k4" and 995 more',
  )
})

test.each<[string, string]>([
  ['one word', `"${'a'.repeat(4_900_000)}"`],
  ['tatweel', `"ق${'ـ'.repeat(2_000_000)}"`],
  ['letters beyond the BMP', `"${'𐐷'.repeat(1_000_000)}"`],
  ['lines', `"${String.raw`a\n`.repeat(1_000_000)}"`],
])('a paragraph of %s is read', (_name, paragraph) => {
  expect(json.read(around(paragraph), 'a.json', strictly('a'))).toHaveProperty('article')
})

test('a thousand equal headings have ids of their own', () => {
  const sections = many(8000, '{"heading":"قطر","paragraphs":["a"]}')
  const reading = json.read(
    `{"title":"T","outlet":"O","language":"ar","sections":[${sections}]}`,
    'a',
    strictly('a'),
  )
  const ids = 'article' in reading ? reading.article.sections.map(({ id }) => id) : []
  expect(new Set(ids).size).toBe(8000)
  expect([ids[0], ids[1], ids[7999]]).toEqual(['قطر', 'قطر-2', 'قطر-8000'])
})

test('ten thousand marks in a paragraph are read', () => {
  const text = 'ab '.repeat(10_000).trim()
  const marks = Array.from({ length: 10_000 }, (_, at) => ({
    type: at % 2 === 0 ? 'strong' : 'emphasis',
    start: at * 3,
    end: at * 3 + 2,
  }))
  const reading = json.read(around(JSON.stringify({ text, marks })), 'a.json', strictly('a'))
  expect('article' in reading && reading.article.sections[0]?.paragraphs[0]?.marks).toEqual(marks)
})

test('marks of Markdown move with the characters before them', () => {
  const text = `${'e\u0301  *e\u0301* '.repeat(300)}x`
  const reading = markdown.read(`---\ntitle: T\noutlet: O\nlanguage: en\n---\n${text}`, 'a.md', strictly('a'))
  const paragraph = 'article' in reading ? reading.article.sections[0]?.paragraphs[0] : undefined
  expect(paragraph?.marks).toHaveLength(300)
  for (const { start, end } of paragraph?.marks ?? []) expect(paragraph?.text.slice(start, end)).toBe('é')
})

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

const inMarkdown = (body: string) => {
  const reading = markdown.read(front + body, 'a.md', strictly('a'))
  return 'faults' in reading ? reading.faults.map(({ problem }) => problem) : []
}

const tooManySigns = 'has more than 50000 lines, list items and signs such as * and ['
const tooManyInOne = 'has more than 5000 lines and signs such as * and [ in one paragraph'
const tooManyCells = 'makes more than 50000 cells of tables in the article: its longest row times its rows'

test.each<[string, string, string]>([
  ['tildes', '~~a '.repeat(3000), tooManyInOne],
  ['signs of addresses', 'a@b.c '.repeat(6000), tooManyInOne],
  ['beginnings of addresses', 'www.'.repeat(6000), tooManyInOne],
  ['addresses', 'a@b.example\n\n'.repeat(12_000), tooManySigns],
  ['bars', '|a'.repeat(50_001), tooManySigns],
  [
    'short rows of a wide table',
    `|${'a|'.repeat(400)}\n|${'-|'.repeat(400)}\n${'|a|\n'.repeat(400)}`,
    tooManyCells,
  ],
  [
    'blocks of colons in others',
    `${':::note\n'.repeat(40)}${':::\n'.repeat(40)}`,
    'is nested more than 32 deep',
  ],
  ['footnotes', 'a[^1]\n\n[^1]: b\n\n'.repeat(4000), 'has too many footnotes: 3536'],
  ['open tags', '<a '.repeat(20_000), tooManySigns],
  ['open components', '<Foo a={'.repeat(20_000), tooManySigns],
  ['items', '- a\n'.repeat(20_000), tooManySigns],
])('a Markdown file of too many %s is refused by name', (_name, body, problem) => {
  expect(inMarkdown(body)).toEqual([problem])
})

test.each<[string, string]>([
  ['open shortcodes', '{{< a '],
  ['shortcodes with an open quote', '{{< a "'],
  ['open comments', '{/* a '],
  ['open raw text', '{% raw %} '],
  ['open components', '<Foo a="b" '],
  ['open braces', '<Foo a={'],
  ['open blocks', '<div>'],
  ['open marks', '<p><b>'],
  ['open drawings', '<svg><g>'],
  ['dollars', '$a '],
  ['closed blocks of colons', '\n:::note\na\n:::\n'],
])('a thousand %s are read', (_name, text) => {
  expect(inMarkdown(text.repeat(1000))).toEqual([])
})

test('tables of JSON have at most 50,000 cells, those that short rows leave out among them', () => {
  const rows = Array.from({ length: 400 }, () => ['a'])
  const table = { type: 'table', header: Array.from({ length: 400 }, () => 'a'), rows }
  expect(faultsOf(around(JSON.stringify(table)))).toMatchObject([
    { problem: tooManyCells, path: 'sections[0].paragraphs[0]' },
  ])
  expect(faultsOf(around(JSON.stringify({ ...table, rows: rows.slice(0, 100) })))).toEqual([])
})
