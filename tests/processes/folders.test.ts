import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { once, save, serveFolder, until } from '../support/folder.ts'
import { folderOf, maqal } from '../support/process.ts'

const text = 'This is a text in English, which is long enough to tell the language that it is written in.'

const idsIn = async (folder: string, interval = once) => {
  const { app } = await serveFolder(folder, interval)
  return async () =>
    (await app.inject('/articles?fields=id&limit=100'))
      .json<{ items: { id: string }[] }>()
      .items.map(({ id }) => id)
      .toSorted()
}

const named = (...files: string[]) =>
  folderOf(Object.fromEntries(files.map((file) => [file, `${text} ${file}`])))

test.each([
  [
    ['2024-01-02-a.md', '01-b.md', '1. c.md', '10-tips.md'],
    ['10-tips', 'a', 'b', 'c'],
  ],
  [
    ['a/index.md', 'b/_index.md', 'index.md'],
    ['a', 'b', 'index'],
  ],
  [
    ['en/a.md', 'fr/a.md', 'b.md'],
    ['b', 'en-a', 'fr-a'],
  ],
  [
    ['x/en/a.md', 'y/en/a.md', 'a.md'],
    ['a', 'x-en-a', 'y-en-a'],
  ],
  [
    ['2013-01-01-a.md', '2014-01-01-a.md'],
    ['2013-01-01-a', '2014-01-01-a'],
  ],
  [
    ['a.md', 'a.ar.md'],
    ['a', 'a-ar'],
  ],
  [
    ['a.en.md', 'a.ar.md', 'b.fr.markdown'],
    ['a-ar', 'a-en', 'b'],
  ],
  [
    ['a.md', 'a/index.md'],
    ['a', 'a-index'],
  ],
  [
    ['2015-7-1-a.md', '2016-10-1-a.md'],
    ['2015-7-1-a', '2016-10-1-a'],
  ],
  [['_posts/2024-01-02-a.md', '_drafts/b.md', '_c.md', 'README.md', 'node_modules/d.md'], ['a']],
])('ids of %j', async (files, ids) => {
  expect(await (await idsIn(named(...files)))()).toEqual(ids)
})

test('ids follow the files that come and go', async () => {
  const folder = named('en/a.md', 'fr/b.md')
  const ids = await idsIn(folder, 20)
  expect(await ids()).toEqual(['a', 'b'])
  save(folder, 'a.md', `${text} moved`)
  renameSync(join(folder, 'a.md'), join(folder, 'fr/a.md'))
  await until(async () => (await ids()).join() === 'b,en-a,fr-a')
  rmSync(join(folder, 'en/a.md'))
  await until(async () => (await ids()).join() === 'a,b')
})

const article = async (file: string, content: string, given: string[] = []) => {
  const folder = folderOf({ [`posts/${file}`]: content })
  const { out } = await maqal(['check', 'posts', '--outlet=O', ...given], { cwd: folder })
  const { app } = await serveFolder(join(folder, 'posts'), once)
  const { items } = (await app.inject('/articles?include=sections')).json<{
    items: Record<string, unknown>[]
  }>()
  return { ...items[0], warnings: out.match(/^.*\(warning\)$/gm) ?? [], out }
}

test.each([
  ['YAML', `---\ntitle: T\ndate: 2024-01-02 10:00:00 +0100\ndescription: D\n---\n${text}\n`],
  ['YAML that ends in dots', `---\ntitle: T\npubDate: Jan 2, 2024 10:00 +0100\nexcerpt: D\n...\n${text}\n`],
  ['TOML', `+++\ntitle = "T"\ndate = 2024-01-02T10:00:00+01:00\ndescription = "D"\n+++\n${text}\n`],
  ['JSON', `{\n"title": "T", "published_at": "2024-01-02T10:00:00+01:00",\n"summary": "D"\n}\n${text}\n`],
])('front matter in %s', async (_, content) => {
  expect(await article('a.md', content)).toMatchObject({
    title: 'T',
    datePublished: '2024-01-02T10:00:00+01:00',
    summary: 'D',
    meta: {},
    language: 'en',
  })
})

