import type { DatabaseSync } from 'node:sqlite'
import { aliasKeys } from '../../article/aliases.ts'
import { allParagraphs, type Article, headOf } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import { besideText } from '../../article/parts.ts'
import { createIndexing } from '../../search/tokens.ts'
import type { Changes, FileRecord, FileUse } from '../library.ts'
import { createMemory } from './memory.ts'
import { numberIn, type Row, textIn } from './reader.ts'

/** Separates texts in the index, so that no phrase matches across two of them. */
const boundary = '¶'

/** A text, and the language (BCP 47) that its words are compared in. */
type Text = { text: string; language: string }

/** The texts of an article by their weight: the title, the summary and headings, the text, the names beside it. */
const textsOf = (article: Article): [Text[], Text[], Text[], Text[]] => {
  const { title, summary, sections, notes, language, outlet, rubric, tags, authors } = article
  const own = (texts: readonly (string | null)[]): Text[] =>
    texts.flatMap((text) => (text === null || text === '' ? [] : [{ text, language }]))
  const texts = [
    ...allParagraphs(article).flatMap((paragraph) => [
      { text: paragraph.text, language: paragraph.language },
      { text: besideText(paragraph), language: paragraph.language },
    ]),
    ...notes.map((note) => ({ text: note.text, language: note.language })),
  ].filter(({ text }) => text !== '')
  return [
    own([title]),
    own([summary, ...sections.map(({ heading }) => heading)]),
    texts,
    own([outlet, rubric, ...tags, ...authors.map(({ name }) => name)]),
  ]
}

type Words = { columns: string[]; languages: string[] }

const wordsOf = (article: Article): Words => {
  const { add, forms } = createIndexing()
  const languages = new Set<string>()
  const columns = textsOf(article).map((texts) => {
    const terms: string[] = []
    for (const { text, language } of texts) {
      languages.add(language)
      add(text, language, terms)
      terms.push(boundary)
    }
    return terms.join(' ')
  })
  return { columns: [...columns, forms()], languages: [...languages] }
}

/** The facet of the languages that texts of articles have. */
export const textLanguage = 'text'

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
  const insertWords = database.prepare(
    'INSERT INTO words (rowid, title, headings, body, names, forms) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertName = database.prepare(
    'INSERT OR IGNORE INTO name (facet, folded, article, written) VALUES (?, ?, ?, ?)',
  )
  const drop = database.prepare('DELETE FROM article WHERE id = ? RETURNING number')
  const dropWords = database.prepare('DELETE FROM words WHERE rowid = ?')
  const insertUse = database.prepare(
    'INSERT OR IGNORE INTO used (hash, article, path, facts) VALUES (?, ?, ?, ?)',
  )
  const dropUses = database.prepare('DELETE FROM used WHERE article = ?')
  const insertAlias = database.prepare('INSERT INTO alias (name, article) VALUES (?, ?)')
  const dropAliases = database.prepare('DELETE FROM alias WHERE article = ?')
  const dropNames = database.prepare('DELETE FROM name WHERE article = ?')

  return {
    put(article: Article, uses: readonly FileUse[]): void {
      const { id, title, datePublished, dateModified } = article
      const row = insert.get(
        id,
        fold(title),
        moment(datePublished, -Infinity),
        moment(datePublished, Infinity),
        moment(dateModified, -Infinity),
        moment(dateModified, Infinity),
        JSON.stringify(headOf(article)),
        Buffer.from(JSON.stringify(article)),
      )
      const key = numberIn(row, 'number')
      const { columns, languages } = wordsOf(article)
      insertWords.run(key, ...columns)
      for (const [facet, names] of Object.entries({ ...namesOf(article), [textLanguage]: languages }))
        for (const name of names) insertName.run(facet, fold(name), key, name)
      for (const alias of aliasKeys(article)) insertAlias.run(alias, key)
      for (const use of uses) insertUse.run(use.hash, key, use.path, JSON.stringify(use))
    },
    drop(id: string): void {
      const row = drop.get(id)
      if (row === undefined) return
      const key = numberIn(row, 'number')
      dropWords.run(key)
      dropNames.run(key)
      dropAliases.run(key)
      dropUses.run(key)
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
  const records = database.prepare('SELECT file, stamp, digest, article, beside FROM file ORDER BY file')
  const forget = database.prepare('DELETE FROM file WHERE file = ? RETURNING file, article, text')
  const record = database.prepare(
    'INSERT INTO file (file, stamp, digest, article, beside, text) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const stampFile = database.prepare('UPDATE file SET stamp = ? WHERE file = ?')
  const keepSynonyms = database.prepare('INSERT OR REPLACE INTO synonyms (one, json) VALUES (1, ?)')
  const articles = createArticles(database)
  const memory = createMemory(database)

  /** Remembers the ids of files that have another now, or are gone. */
  const rememberIds = (left: readonly Row[], put: Changes['put']): void => {
    const nextOf = new Map(put.map(({ file, article }) => [file, article.id]))
    const living = new Set(nextOf.values())
    for (const row of left) {
      const id = textIn(row, 'article')
      if (!living.has(id)) memory.remember(id, textIn(row, 'text'), nextOf.get(textIn(row, 'file')))
    }
    if (left.length > 0) memory.trim()
  }

  const applyAll = ({ put, touch, remove, synonyms }: Changes): string[] => {
    const left = [...remove, ...put.map((change) => change.file)].flatMap((file) => forget.all(file))
    const touched = new Set(left.map((row) => textIn(row, 'article')))
    for (const id of touched) articles.drop(id)
    for (const { file, stamp, digest, article, beside = [], uses = [], text = '' } of put) {
      articles.put(article, uses)
      record.run(file, stamp, digest, article.id, JSON.stringify(beside), text)
      memory.live(article.id, text)
      touched.add(article.id)
    }
    rememberIds(left, put)
    for (const { file, stamp } of touch) stampFile.run(stamp, file)
    if (synonyms !== undefined) keepSynonyms.run(JSON.stringify(synonyms))
    return [...touched]
  }

  return {
    files: (): FileRecord[] =>
      records.all().map((row) => ({
        ...(row as Omit<FileRecord, 'beside'>),
        beside: JSON.parse(textIn(row, 'beside')) as string[],
      })),
    /** Applies all changes or none, and returns the ids of the articles they touched. */
    apply: (changes: Changes): string[] => inTransaction(database, () => applyAll(changes)),
  }
}
