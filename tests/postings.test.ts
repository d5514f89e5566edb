import { expect, onTestFinished, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { fewRows } from '../src/library/limits.ts'
import { holdIndex, openIndex } from '../src/library/sqlite/database.ts'
import type { PlainClause } from '../src/library/sqlite/expression.ts'
import { openMerit } from '../src/library/sqlite/merit.ts'
import { createStore } from '../src/library/sqlite/store.ts'
import { atOnce } from '../src/pace.ts'
import { openLibrary, stored, written } from './support/app.ts'

const weights = [8, 4, 1, 2, 4]

const openDatabase = () => {
  const held = holdIndex(undefined)
  const database = openIndex(held, () => {})
  onTestFinished(() => {
    database.close()
    held.release()
  })
  return database
}

/** An article of which the words are as common as its number says. */
const articleOf = (number: number, turn: number) => {
  const common = 'harbour '.repeat((number % 40) + 1)
  const some = number % 3 === turn % 3 ? 'quay '.repeat(number % 150) : ''
  const file = written(`a-${number}`, {
    title: number % 5 === 0 ? 'The harbour' : 'Elsewhere',
    tags: number % 7 === 0 ? ['quay'] : [],
    sections: [{ paragraphs: [`${common} ship${number % 4} ${some}`, `Turn ${turn}, w${number}.`] }],
  })
  return toArticle(ArticleFile.parse(file), file.id ?? '')
}

/** Several changes, each of which is a segment of the index, with articles that come, go and change. */
const fill = (database: ReturnType<typeof openDatabase>) => {
  const store = createStore(database)
  for (let turn = 0; turn < 9; turn += 1) {
    const numbers = Array.from({ length: 90 }, (_, index) => turn * 60 + index)
    const remove = turn % 3 === 2 ? numbers.slice(0, 15).map((number) => `a-${number - 90}.json`) : []
    store.apply({ put: numbers.map((number) => stored(articleOf(number, turn))), touch: [], remove })
  }
}

const word = (term: string): { term: string; isForm: boolean } => ({ term, isForm: false })
const form = (term: string): { term: string; isForm: boolean } => ({ term, isForm: true })
const all = (...words: PlainClause['words']): PlainClause => ({ words, isExcluded: false })
const none = (...words: PlainClause['words']): PlainClause => ({ words, isExcluded: true })

const expressionOf = ({ words }: PlainClause): string =>
  `(${words.map(({ term, isForm }) => `${isForm ? 'forms' : '{title headings body names}'} : "${term}"`).join(' OR ')})`

const harbour = [word('en·harbour'), form('harbour')]
const quay = [word('en·quay'), form('quay')]

test.each<[string, PlainClause[]]>([
  ['a word', [all(...harbour)]],
  ['a word of some', [all(...quay)]],
  ['a word of one', [all(word('en·w77'))]],
  ['a word of none', [all(word('en·nowhere'))]],
  ['two words', [all(...harbour), all(...quay)]],
  ['either of two', [all(...quay, word('en·ship1'))]],
  ['without another', [all(...harbour), none(...quay)]],
  ['three words', [all(form('harbour')), all(word('en·ship2')), all(word('en·turn')), none(form('7'))]],
])('the rows of an index and their ranks are read as FTS5 has them: %s', (_what, clauses) => {
  const database = openDatabase()
  fill(database)
  const wanted = clauses.filter(({ isExcluded }) => !isExcluded).map(expressionOf)
  const excluded = clauses.filter(({ isExcluded }) => isExcluded).map(expressionOf)
  const expression = [`(${wanted.join(' AND ')})`, ...excluded].join(' NOT ')
  const rows = database
    .prepare(
      `SELECT rowid, bm25(words, ${weights.join(', ')}) AS rank FROM words WHERE words MATCH ? ORDER BY rowid`,
    )
    .all(expression)
  const found: unknown[] = []
  const merit = openMerit(database, 'words', weights)
  expect(merit && atOnce(merit.rank(clauses, (rowid, rank) => found.push({ rowid, rank })))).toBe(true)
  expect(found).toEqual(rows.map(({ rowid, rank }) => ({ rowid, rank })))
})

test('an index of another format is left to FTS5', () => {
  const database = openDatabase()
  database.exec("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)")
  fill(database)
  expect(openMerit(database, 'words', weights)).toBeUndefined()
})

test('a search for a common word finds what each change made', async () => {
  const count = fewRows + 50
  const library = await openLibrary()
  const put = Array.from({ length: count }, (_, number) => stored(articleOf(number, 0)))
  await library.apply({ put, touch: [], remove: [] })
  const search = async () => {
    const query = {
      q: 'harbour',
      clauses: [{ text: 'harbour', start: 0, isExcluded: false, isPrefix: false, isQuoted: false }],
      notice: null,
    }
    const { total, items } = await library.search({ page: 1, limit: 1, filter: {}, search: query })
    return { total, first: items[0]?.article.id }
  }
  expect(await search()).toMatchObject({ total: count })
  const best = written('best', { title: 'Harbour, harbour', sections: [{ paragraphs: ['harbour'] }] })
  const added = stored(toArticle(ArticleFile.parse(best), 'best'))
  await library.apply({ put: [added], touch: [], remove: ['a-1.json', 'a-2.json'] })
  expect(await search()).toEqual({ total: count - 1, first: 'best' })
})
