import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { ArticleFile } from '../src/article/file.ts'
import { contentOf, fixture, importing, importingText } from './support/importing.ts'
import { folderOf, maqalImport } from './support/process.ts'

test('the Arabic article is the very content of the sample, ids apart', async () => {
  const { article, notes } = await importing(resolve('tests/fixtures/article-ar.txt'))
  const sample = JSON.parse(readFileSync('data/qatar-irgc-normalisation.json', 'utf8')) as ArticleFile
  expect(contentOf(article)).toEqual(contentOf(sample))
  expect(notes).toEqual(['guessed from its letters that the language is ar: say otherwise with --language'])
})

test('English: what is printed, lines joined, a question taken for a paragraph', async () => {
  const { out, article } = await importing(fixture('report-en.txt'), '--language', 'en')
  expect(out).toBe(`FOLDER/the-harbour-that-would-not-close.json

  title       The Harbour That Would Not Close
  outlet      The Coastal Post
  rubric      Long reads
  language    en
  headings    A morning crossing
              What comes next
  paragraphs  6

Look these over:
- took “Why now?” for a paragraph: it is short, as a heading is, but ends in ?
- joined 3 lines into the paragraph “The council set out its reasons in March, in a paper of nine…”
`)
  expect(article.sections[1]?.paragraphs.slice(0, 2)).toEqual([
    '"We sell eleven tickets on a good day," says Maria Holt, who has kept the office since 1984.',
    'Her ledger, in green ink, says the same.',
  ])
})

test.each([
  ['report-he.txt', 'he', 'כתבות', 'חדשות החוף', [null, 'בוקר אחד', 'מה הלאה']],
  ['report-zh.txt', 'zh', '深度报道', '海岸日报', [null, '清晨的航程', '接下来']],
])('%s', async (name, language, rubric, outlet, headings) => {
  const { article } = await importing(fixture(name))
  expect([article.language, article.rubric, article.outlet]).toEqual([language, rubric, outlet])
  expect(article.sections.map(({ heading }) => heading ?? null)).toEqual(headings)
})

test.each<[string, string, string[]]>([
  [
    'T\n\nOutlet\n\nThis is a sentence.',
    'took the one short line after the title, “Outlet”, for the outlet: say otherwise with --outlet',
    ['--language', 'en'],
  ],
  [
    'T\n\nR\n\nO\n\nA sentence.\n\nShort',
    'took the last line, “Short”, for a paragraph: it is short, as a heading is',
    ['--language', 'en'],
  ],
  ['T\n\nR\n\nO\n\nA.\n\nOne\n\nTwo\n\nB.', 'the heading “One” has nothing under it', ['--language', 'en']],
  [
    '岛\n\n报\n\n渡轮仍在六点出发，尽管售票处没有人知道谁会上船，也没有人知道\n为什么要在六点出发，而不是在别的时候出发，这已经是四十年来的\n惯例。',
    'joined 3 lines into the paragraph “渡轮仍在六点出发，尽管售票处没有人知道谁会上船，也没有人知道”',
    [],
  ],
])('%j: %s', async (written, note, argv) => {
  expect((await importingText('a.txt', written, '--id', 'a', ...argv)).notes).toContain(note)
})

test('lines of Chinese are joined without a space', async () => {
  const written = '岛\n\n报\n\n渡轮仍在六点出发，尽管售票处没有人知道\n为什么要在六点出发，而不是别的时候。'
  const { article } = await importingText('a.txt', written, '--id', 'a')
  expect(article.sections[0]?.paragraphs).toEqual([
    '渡轮仍在六点出发，尽管售票处没有人知道为什么要在六点出发，而不是别的时候。',
  ])
})

test.each([
  ['a byte order mark', Buffer.from('\uFEFFT\n\nO\n\nAn é.')],
  ['UTF-16, little end first', Buffer.from('\uFEFFT\n\nO\n\nAn é.', 'utf16le')],
  ['UTF-16, big end first', Buffer.from('\uFEFFT\n\nO\n\nAn é.', 'utf16le').swap16()],
  ['the line ends of Windows', Buffer.from('T\r\n\r\nO\r\n\r\nAn é.\r\n')],
  ['an accent on its own', Buffer.from('T\n\nO\n\n\u00A0An e\u0301.\u00A0')],
])('%s', async (_, bytes) => {
  const { article } = await importingText('a.txt', bytes, '--language', 'en')
  expect(contentOf(article)).toEqual({
    title: 'T',
    rubric: null,
    outlet: 'O',
    language: 'en',
    sections: [{ heading: null, paragraphs: ['An é.'] }],
  })
})

test.each([
  ['lines', 'A line.\n'.repeat(100_000), /has 10000\d items in its lists; the most is 25000/],
  ['lines broken at a width', 'a line that goes on and\n'.repeat(60_000), /^$/],
])('a text with one block of %s is read, or refused by name', async (_, block, refusal) => {
  const written = `T\n\nO\n\n${block}`
  const folder = folderOf({ 'a.txt': written })
  const { err } = await maqalImport(['a.txt', '--language', 'en', '--id', 'a', '--out', 'a.json'], {
    cwd: folder,
  })
  expect(err).toMatch(refusal)
  expect(existsSync(join(folder, 'a.json'))).toBe(err === '')
})
