import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, maqal } from '../support/process.ts'

const page = (title: string) =>
  `<html lang="en"><head><title>${title}</title><meta property="og:site_name" content="S"></head><body><article><h1>${title}</h1><p>${'Some words of a text that is long enough. '.repeat(20)}</p><script>x</script></article></body></html>`

const documents = () =>
  folderOf({
    'd.md': '---\ntitle: M\noutlet: O\nlanguage: en\n---\ntext\n',
    'e.md': 'no title',
    'site/a.html': page('One'),
    'site/sub/b.html': page('Two'),
    'site/sub/c.html': page('One'),
    'site/sub/.d.html': page('Hidden'),
    'site/notes.pdf': '',
  })

const lines = `d.md → posts/m.json
e.md is not imported: The document does not say its title: add --title; The document does not say its outlet: add --outlet; The document does not say its language: add --language
site/a.html → posts/one.json
site/sub/b.html → posts/two.json
site/sub/c.html is not imported: posts/one.json was made of another document with the same title

Look these over:
      2  in 2 documents, first site/a.html: left out 1 script
`

test('maqal import of files and folders: one line each, notes by kind, and exit 1 where one fails', async () => {
  const cwd = documents()
  const argv = ['import', 'd.md', 'e.md', 'site/', '--out', 'posts/']
  expect(await maqal([...argv, '--dry-run'], { cwd })).toEqual({
    code: 1,
    out: `${lines}\n3 documents would be imported, 2 not\n`,
    err: '',
  })
  expect(existsSync(join(cwd, 'posts'))).toBe(false)
  expect(await maqal(argv, { cwd })).toEqual({
    code: 1,
    out: `${lines}\n3 documents imported, 2 not\n`,
    err: '',
  })
  expect(readdirSync(join(cwd, 'posts')).toSorted()).toEqual(['m.json', 'one.json', 'two.json'])
  const before = readFileSync(join(cwd, 'posts/two.json'), 'utf8')
  const again = await maqal(['import', 'site/sub/b.html', 'd.md', '--out=posts', '--outlet=X'], { cwd })
  expect(again.code).toBe(1)
  expect(again.out).toContain('posts/two.json is there already')
  expect(readFileSync(join(cwd, 'posts/two.json'), 'utf8')).toBe(before)
  const forced = await maqal(['import', 'site/sub/b.html', 'd.md', '--out=posts', '--outlet=X', '--force'], {
    cwd,
  })
  expect(forced).toMatchObject({ code: 0, out: expect.stringContaining('2 documents imported, 0 not') })
  expect(JSON.parse(readFileSync(join(cwd, 'posts/two.json'), 'utf8'))).toMatchObject({ outlet: 'X' })
})

test.each([
  [['import', 'site', '--id=x'], '--id is for one document: name one\n'],
  [['import', 'empty'], 'There is no document in empty: documents are '],
  [['import'], 'maqal import takes files, folders, or - for standard input\n'],
])('maqal %j', async (argv, message) => {
  const cwd = folderOf({ 'site/a.html': page('One'), 'empty/x.pdf': '' })
  expect(await maqal(argv, { cwd })).toMatchObject({ code: 1, err: expect.stringContaining(message) })
})
