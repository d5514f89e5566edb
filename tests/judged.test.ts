import { expect, test } from 'vitest'
import { SearchList } from '../src/article/answers.ts'
import fixture from './fixtures/judged.json' with { type: 'json' }
import { libraryOf, sampleLibrary, serve, stored, written } from './support/app.ts'

/** What a fluent reader would expect to find, on articles of our own words and the sample article. */
const { articles: corpus, searches } = fixture as unknown as {
  articles: [id: string, language: string, title: string, paragraphs: string[]][]
  searches: [q: string, must: string[], mustNot: string[]][]
}

const library = await sampleLibrary()
const shelf = await libraryOf(
  corpus.map(([id, language, title, paragraphs]) =>
    written(id, { language, title, sections: [{ paragraphs }] }),
  ),
)
const articles = await Promise.all(corpus.map(async ([id]) => shelf.article(id)))
await library.apply({
  put: articles.flatMap(({ article }) => (article === null ? [] : [stored(article)])),
  touch: [],
  remove: [],
})

test.each(searches)('GET /search?q=%s', async (q, must, mustNot) => {
  const { ask } = await serve(library)
  const { items } = SearchList.parse((await ask(`/search?limit=10&q=${encodeURIComponent(q)}`)).json())
  const found = items.map(({ id }) => id)
  expect(found).toEqual(expect.arrayContaining(must))
  expect(found.filter((id) => mustNot.includes(id))).toEqual([])
})
