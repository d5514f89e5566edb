import { expect, test } from 'vitest'
import { SearchList } from '../src/article/answers.ts'
import fixture from './fixtures/judged.json' with { type: 'json' }
import { openFolder } from '../src/folder/folder.ts'
import type { Engine } from '../src/library/library.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { libraryOf, serve, stored, written } from './support/app.ts'
import { openDatabaseLibrary } from './support/postgres.ts'

/** What a fluent reader would expect to find, on articles of our own words and the sample article. */
const { articles: corpus, searches } = fixture as unknown as {
  articles: [id: string, language: string, title: string, paragraphs: string[]][]
  searches: [q: string, must: string[], mustNot: string[]][]
}

const shelf = await libraryOf(
  corpus.map(([id, language, title, paragraphs]) =>
    written(id, { language, title, sections: [{ paragraphs }] }),
  ),
)
const articles = await Promise.all(corpus.map(async ([id]) => shelf.article(id)))
const put = articles.flatMap(({ article }) => (article === null ? [] : [stored(article)]))

const filled = async (library: Engine): Promise<Engine> => {
  await (await openFolder({ folder: 'data', sources, shelf: library })).look()
  await library.apply({ put, touch: [], remove: [] })
  return library
}

const engines = {
  SQLite: await filled(openSqliteLibrary()),
  PostgreSQL: await filled(await openDatabaseLibrary()),
}

const judged = Object.keys(engines).flatMap((engine) =>
  searches.map(([q, must, mustNot]) => [engine as keyof typeof engines, q, must, mustNot] as const),
)

test.each(judged)('%s: GET /search?q=%s', async (engine, q, must, mustNot) => {
  const { ask } = await serve(engines[engine])
  const { items } = SearchList.parse((await ask(`/search?limit=10&q=${encodeURIComponent(q)}`)).json())
  const found = items.map(({ id }) => id)
  expect(found).toEqual(expect.arrayContaining(must))
  expect(found.filter((id) => mustNot.includes(id))).toEqual([])
})
