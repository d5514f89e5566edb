import { expect, test } from 'vitest'
import { SearchList } from '../src/article/answers.ts'
import { openFolder } from '../src/folder/folder.ts'
import type { Engine } from '../src/library/library.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import fixture from './fixtures/judged.json' with { type: 'json' }
import { libraryOf, serve, stored, written } from './support/app.ts'
import { openDatabaseLibrary } from './support/postgres.ts'

/** Both engines give the same answers: the same bytes and ETags of all but searches, and there the same articles. */

const { articles: corpus, searches } = fixture as unknown as {
  articles: [id: string, language: string, title: string, paragraphs: string[]][]
  searches: [q: string, must: string[], mustNot: string[]][]
}

const files = [
  ...corpus.map(([id, language, title, paragraphs]) =>
    written(id, { language, title, sections: [{ paragraphs }] }),
  ),
  written('kin-en', { translationKey: 'k', tags: ['Red', 'a, b'], datePublished: '2020-01-02' }),
  written('kin-fr', { translationKey: 'k', language: 'fr', tags: ['red'], datePublished: '2021-01-02' }),
  written('old', { aliases: ['older', '/was/here'], rubric: 'News', authors: [{ name: 'A', url: null }] }),
  written('draft', { draft: true, tags: ['hidden'], translationKey: 'k', language: 'de' }),
  written('gone', { expires: '2020-01-01' }),
]

const source = await libraryOf(files)
const read = await Promise.all(files.map(({ id = '' }) => source.preview.article(id)))
const put = read.flatMap(({ article }) => (article === null ? [] : [stored(article)]))

const filled = async (library: Engine): Promise<Engine> => {
  await (await openFolder({ folder: 'data', sources, shelf: library })).look()
  await library.apply({
    put,
    touch: [],
    remove: [],
    synonyms: [{ language: 'en', words: ['boat', 'ferry'] }],
  })
  return library
}

const settings = { PREVIEW_TOKEN: 'token' }
const sqlite = await filled(openSqliteLibrary())
const postgres = await filled(await openDatabaseLibrary())

const sample = '/articles/qatar-irgc-normalisation'

test.each([
  '/',
  '/articles?limit=100',
  '/articles?limit=3&page=2&include=sections',
  '/articles?sort=title&limit=50',
  '/articles?sort=-title&limit=50',
  '/articles?sort=dateModified',
  '/articles?sort=-dateModified',
  '/articles?sort=datePublished&tag=red',
  '/articles?tag=a,%20b',
  '/articles?tag=red,x&language=fr,en',
  '/articles?from=2020&to=2020-12',
  '/articles.html',
  '/articles.md',
  sample,
  `${sample}.html`,
  `${sample}.jsonld`,
  `${sample}/sections`,
  `${sample}/sections/2`,
  `${sample}/sections/nothing`,
  `${sample}/paragraphs/lede-1`,
  '/articles/kin-en',
  '/articles/kin-fr.html',
  '/articles/old',
  '/articles/older',
  '/articles/OLD',
  '/was/here',
  '/articles/oldd',
  '/articles/draft',
  '/articles/gone',
  '/outlets',
  '/tags?limit=1&page=2',
  '/tags',
  '/rubrics',
  '/languages.html',
  '/feed.json',
  '/feed.atom',
  '/feed.rss?tag=red',
  '/health/ready',
])('GET %s', async (url) => {
  const answers = await Promise.all(
    [sqlite, postgres].map(async (library) => {
      const { ask } = await serve(library, settings)
      const preview = { headers: { authorization: 'Bearer token' } }
      return [await ask(url), await ask(url, preview)].map(({ status, headers, text }) => ({
        status,
        text,
        headers: { ...headers, date: '' },
      }))
    }),
  )
  expect(answers[1]).toEqual(answers[0])
})

const more = [
  'boat',
  '"no such phrase as this is"',
  'qatr',
  'zzzz',
  'a -b',
  'wrold news',
  'sweeden',
  'ferry boat',
]

// All of them are judged on both engines in judged.test.ts.
const some = searches.map(([q]) => q).filter((_, index) => index % 3 === 0)

test.each([...some, ...more])('GET /search?q=%s finds the same', async (q) => {
  const answers = await Promise.all(
    [sqlite, postgres].map(async (library) => {
      const { ask } = await serve(library, settings)
      const url = `/search?limit=100&facets=language,tag,outlet&q=${encodeURIComponent(q)}`
      const found = SearchList.parse((await ask(url)).json())
      const items = found.items
        .map((item) => ({ ...item, score: 0 }))
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      return { ...found, items }
    }),
  )
  expect(answers[1]).toEqual(answers[0])
})
