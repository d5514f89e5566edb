import { symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFolder } from '../src/folder/folder.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { sources } from '../src/sources/sources.ts'
import { strictly } from '../src/sources/source.ts'
import { folderOf } from './support/process.ts'

/** What a folder gives: the files that are served with their articles' ids, and the faults of those that are not. */
const read = async (folder: string) => {
  const library = openSqliteLibrary()
  const opened = await openFolder({ folder, sources, shelf: library, given: { isStrict: true } })
  await opened.look()
  const files = await library.files()
  return {
    files: files.map(({ file, article }) => `${file}: ${article}`),
    faults: opened.faults().map(formatFault),
  }
}

const faultsOf = async (content: string | Buffer) => (await read(folderOf({ 'a.json': content }))).faults

const head = '{\n  "title": "T",\n  "outlet": "O",\n  "language": "en",\n  '
const sections = '"sections": [{ "paragraphs": ["x"] }]'
const many = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test.each([
  [
    '{',
    'a.json:1:2  is not JSON: close brace expected  a frequent cause is a comma or quote too many or too few just before',
  ],
  [
    '{\n "title": "T",\n}',
    'a.json:3:1  is not JSON: property name expected  a frequent cause is a comma or quote too many or too few just before',
  ],
  [
    '',
    'a.json:1:1  is not JSON: value expected  a frequent cause is a comma or quote too many or too few just before',
  ],
  ['[]', 'a.json:1:1  is array  write an object'],
  [
    `${head}"headng": "x", ${sections} }`,
    'a.json:5:3  headng  unknown key "headng"  the keys here are $schema, id, title, outlet, rubric, language, direction, summary, image, authors, tags, url, aliases, translationOf, translationKey, datePublished, dateModified, draft, expires, meta, sections, notes',
  ],
  [
    `${head}"sections": [\n { "headng": "x", "paragraphs": ["x"] }] }`,
    'a.json:6:4  sections[0].headng  unknown key "headng"  did you mean "heading"? the keys here are id, level, heading, headingMarks, aliases, paragraphs',
  ],
  [`${head}"title": "again", ${sections} }`, 'a.json:5:3  title  is written twice  keep one of the two'],
  [`${head}"tags": "x", ${sections} }`, 'a.json:5:3  tags  is string  write an array'],
  [
    `${head}"sections": [{ "paragraphs": [{ "text": 3 }] }] }`,
    'a.json:5:35  sections[0].paragraphs[0].text  is number  write a string',
  ],
  [
    `${head}"sections": [{ "paragraphs": ["a\\u0000b"] }] }`,
    'a.json:5:33  sections[0].paragraphs[0]  holds the control character U+0000  remove it',
  ],
  [
    `${head}"sections": [{ "paragraphs": ["\\ud800"] }] }`,
    'a.json:5:33  sections[0].paragraphs[0]  holds half of a surrogate pair  write the whole character',
  ],
  [
    `${head}"sections": [{ "paragraphs": [" \\u00a0 "] }] }`,
    'a.json:5:33  sections[0].paragraphs[0]  is blank  write some text',
  ],
  [
    `${head}"sections": [{ "paragraphs": ["a\\n\\nb"] }] }`,
    'a.json:5:33  sections[0].paragraphs[0]  holds a blank line  make two paragraphs of it',
  ],
  [
    `${head}"sections": [{ "paragraphs": ["x"] }, { "paragraphs": ["y"] }] }`,
    'a.json:5:41  sections[1]  has no heading  only the first section may have none: give it one, or join it to the one before',
  ],
  [
    `${head}"sections": [{ "id": "a", "paragraphs": ["x", { "id": "a", "text": "y" }] }] }`,
    'a.json:5:51  sections[0].paragraphs[1].id  the id "a" is also at sections[0].id  give each section, paragraph and note its own',
  ],
  [
    `${head}"sections": [{ "id": "12", "paragraphs": ["x"] }] }`,
    'a.json:5:18  sections[0].id  is a number, which stands for a position  add a letter',
  ],
  [
    `${head}"id": "Ähm", ${sections} }`,
    'a.json:5:3  id  is not an id  use lowercase letters, digits and single hyphens, as in "secret-visit"',
  ],
  [
    `${head}"url": "javascript:x", ${sections} }`,
    'a.json:5:3  url  is not a web address  use one that begins with https://',
  ],
  [
    `${head}"datePublished": "31/5/2024", ${sections} }`,
    'a.json:5:3  datePublished  is not a date  use 2024-05-31 or 2024-05-31T09:30:00Z',
  ],
  [
    `${head}"summary": null, "rubric": "${'x'.repeat(501)}", ${sections} }`,
    'a.json:5:20  rubric  is longer than 500 characters  shorten it',
  ],
  [`{ "x": ${many(100_000)} }`, 'a.json:1:1  is nested more than 32 deep  an article is 6 deep at most'],
])('a file of %j', async (content, message) => {
  expect(await faultsOf(content)).toEqual([message])
})

