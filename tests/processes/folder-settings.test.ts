import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { once, save, serveFolder, until } from '../support/folder.ts'
import { folderOf, maqal } from '../support/process.ts'

const bare = JSON.stringify({
  title: 'T',
  sections: [
    { paragraphs: ['This is a text in English, which is long enough to tell what it is written in.'] },
  ],
})
const told = JSON.stringify({ ...JSON.parse(bare), outlet: 'Own', language: 'ar' })

const json = async (folder: string, path: string) =>
  (await (await serveFolder(folder, once)).app.inject(path)).json()

test('what files do not say, maqal.yaml says; what they say goes before it', async () => {
  const folder = folderOf({
    'maqal.yaml': 'defaults:\n  outlet: The Outlet\n  language: fr\n  rubric: News\n  tags: [one]\n',
    'a.json': bare,
    'b.json': told,
  })
  expect((await json(folder, '/articles?sort=title&fields=id,outlet,language,rubric,tags')).items).toEqual([
    { id: 'a', outlet: 'The Outlet', language: 'fr', rubric: 'News', tags: ['one'] },
    { id: 'b', outlet: 'Own', language: 'ar', rubric: 'News', tags: ['one'] },
  ])
})

test('where nothing says them, the outlet is the name of the folder and the language is guessed: told once', async () => {
  const folder = folderOf({
    'blog/a.json': bare,
    'blog/b.json': bare,
    'blog/c.json': told.replace('"ar"', '"en"'),
  })
  const { code, out } = await maqal(['check', 'blog'], { cwd: folder })
  expect(code).toBe(0)
  expect(out.match(/no outlet|no language/g)).toEqual(['no outlet', 'no language'])
  expect(out).toContain(
    '2 files name no outlet: "blog" for 2 is taken  write "defaults: { outlet: … }" in maqal.yaml',
  )
  expect(out).toContain('2 files name no language: "en" for 2 is guessed from the text')
  expect(await json(join(folder, 'blog'), '/articles/a?fields=outlet,language')).toEqual({
    outlet: 'blog',
    language: 'en',
  })
  const named = await maqal(['check', 'blog', '--outlet', 'X', '--language=en'], { cwd: folder })
  expect(named.out).toBe('3 files, 3 articles, 0 faults, 0 warnings\n')
  expect((await maqal(['check', 'blog', '--strict'], { cwd: folder })).code).toBe(1)
})

test.each([
  ['exclude: [drafts, "*.old.json"]', ['a']],
  ['exclude: /drafts/', ['a', 'c-old', 'd']],
  ['include: drafts/**', ['d', 'e']],
  ['include: ["a.*"]\nexclude: x', ['a']],
])('maqal.yaml %j', async (yaml, ids) => {
  const folder = folderOf({
    'maqal.yaml': yaml,
    'a.json': bare,
    'drafts/d.json': bare,
    'drafts/e.json': bare,
    'x/drafts/d.json': bare.replace('"T"', '"X"'),
    'c.old.json': bare,
    'README.md': '# Of the folder',
    '_template.json': '{',
    '_layouts/x.json': '{',
  })
  const { items } = await json(folder, '/articles?fields=id')
  const found = (items as { id: string }[]).map(({ id }) => id).toSorted()
  expect(found).toEqual(ids)
})

test.each([
  [
    'defaults: { languag: en }',
    'maqal.yaml:1:13  defaults.languag  unknown key "languag"  did you mean "language"?',
  ],
  ['x: 1\ntimeZone: Asia/Riyad', 'maqal.yaml:2:1  timeZone  is no time zone  did you mean "Asia/Riyadh"?'],
  ['exclude: ["../x"]', 'maqal.yaml:1:11  exclude[0]  leads out of the folder'],
  ['exclude: ["*a*b*c*d"]', 'maqal.yaml:1:11  exclude[0]  has more than 3 wildcards in a name'],
  ['- a', 'maqal.yaml:1:1  the file is not made of keys'],
])('a bad maqal.yaml is a fault, and nothing is served: %j', async (yaml, fault) => {
  const cwd = folderOf({ 'maqal.yaml': yaml, 'a.json': told })
  const { code, out } = await maqal(['check', '.'], { cwd })
  expect([code, out]).toEqual([1, expect.stringContaining(fault)])
})

test('a change of maqal.yaml is a change of all files; a bad one leaves all as it was', async () => {
  const folder = folderOf({
    'maqal.yaml': 'defaults: { outlet: One, language: en }',
    'a.json': bare,
    'b.json': bare,
  })
  const { app, faults } = await serveFolder(folder, 20)
  const outlets = async () =>
    (await app.inject('/outlets')).json<{ items: { name: string }[] }>().items.map(({ name }) => name)
  expect(await outlets()).toEqual(['One'])
  save(folder, 'maqal.yaml', 'defaults: { outlet: Two, language: en }\nexclude: b.json')
  await until(async () => (await outlets())[0] === 'Two')
  await until(async () => (await app.inject('/articles/b')).statusCode === 404)
  save(folder, 'maqal.yaml', 'defaults: { outlet: Three')
  await until(() => faults().length > 0)
  expect(faults()[0]).toMatch(/^maqal\.yaml:1:/)
  expect(await outlets()).toEqual(['Two'])
  rmSync(join(folder, 'maqal.yaml'))
  await until(async () => (await app.inject('/articles/b')).statusCode === 200)
  expect(faults()).toEqual([])
})
