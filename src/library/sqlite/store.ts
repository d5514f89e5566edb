import type { DatabaseSync } from 'node:sqlite'
import { allParagraphs, type Article, headOf } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import { besideText } from '../../article/parts.ts'
import { analyse } from '../../search/tokens.ts'
import type { Changes, FileRecord } from '../library.ts'
import { numberIn, textIn } from './reader.ts'

/** Separates texts in the index, so that no phrase matches across two of them. */
const boundary = ' ¶ '

const termsIn = (written: string): string =>
  analyse(written)
    .map(({ term }) => term)
    .join(' ')

const termsOf = (texts: readonly string[]): string => texts.map(termsIn).join(boundary)

/** The terms of an article by their weight: the title, the summary and headings, the text. */
const wordsOf = (article: Article): [string, string, string] => {
  const { title, summary, sections, notes } = article
  const headings = sections.flatMap(({ heading }) => heading ?? [])
  const texts = [
    ...allParagraphs(article).flatMap((paragraph) => [paragraph.text, besideText(paragraph)]),
    ...notes.map(({ text }) => text),
  ].filter((text) => text !== '')
  return [termsOf([title]), termsOf(summary === null ? headings : [summary, ...headings]), termsOf(texts)]
}

/** The names that an article is found by. */
const namesOf = ({ outlet, rubric, tags, language, authors }: Article): Record<string, string[]> => ({
  outlet: [outlet],
  rubric: rubric === null ? [] : [rubric],
  tag: tags,
  language: [language],
  author: authors.map(({ name }) => name),
})

/** Milliseconds since 1970 of a date; a day counts as its first moment in UTC. */
const moment = (date: string | null, undated: number): number => (date === null ? undated : Date.parse(date))

/** Writes and deletes the rows of articles. */
const createArticles = (database: DatabaseSync) => {
  const insert = database.prepare(
    `INSERT INTO article (id, title, newest, oldest, newest_change, oldest_change, head, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
  )
  const insertWords = database.prepare('INSERT INTO words (rowid, title, headings, body) VALUES (?, ?, ?, ?)')
  const insertName = database.prepare(
    'INSERT OR IGNORE INTO name (facet, folded, article, written) VALUES (?, ?, ?, ?)',
  )
  const drop = database.prepare('DELETE FROM article WHERE id = ? RETURNING number')
  const dropWords = database.prepare('DELETE FROM words WHERE rowid = ?')
  const dropNames = database.prepare('DELETE FROM name WHERE article = ?')

  return {
    put(article: Article): void {
      const { id, title, datePublished, dateModified } = article
      const row = insert.get(
        id,
        fold(title),
        moment(datePublished, -Infinity),
        moment(datePublished, Infinity),
        moment(dateModified, -Infinity),
        moment(dateModified, Infinity),
        JSON.stringify(headOf(article)),
        JSON.stringify(article),
      )
      const key = numberIn(row, 'number')
      insertWords.run(key, ...wordsOf(article))
      for (const [facet, names] of Object.entries(namesOf(article)))
        for (const name of names) insertName.run(facet, fold(name), key, name)
    },
    drop(id: string): void {
      const row = drop.get(id)
      if (row === undefined) return
      const key = numberIn(row, 'number')
      dropWords.run(key)
      dropNames.run(key)
    },
  }
}

const inTransaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has rolled back by itself where the disk is full.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Keeps the files and their articles. */
export const createStore = (database: DatabaseSync) => {
  const records = database.prepare('SELECT file, stamp, digest, article FROM file ORDER BY file')
  const forget = database.prepare('DELETE FROM file WHERE file = ? RETURNING article')
  const record = database.prepare('INSERT INTO file (file, stamp, digest, article) VALUES (?, ?, ?, ?)')
  const stampFile = database.prepare('UPDATE file SET stamp = ? WHERE file = ?')
  const articles = createArticles(database)

  const applyAll = ({ put, touch, remove }: Changes): string[] => {
    const touched = new Set<string>()
    for (const file of [...remove, ...put.map((change) => change.file)]) {
      for (const row of forget.all(file)) touched.add(textIn(row, 'article'))
    }
    for (const id of touched) articles.drop(id)
    for (const { file, stamp, digest, article } of put) {
      articles.put(article)
      record.run(file, stamp, digest, article.id)
      touched.add(article.id)
    }
    for (const { file, stamp } of touch) stampFile.run(stamp, file)
    return [...touched]
  }

  return {
    files: () => records.all() as FileRecord[],
    /** Applies all changes or none, and returns the ids of the articles they touched. */
    apply: (changes: Changes): string[] => inTransaction(database, () => applyAll(changes)),
  }
}
