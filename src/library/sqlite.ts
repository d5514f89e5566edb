import { DatabaseSync } from 'node:sqlite'
import { type Article, type ArticleHead, headOf } from '../article/article.ts'
import type { Changes, Library } from './library.ts'

const schema = `
  CREATE TABLE article (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    published REAL,
    head TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX article_newest ON article (published DESC, id);
`

/** Milliseconds since 1970 of a source's date, for sorting; a day counts as its first moment in UTC. */
const moment = (date: string | null): number | null => (date === null ? null : Date.parse(date))

const inTransaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  database.exec('BEGIN')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

const text = (row: Record<string, unknown> | undefined, column: string): string => {
  const value = row?.[column]
  if (typeof value !== 'string') throw new TypeError(`no text in column ${column}`)
  return value
}

/** A library in SQLite inside the process, in memory. */
export const openSqliteLibrary = (): Library => {
  const database = new DatabaseSync(':memory:')
  database.exec(schema)
  const one = database.prepare('SELECT body FROM article WHERE id = ?')
  const page = database.prepare(
    'SELECT head FROM article ORDER BY published DESC NULLS LAST, id LIMIT ? OFFSET ?',
  )
  const count = database.prepare('SELECT count(*) AS total FROM article')
  const from = database.prepare('SELECT id FROM article WHERE id >= ? ORDER BY id LIMIT 50')
  const before = database.prepare('SELECT id FROM article WHERE id < ? ORDER BY id DESC LIMIT 50')
  const idOfFile = database.prepare('DELETE FROM article WHERE file = ? RETURNING id')
  const insert = database.prepare(
    'INSERT INTO article (id, file, published, head, body) VALUES (?, ?, ?, ?, ?)',
  )
  const listeners: ((articles: readonly string[]) => void)[] = []
  let revision = 0

  const put = (file: string, article: Article): void => {
    const head = JSON.stringify(headOf(article))
    insert.run(article.id, file, moment(article.datePublished), head, JSON.stringify(article))
  }

  const apply = ({ put: puts, remove }: Changes): string[] => {
    const touched = new Set(puts.map(({ article }) => article.id))
    for (const file of [...remove, ...puts.map((change) => change.file)]) {
      for (const row of idOfFile.all(file)) touched.add(text(row, 'id'))
    }
    for (const { file, article } of puts) put(file, article)
    return [...touched]
  }

  return {
    revision: () => revision,
    async article(id) {
      const row = one.get(id)
      return row === undefined ? null : (JSON.parse(text(row, 'body')) as Article)
    },
    async articles({ page: number, limit }) {
      const rows = page.all(limit, (number - 1) * limit)
      const items = rows.map((row) => JSON.parse(text(row, 'head')) as ArticleHead)
      return { items, total: Number(count.get()?.['total']) }
    },
    async idsNear(id) {
      return [...before.all(id).toReversed(), ...from.all(id)].map((row) => text(row, 'id'))
    },
    async apply(changes) {
      const touched = inTransaction(database, () => apply(changes))
      revision += 1
      for (const listener of listeners) listener(touched)
      return touched
    },
    onChange(listener) {
      listeners.push(listener)
    },
    async close() {
      database.close()
    },
  }
}