test('synonyms, and what has no place', async () => {
  const front = `title: 1984
slug: /the/slug/
lang: en_GB
categories: [One, Two]
author: { name: Jane, bio: B }
keywords: a, b
cover: { image: /i.png, relative: true }
lastmod: 2024/1/2
permalink: /x/
layout: post
titel: x
zip: 007
nested: { a: [1, { b: null }] }
`
  const found = await article('a.mdx', `---\n${front}---\n${text}\n`)
  expect(found).toMatchObject({
    id: 'the-slug',
    title: '1984',
    language: 'en-GB',
    rubric: 'One',
    authors: [{ name: 'Jane', url: null }],
    tags: ['a', 'b'],
    image: { url: '/i.png' },
    dateModified: '2024-01-02',
    url: null,
    meta: {
      categories: ['One', 'Two'],
      author: { name: 'Jane', bio: 'B' },
      permalink: '/x/',
      layout: 'post',
      titel: 'x',
      zip: '007',
      nested: { a: [1, { b: null }] },
    },
  })
  expect(found.warnings.join('\n')).toMatch(
    /a\.mdx:12:1 {2}titel {2}is no key of maqal, and is kept in "meta" {2}did you mean "title"\?/,
  )
  const { out } = await article('a.mdx', `---\n${front}---\n${text}\n`, ['--strict'])
  expect(out).toContain('unknown key "lang"')
  const ours = `---\n$schema: ./article.schema.json\n${front}---\n${text}\n`
  expect((await article('a.md', ours)).out).toContain('unknown key "lang"')
})

test.each([
  ['the first heading', 'a.md', `# A title\n\n${text}\n\n## Part\n\nx\n`, 'A title', [null, 'Part']],
  ['a heading after text', 'a.md', `${text}\n\n# A title\n\nx\n`, 'A title', [null]],
  [
    'the name of the file',
    '2024-01-02-my-first_post.md',
    `${text}\n\n## Part\n\nx\n`,
    'My first post',
    [null, 'Part'],
  ],
  [
    'several titles',
    'a.md',
    `# One\n\n${text}\n\n# Two\n\nx\n\n## Three\n\ny\n`,
    'One',
    [null, 'Two', 'Three'],
  ],
])('a title from %s', async (_, file, content, title, headings) => {
  const found = await article(file, content)
  expect(found).toMatchObject({ title, sections: headings.map((heading) => ({ heading })) })
})

test('times without an offset are in the time zone of the folder; a name has a date', async () => {
  const folder = folderOf({
    'maqal.yaml': 'timeZone: Europe/Berlin\n',
    'a.md': `---\ndate: 2024-07-02 10:00\n---\n${text}`,
    '2024-01-02-b.md': text,
  })
  const { app } = await serveFolder(folder, once)
  const { items } = (await app.inject('/articles?fields=datePublished')).json<{ items: unknown[] }>()
  expect(items).toEqual([{ datePublished: '2024-07-02T10:00:00+02:00' }, { datePublished: '2024-01-02' }])
})

test('faults of a text are warnings, and nothing is lost', async () => {
  const long = 'long '.repeat(120).trim()
  const content = `# T\n\n##\n\n## One {#A_b}\n\n![two\nlines](https://e.org/a.png){width=50%}\n\n![${long}](https://e.org/b.png)\n\n${text}\u0007 {x=y}\n`
  const found = await article('a.md', content)
  expect(found).toMatchObject({
    sections: [
      {
        id: 'a-b',
        heading: 'One',
        paragraphs: [{ image: { alt: 'two lines', width: null } }, { image: { caption: long } }, { text }],
      },
    ],
  })
  const warnings = found.warnings.join('\n')
  for (const said of [
    'heading without text',
    'read as "a-b"',
    '"50%"',
    'U+0007',
    'unknown attribute "x": "y"',
  ])
    expect(warnings).toContain(said)
  expect((await article('a.md', content, ['--strict'])).out).toMatch(/\d+ faults/)
})

test('a bad file is left out, and the rest is served; data is passed over', async () => {
  const folder = folderOf({
    'a.md': text,
    'b.md': '---\ntitle: [\n---\n',
    'c.md': '',
    'd.json': '{ "name": "d" }',
  })
  const { app, faults } = await serveFolder(folder, once)
  expect((await app.inject('/articles/a')).statusCode).toBe(200)
  expect(faults().map((fault) => fault.split(':')[0])).toEqual(['b.md', 'c.md'])
  const { out, code } = await maqal(['check', folder])
  expect([code, out]).toEqual([1, expect.stringContaining('1 of data (.json without "sections")')])
  expect((await maqal(['serve', folder, '--strict'])).code).toBe(1)
})

test('the language of a folder is that of its short texts', async () => {
  const folder = folderOf({ 'de/a.md': 'Kurz.', 'it/b.md': `${text} `.repeat(20), 'sv/c.md': `${text} ` })
  const { app } = await serveFolder(folder, once)
  const { items } = (await app.inject('/articles?sort=title&fields=language')).json<{ items: unknown[] }>()
  expect(items).toEqual([{ language: 'de' }, { language: 'en' }, { language: 'sv' }])
})

test('one id in one folder, as Hugo has it, is made of the names of the files', async () => {
  const front = '---\nslug: same\n---\n'
  const folder = folderOf({
    'p/one.md': front + text,
    'p/two.md': front + text,
    'q/three.md': '---\nslug: other\n---\nx',
  })
  expect(await (await idsIn(folder))()).toEqual(['one', 'other', 'two'])
})