test('every fault of a file is told at once', async () => {
  expect(await faultsOf('{ "title": "", "language": "xx-", "sections": [] }')).toEqual([
    'a.json:1:3  title  is blank  write some text',
    'a.json:1:1  outlet  is missing  add a string',
    'a.json:1:16  language  is not a language tag  use BCP 47, as in "ar", "en-GB" or "zh-Hant"',
  ])
})

const good = `${head}${sections} }`

test('a file that is not UTF-8', async () => {
  expect(await faultsOf(Buffer.from(good, 'utf16le'))).toEqual(['a.json  is UTF-16  save it as UTF-8'])
  expect(await faultsOf(Buffer.from('{"title":"é"}', 'latin1'))).toEqual([
    'a.json  is not UTF-8  save it as UTF-8',
  ])
})

test('a file with a byte order mark is read', async () => {
  expect(await faultsOf(`\uFEFF${good}`)).toEqual([])
})

test('a file over 5 MB', async () => {
  const folder = folderOf({ 'a.json': '' })
  truncateSync(join(folder, 'a.json'), 40_000_000)
  expect((await read(folder)).faults).toEqual([
    'a.json  has 40000000 bytes  the most is 5000000: split the article',
  ])
})

test('a Markdown file over 1.5 MB, read or not', async () => {
  const hint = 'a Markdown file has at most 1500000: split it, or write it as JSON'
  const folder = folderOf({ 'a.md': '' })
  truncateSync(join(folder, 'a.md'), 1_500_001)
  expect((await read(folder)).faults).toEqual([`a.md  has 1500001 bytes  ${hint}`])
  const reading = markdown.read('é'.repeat(750_001), 'a.md', strictly('a'))
  expect('faults' in reading && reading.faults.map(formatFault)).toEqual([`a.md  has 1500002 bytes  ${hint}`])
})

test('a link is read if it stays in the folder, refused if it leads out', async () => {
  const outside = folderOf({ 'secret.json': good })
  const folder = folderOf({ 'a.json': good })
  symlinkSync(join(folder, 'a.json'), join(folder, 'b.json'))
  symlinkSync(join(outside, 'secret.json'), join(folder, 'out.json'))
  symlinkSync('/nowhere', join(folder, 'broken.json'))
  const { files, faults } = await read(folder)
  expect(files).toEqual(['a.json: a', 'b.json: b'])
  expect(faults).toEqual([
    'broken.json  is a link to /nowhere, which does not exist  put it there, or remove the link',
    'out.json  is a link that leads out of the folder  put the file itself there',
  ])
})

test('two files with one id are both named', async () => {
  const folder = folderOf({ 'a.json': good, 'sub/a.json': good.replace('{', '{ "id": "a",') })
  expect((await read(folder)).faults).toEqual([
    'sub/a.json  has the id "a", as has a.json  give each article its own id',
  ])
})

test('files in subfolders are read; hidden ones and other types are not', async () => {
  const folder = folderOf({
    'sub/deep/x.json': good,
    '.hidden.json': '{',
    '.git/y.json': '{',
    'notes.pdf': '',
  })
  const { files, faults } = await read(folder)
  expect([files, faults]).toEqual([['sub/deep/x.json: x'], []])
})
