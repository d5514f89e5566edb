import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { articleText } from '../support/folder.ts'
import { folderOf, maqal } from '../support/process.ts'

test('maqal check of the sample folder finds nothing', async () => {
  expect(await maqal(['check'])).toEqual({
    code: 0,
    out: '1 file, 1 article, 0 faults, 0 warnings\n',
    err: '',
  })
})

const faulty = () =>
  folderOf({
    'a.json': '{ "title": 1 }',
    'b.json': articleText('x \u202E y'),
    'c/d.json': articleText('z', 'b'),
    'e.md': '---\ntitle: T\noutlet: O\nlanguage: en\n---\n\n<u>a</u>\n',
  })

test('maqal check names each fault and warning, and exits with 1', async () => {
  const { code, out, err } = await maqal(['check', '.', '--strict'], { cwd: faulty() })
  const lines = out.trim().split('\n')
  expect([code, err]).toEqual([1, ''])
  expect(lines.slice(0, 5)).toEqual([
    'a.json:1:3  title  is number  write a string',
    'a.json:1:1  outlet  is missing  add a string',
    'a.json:1:1  language  is missing  add a string',
    'a.json:1:1  sections  is missing  add an array',
    'c/d.json  has the id "b", as has b.json  give each article its own id',
  ])
  expect(lines[5]).toBe(
    'b.json:1:13  holds a right-to-left override (U+202E)  remove it, if it was not meant  (warning)',
  )
  expect(lines.find((line) => line.startsWith('e.md:7:1'))).toMatch(/\(warning\)$/)
  expect(lines.at(-1)).toMatch(/^4 files, 2 articles, 5 faults, \d+ warnings$/)
})

test('maqal check --json', async () => {
  const { code, out } = await maqal(['check', '--json', '--strict', faulty()])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ files: 4, articles: 2, faults: { length: 5 } })
})

test.each([
  [['check', '/nowhere'], 'There is no folder /nowhere\n'],
  [['check', 'a', 'b'], 'maqal check takes one folder\n'],
])('maqal %j', async (argv, message) => {
  expect(await maqal(argv)).toEqual({ code: 1, out: '', err: message })
})

test('maqal schema prints what /schemas/article.json answers, and the sample fits its keys', async () => {
  const { code, out } = await maqal(['schema'])
  const schema = JSON.parse(out) as { $schema: string; properties: object; required: string[] }
  expect([code, schema.$schema]).toEqual([0, 'https://json-schema.org/draft/2020-12/schema'])
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(['title', 'outlet', 'sections', '$schema']),
  )
  expect(schema.required).toEqual(['title', 'outlet', 'language', 'sections'])
})

test('maqal check tells in one line what is not served now', async () => {
  const front = (said: string) => `---\ntitle: T\noutlet: O\nlanguage: en\n${said}\n---\n\nA text.\n`
  const folder = folderOf({
    'a.md': front('draft: true'),
    'b.md': front('published: false'),
    'c.md': front('expires: 2020-01-01'),
    'd.md': front('datePublished: 2999-01-01'),
    'e.md': front('datePublished: 2020-01-01'),
  })
  const { code, out } = await maqal(['check', folder])
  expect([code, out.split('\n').slice(-3, -1)]).toEqual([
    0,
    ['not served now: 2 drafts, 1 expired, 1 to come', '5 files, 5 articles, 0 faults, 1 warning'],
  ])
})

test('maqal check tells what it passes over, and why a folder has no article', async () => {
  const folder = folderOf({
    'a.json': articleText('a'),
    'b.png': '',
    'x/c.PNG': '',
    LICENSE: '',
    '.d.json': '{',
  })
  expect((await maqal(['check', folder])).out).toBe(
    'passed over, as files of other types: 2 .png, 1 without extension\n1 file, 1 article, 0 faults, 0 warnings\n',
  )
  const { out } = await maqal(['check', '--json', folder])
  expect(JSON.parse(out)).toMatchObject({ passedOver: { '.png': 2, '': 1 } })
  const cwd = folderOf({ 'texts/a.txt': '', 'texts/node_modules/b.json': '{' })
  expect(await maqal(['check', 'texts'], { cwd })).toEqual({
    code: 0,
    out: `There is no article in texts: articles are .json and .md files; names that begin with a dot, and node_modules, are passed over
passed over, as files of other types: 1 .txt
0 files, 0 articles, 0 faults, 0 warnings
`,
    err: '',
  })
})

test('names and keys with control characters do nothing to a terminal or a log', async () => {
  const folder = folderOf({
    'a\u001B[2J\nb.json': '{',
    'c.json': articleText('c').replace('{', '{"k\u202Ey\\u001B": 1, '),
    'x.t\u001By': '',
  })
  symlinkSync('none\u009B', join(folder, 'd\u200B.json'))
  const { out } = await maqal(['check', '.', '--strict'], { cwd: folder })
  expect(out).toMatch(/^a\\u\{001B\}\[2J\\u\{000A\}b\.json:1:2 {2}is not JSON/m)
  expect(out).toMatch(/^c\.json:1:2 {2}k\\u\{202E\}y\\u\{001B\} {2}unknown key/m)
  expect(out).toMatch(/^d\\u\{200B\}\.json {2}is a link to none\\u\{009B\}, which does not exist/m)
  expect(out).toContain('1 .t\\u{001B}y')
  expect(out).not.toMatch(/[^\P{C}\n]/u)
  expect((await maqal(['serve', folder, '--strict'])).err).not.toMatch(/[^\P{C}\n]/u)
})

test('a file that is no article is told how it is left out', async () => {
  const folder = folderOf({ 'a.json': articleText('a'), 'NOTES.md': '# Our articles\n\nHow to add one.\n' })
  const hint = 'A file that is no article, as NOTES.md may be, is left out by "exclude" in maqal.yaml\n'
  expect((await maqal(['check', folder, '--strict'])).out).toContain(hint)
  expect((await maqal(['serve', folder, '--strict'])).err).toContain(hint)
  writeFileSync(join(folder, 'maqal.yaml'), 'exclude: NOTES.md\n')
  expect(await maqal(['check', folder, '--strict'])).toMatchObject({
    code: 0,
    out: expect.not.stringContaining(hint),
  })
})
