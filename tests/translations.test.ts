import { renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import type { Article } from '../src/client/client.ts'
import { openFolder } from '../src/folder/folder.ts'
import { openSnapshot } from '../src/library/sqlite/snapshot.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { serve, stored, written } from './support/app.ts'
import { folderOf, maqalCheck } from './support/process.ts'

const textOf = (title: string, front: Record<string, string> = {}): string =>
  [
    '---',
    `title: ${title}`,
    'outlet: O',
    ...Object.entries(front).map(([key, value]) => `${key}: ${value}`),
    '---',
    `${title}.`,
    '',
  ].join('\n')

const en = textOf('Bridge', { language: 'en' })
const ar = textOf('جسر', { language: 'ar' })
const fr = textOf('Pont', { language: 'fr' })

/** A folder that is served; `look` takes in what was changed. */
const serving = async (files: Record<string, string>, settings: Record<string, string> = {}) => {
  const folder = folderOf(files)
  const library = openSqliteLibrary()
  onTestFinished(() => library.close())
  const opened = await openFolder({ folder, sources, shelf: library })
  const { warnings } = await opened.look()
  const { ask } = await serve(library, settings)
  const article = async (id: string) => (await ask(`/articles/${id}`)).json() as Article
  const look = async (...names: string[]): Promise<number> => {
    let { changed } = await opened.look(names)
    while (opened.pending().length > 0) changed += (await opened.look(names)).changed
    return changed
  }
  return {
    folder,
    ask,
    article,
    look,
    warnings,
    told: async (id: string) =>
      (await article(id)).translations.map((other) => `${other.language} ${other.id}`),
  }
}

test.each<[string, Record<string, string>, Record<string, string[]>]>([
  [
    'by the names of files',
    { 'x.en.md': textOf('Bridge'), 'x.ar.md': textOf('جسر'), 'y.ar.md': ar },
    { 'x-en': ['ar x-ar'], 'x-ar': ['en x-en'], y: [] },
  ],
  [
    'by the names of files, one of which names no language',
    { 'x.md': en, 'x.ar.md': ar, 'x.fr.md': fr },
    { x: ['ar x-ar', 'fr x-fr'], 'x-ar': ['en x', 'fr x-fr'] },
  ],
  [
    'by folders',
    { 'content/en/posts/x.md': en, 'content/ar/posts/x.md': ar, 'content/ar/x.md': ar },
    { 'posts-en-x': [], 'en-posts-x': ['ar ar-posts-x'], 'ar-posts-x': ['en en-posts-x'] },
  ],
  [
    'by folders of regions',
    {
      'zh-cn/x.md': textOf('桥', { language: 'zh-Hans' }),
      'pt_BR/x.md': textOf('Ponte', { language: 'pt-BR' }),
    },
    { 'zh-cn-x': ['pt-BR pt-br-x'] },
  ],
  [
    'by page bundles',
    { 'x/index.md': en, 'x/index.ar.md': ar },
    { 'x-ar': [expect.stringMatching('^en x') as string] },
  ],
  [
    'by a key',
    {
      'a.md': textOf('A', { language: 'en', translationKey: 'k' }),
      'b.md': textOf('B', { language: 'fr', translationKey: 'k' }),
      'c.md': textOf('C', { language: 'de', translationKey: 'other' }),
    },
    { a: ['fr b'], b: ['en a'], c: [] },
  ],
  [
    'by the id of the original, and of a translation',
    {
      'a.md': en,
      'b.md': textOf('B', { language: 'fr', translationOf: 'a' }),
      'c.md': textOf('C', { language: 'de', translationOf: 'b' }),
    },
    { a: ['de c', 'fr b'], b: ['de c', 'en a'], c: ['en a', 'fr b'] },
  ],
  [
    'by several of these',
    {
      'x.en.md': textOf('X'),
      'x.fr.md': textOf('Y', { translationKey: 'k' }),
      'z.md': textOf('Z', { language: 'de', translationKey: 'k' }),
    },
    { 'x-en': ['de z', 'fr x-fr'], z: ['en x-en', 'fr x-fr'] },
  ],
  [
    'not by a folder that is named after another language than that of the article',
    { 'it/x.md': textOf('News of computers', { language: 'en' }), 'no/x.md': ar },
    { 'it-x': [], 'no-x': [] },
  ],
  [
    'not by files of two kinds',
    {
      'a.md': en,
      'a.json': JSON.stringify({
        id: 'b',
        title: 'B',
        outlet: 'O',
        language: 'ar',
        sections: [{ paragraphs: ['B'] }],
      }),
    },
    { b: [] },
  ],
])('translations %s', async (_, files, expected) => {
  const { told, ask } = await serving(files)
  for (const [id, others] of Object.entries(expected)) {
    const { status } = await ask(`/articles/${id}`)
    expect([id, status === 404 ? [] : await told(id)]).toEqual([id, others])
  }
})

const three = { 'x.en.md': en, 'x.ar.md': ar, 'x.fr.md': textOf('Pont', { translationOf: 'x-en' }) }

test('the answers of an article, in lists as well', async () => {
  const { article, ask } = await serving(three)
  const translations = [
    { language: 'ar', direction: 'rtl', id: 'x-ar', title: 'جسر', links: { self: '/articles/x-ar' } },
    { language: 'en', direction: 'ltr', id: 'x-en', title: 'Bridge', links: { self: '/articles/x-en' } },
  ]
  const own = await article('x-fr')
  expect(own).toMatchObject({ translationOf: 'x-en', translationKey: null, translations })
  const { items } = (await ask('/articles')).json() as { items: Article[] }
  expect(items.find(({ id }) => id === 'x-fr')).toMatchObject({ translations, revision: own.revision })
  expect((await ask('/articles/x-fr?fields=translations.title,translations.links.self')).json()).toEqual({
    translations: translations.map(({ title, links }) => ({ title, links })),
  })
  const bodies = (await ask('/articles?include=sections&fields=id,translations.id')).json() as {
    items: unknown
  }
  expect(bodies.items).toContainEqual({ id: 'x-fr', translations: [{ id: 'x-ar' }, { id: 'x-en' }] })
})

test.each([
  [
    '/articles/x-en',
    '</articles/x-en>; rel="alternate"; hreflang="en", </articles/x-ar>; rel="alternate"; hreflang="ar", </articles/x-fr>; rel="alternate"; hreflang="fr"',
  ],
  [
    '/articles/x-ar.html',
    '</articles/x-ar>; rel="alternate"; hreflang="ar", </articles/x-en>; rel="alternate"; hreflang="en", </articles/x-fr>; rel="alternate"; hreflang="fr"',
  ],
  ['/articles/alone', undefined],
])('the Link header of %s', async (address, expected) => {
  const { ask } = await serving({ ...three, 'alone.md': en })
  expect((await ask(address)).headers['link']).toBe(expected)
})

test('a page names each language, itself included, by whole addresses', async () => {
  const { ask } = await serving({ ...three, 'alone.md': en }, { PUBLIC_URL: 'https://e.example/api' })
  const { text, headers } = await ask('/articles/x-ar.html')
  expect(
    [...text.matchAll(/<link rel="alternate" hreflang="(\w+)" href="([^"]+)"/g)].map(([, ...found]) => found),
  ).toEqual([
    ['ar', 'https://e.example/api/articles/x-ar'],
    ['en', 'https://e.example/api/articles/x-en'],
    ['fr', 'https://e.example/api/articles/x-fr'],
  ])
  expect(headers['link']).toContain('<https://e.example/api/articles/x-en>; rel="alternate"; hreflang="en"')
  expect((await ask('/articles/alone.html')).text).not.toContain('hreflang')
})

test('JSON-LD: the original has its translations, and a translation its original', async () => {
  const { ask } = await serving(three, { PUBLIC_URL: 'https://e.example' })
  expect((await ask('/articles/x-en.jsonld')).json()).toMatchObject({
    workTranslation: [
      { '@type': 'NewsArticle', '@id': 'https://e.example/articles/x-ar', inLanguage: 'ar', headline: 'جسر' },
      {
        '@type': 'NewsArticle',
        '@id': 'https://e.example/articles/x-fr',
        inLanguage: 'fr',
        headline: 'Pont',
      },
    ],
  })
  const { workTranslation, translationOfWork } = (await ask('/articles/x-fr.jsonld')).json() as Record<
    string,
    unknown
  >
  expect([workTranslation, translationOfWork]).toEqual([
    undefined,
    {
      '@type': 'NewsArticle',
      '@id': 'https://e.example/articles/x-en',
      inLanguage: 'en',
      headline: 'Bridge',
    },
  ])
})

test('what a file says of translations is in its Markdown', async () => {
  const { ask } = await serving({ ...three, 'k.md': textOf('K', { language: 'de', translationKey: 'key' }) })
  expect((await ask('/articles/x-fr.md')).text).toContain('\ntranslationOf: "x-en"\n')
  expect((await ask('/articles/k.md')).text).toContain('\ntranslationKey: "key"\n')
  expect((await ask('/articles/x-fr/sections/1.md')).text).not.toContain('translationOf')
})

const forms = ['', '.html', '.jsonld'].map((form) => `/articles/x-en${form}`)

test.each<[string, (folder: string) => string[], string[]]>([
  [
    'has another title',
    (folder) => (writeFileSync(join(folder, 'x.ar.md'), textOf('جسر آخر', { language: 'ar' })), ['x.ar.md']),
    ['ar x-ar', 'fr x-fr'],
  ],
  ['goes', (folder) => (unlinkSync(join(folder, 'x.ar.md')), ['x.ar.md']), ['fr x-fr']],
  [
    'comes',
    (folder) => (writeFileSync(join(folder, 'x.de.md'), textOf('Brücke')), ['x.de.md']),
    ['ar x-ar', 'de x-de', 'fr x-fr'],
  ],
  [
    'is renamed',
    (folder) => (renameSync(join(folder, 'x.ar.md'), join(folder, 'x.fa.md')), ['x.ar.md', 'x.fa.md']),
    ['fr x-fr'],
  ],
])('where a translation %s, the answers of the others are others at once', async (_, change, expected) => {
  const { ask, article, look, told, folder } = await serving(three)
  const before = await Promise.all(forms.map(async (form) => (await ask(form)).headers['etag']))
  const { revision } = await article('x-en')
  const names = change(folder)
  await look(...names)
  expect(await told('x-en')).toEqual(expected)
  const after = await Promise.all(forms.map(async (form) => (await ask(form)).headers['etag']))
  for (const [index, etag] of after.entries()) expect(etag).not.toBe(before[index])
  expect((await article('x-en')).revision).not.toBe(revision)
})

test('a text that changes leaves the answers of its translations as they are', async () => {
  const { ask, look, folder } = await serving(three)
  const etag = async () => (await ask('/articles/x-en')).headers['etag']
  const before = await etag()
  writeFileSync(join(folder, 'x.ar.md'), `${ar}\nMore.\n`)
  expect(await look('x.ar.md')).toBe(1)
  expect(await etag()).toBe(before)
})

test('a group falls apart where what connects it goes', async () => {
  const { told, look, folder } = await serving({
    'a.md': en,
    'b.md': textOf('B', { language: 'fr', translationOf: 'a', translationKey: 'k' }),
    'c.md': textOf('C', { language: 'de', translationKey: 'k' }),
  })
  expect(await told('a')).toEqual(['de c', 'fr b'])
  unlinkSync(join(folder, 'b.md'))
  await look('b.md')
  expect([await told('a'), await told('c')]).toEqual([[], []])
})

const draftOf = (draft: boolean): string =>
  JSON.stringify({
    $schema: 'https://e.example/schemas/article.json',
    title: 'مسودة',
    outlet: 'O',
    language: 'ar',
    draft,
    sections: [{ paragraphs: ['مسودة'] }],
  })

test('a draft is told nowhere, and published it is', async () => {
  const { told, ask, article, look, folder } = await serving({
    'x.en.json': JSON.stringify({
      title: 'X',
      outlet: 'O',
      language: 'en',
      sections: [{ paragraphs: ['X'] }],
    }),
    'x.ar.json': draftOf(true),
    'y.md': textOf('Y', { language: 'fr', translationOf: 'x-ar' }),
  })
  expect(await told('x-en')).toEqual([])
  expect((await article('y')).translationOf).toBe(null)
  for (const address of ['/articles/x-en', '/articles/y.html', '/articles/y.jsonld', '/articles']) {
    const { text, headers } = await ask(address)
    expect(text + JSON.stringify(headers)).not.toMatch(/x-ar|مسودة/)
  }
  writeFileSync(join(folder, 'x.ar.json'), draftOf(false))
  await look('x.ar.json')
  expect(await told('x-en')).toEqual(['ar x-ar', 'fr y'])
  expect((await article('y')).translationOf).toBe('x-ar')
})

test('a translation that expires is told no more from that moment on, also before it is written', async () => {
  const start = Date.parse('2026-01-15T12:00:00Z')
  let moment = start
  const home = folderOf({ 'in/empty.txt': '' })
  const index = { file: join(home, 'index.db'), folder: join(home, 'in') }
  const library = openSqliteLibrary({ index, now: () => start })
  const articles = [
    written('a', { translationOf: 'b' }),
    written('b', { language: 'fr', expires: new Date(start + 1000).toISOString() }),
  ]
  const put = articles.map((article) => stored(toArticle(ArticleFile.parse(article), '')))
  await library.apply({ put, touch: [], remove: [] })
  const snapshot = openSnapshot(index.file, () => moment)
  const { ask } = await serve(snapshot.library, {}, { now: () => moment })
  const told = async () => {
    const { translationOf, translations } = (await ask('/articles/a')).json() as Article
    const { items } = (await ask('/articles')).json() as { items: Article[] }
    return [translationOf, translations.length, items.find(({ id }) => id === 'a')?.translations.length]
  }
  expect(await told()).toEqual(['b', 1, 1])
  moment += 1000
  expect(await told()).toEqual([null, 0, 0])
  snapshot.close()
  await library.close()
})

const check = async (files: Record<string, string>) => {
  const { out } = await maqalCheck(['.'], { cwd: folderOf(files) })
  return out.split('\n').filter((line) => line.endsWith('(warning)'))
}

test('two files of one language in one group: the first by id is told, with a warning', async () => {
  const files = {
    'a.md': textOf('A', { language: 'en', translationKey: 'k' }),
    'b.md': textOf('B', { language: 'en', translationKey: 'k' }),
    'c.md': textOf('C', { language: 'fr', translationKey: 'k' }),
  }
  const { told } = await serving(files)
  expect([await told('a'), await told('b'), await told('c')]).toEqual([['fr c'], [], ['en a']])
  expect(await check(files)).toEqual([
    'b.md  is in "en", as is a.md, which is told as the translation  give each its own language, or name no translation in one of them  (warning)',
  ])
})

test('aliases that are none are left out with a warning, and the article is served', async () => {
  expect(
    await check({
      'a.md': textOf('A', { language: 'en' }) + '\n## H {aliases="1 2"}\n\nText.\n',
      'b.json': JSON.stringify({
        title: 'B',
        outlet: 'O',
        language: 'en',
        aliases: ['good', '//x'],
        sections: [{ paragraphs: ['B'] }],
      }),
    }),
  ).toEqual([
    expect.stringMatching(/^a\.md:8:6 .* left out: \["1","2"\]  \(warning\)$/),
    expect.stringMatching(/^b\.json:1:43  aliases  has "\/\/x", which is no id or path /),
  ])
})

test('maqal check names aliases and originals that lead nowhere', async () => {
  const aliases = '[/search.html, b, /b/c, old]'
  expect(
    await check({
      'a.md': textOf('A', { language: 'en', aliases }),
      'b.md': textOf('B', { language: 'en', aliases: '[/b/c, "//evil.example"]', translationOf: 'none' }),
      'c.json': JSON.stringify({
        title: 'C',
        outlet: 'O',
        language: 'en',
        sections: [
          { id: 'x', heading: 'X', paragraphs: [] },
          { id: 'y', heading: 'Y', aliases: ['x', 'z'], paragraphs: [] },
          { id: 'w', heading: 'W', aliases: ['z'], paragraphs: [] },
        ],
      }),
    }),
  ).toEqual([
    'a.md:5:11  aliases[0]  is "/search.html", an address of maqal  remove it  (warning)',
    'b.md:5:1  aliases  has "//evil.example", which is no id or path  write a list of ids and paths, as in "old-name" and "/2019/old-name"  (warning)',
    'c.json:1:131  sections[1].aliases[0]  is "x", the id of a section  remove it  (warning)',
    'c.json:1:192  sections[2].aliases[0]  is "z", an alias of a section before  remove it  (warning)',
    'a.md:5:1  aliases  has the alias "b", which is the id of the article in b.md  remove it here or there  (warning)',
    'b.md:5:1  aliases  has the alias "/b/c", which leads to the article "a" already  remove it here or there  (warning)',
    'b.md:6:1  translationOf  is a translation of "none", and no article has this id  name the id of the article  (warning)',
  ])
})
