import type { DatabaseSync } from 'node:sqlite'
import { aliasKeys } from '../../article/aliases.ts'
import { type Article, headOf } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import { createSharing, type Relations, relationsIn } from '../../article/relations.ts'
import { isShown, type Shown, shownOf } from '../../article/shown.ts'
import type { WordGroup } from '../../search/word-groups.ts'
import type { Changes, FileRecord, FileUse, IndexedWords } from '../library.ts'
import { mostLeaving } from '../limits.ts'
import { moment, namesOf } from '../texts.ts'
import { printBody } from './body.ts'
import { createFindDue } from './due.ts'
import { createKin } from './kin.ts'
import { createMemory } from './memory.ts'
import { articleIn } from './reader.ts'
import { numberIn, type Row, textIn } from '../columns.ts'
import { columnsOf, createIndexedWords } from './words.ts'

/** An article as its rows hold it, and its words where they are known already. */
type Held = { article: Article; shown: Shown; uses: readonly FileUse[]; words?: IndexedWords | undefined }

/**
 * Writes and deletes the rows of articles in one set of tables; those of the search index with `indexWords`, all at once: what other
 * statements write in between would make FTS5 write each article as a part of its own (a savepoint ends what it gathers).
 */
const createArticles = (database: DatabaseSync, prefix: '' | 'hidden_') => {
  const [table, names, words] = [`${prefix}article`, `${prefix}name`, `${prefix}words`]
  const [aliases, used] = [`${prefix}alias`, `${prefix}used`]
  // Numbers of hidden articles are negative, so that no two articles have one.
  const number = prefix === '' ? 'NULL' : `(SELECT coalesce(min(number), 0) - 1 FROM ${table})`
  const insert = database.prepare(
    `INSERT INTO ${table}
       (number, id, title, newest, oldest, newest_change, oldest_change, since, until, revision, head, body)
     VALUES (${number}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
  )
  const insertWords = database.prepare(
    `INSERT INTO ${words} (rowid, title, headings, body, names, forms) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const insertName = database.prepare(
    `INSERT OR IGNORE INTO ${names} (facet, folded, article, written) VALUES (?, ?, ?, ?)`,
  )
  const find = database.prepare(`SELECT number, since, until, body FROM ${table} WHERE id = ?`)
  const entering = new Map<number, Pick<Held, 'article' | 'words'>>()
  const leaving = new Map<number, Article>()
  const usesOf = database.prepare(`SELECT facts FROM ${used} WHERE article = ?`)
  const drop = database.prepare(`DELETE FROM ${table} WHERE id = ? RETURNING number, body`)
  // FTS5 §6.2: an index without its texts is told what was in it, and then its counts are as if that had never been.
  const dropWords = database.prepare(
    `INSERT INTO ${words} (${words}, rowid, title, headings, body, names, forms)
     VALUES ('delete', ?, ?, ?, ?, ?, ?)`,
  )
  const insertUse = database.prepare(
    `INSERT OR IGNORE INTO ${used} (hash, article, path, facts) VALUES (?, ?, ?, ?)`,
  )
  const dropUses = database.prepare(`DELETE FROM ${used} WHERE article = ?`)
  const insertAlias = database.prepare(`INSERT INTO ${aliases} (name, article) VALUES (?, ?)`)
  const dropAliases = database.prepare(`DELETE FROM ${aliases} WHERE article = ?`)
  const indexedWords = createIndexedWords()
  const insertPassages = database.prepare(`INSERT INTO ${prefix}passages (article, words) VALUES (?, ?)`)
  const dropPassages = database.prepare(`DELETE FROM ${prefix}passages WHERE article = ?`)
  const dropNames = database.prepare(`DELETE FROM ${names} WHERE article = ?`)

  const dropLeaving = (): void => {
    for (const [key, article] of leaving) dropWords.run(key, ...columnsOf(article))
    leaving.clear()
  }

  return {
    put({ article, shown, uses, words: known }: Held): void {
      const { id, title, datePublished, dateModified } = article
      const row = insert.get(
        id,
        fold(title),
        moment(datePublished, -Infinity),
        moment(datePublished, Infinity),
        moment(dateModified, -Infinity),
        moment(dateModified, Infinity),
        shown.since,
        shown.until,
        article.revision,
        JSON.stringify(headOf(article)),
        printBody(article),
      )
      const key = numberIn(row, 'number')
      entering.set(key, { article, words: known })
      for (const [facet, found] of Object.entries(namesOf(article)))
        for (const name of found) insertName.run(facet, fold(name), key, name)
      for (const alias of aliasKeys(article)) insertAlias.run(alias, key)
      for (const use of uses) insertUse.run(use.hash, key, use.path, JSON.stringify(use))
    },
    find(id: string): Held | undefined {
      const row = find.get(id)
      if (row === undefined) return undefined
      return {
        article: articleIn(row),
        shown: { since: numberIn(row, 'since'), until: numberIn(row, 'until') },
        uses: usesOf.all(numberIn(row, 'number')).map((use) => JSON.parse(textIn(use, 'facts')) as FileUse),
      }
    },
    /** Returns whether it was there. */
    drop(id: string): boolean {
      const row = drop.get(id)
      if (row === undefined) return false
      const key = numberIn(row, 'number')
      if (!entering.delete(key)) leaving.set(key, articleIn(row))
      if (leaving.size >= mostLeaving) dropLeaving()
      dropPassages.run(key)
      dropNames.run(key)
      dropAliases.run(key)
      dropUses.run(key)
      return true
    },
    /** To be called at the end of a change. */
    indexWords(): void {
      dropLeaving()
      const held: [key: number, bytes: Uint8Array][] = []
      for (const [key, { article, words: known }] of entering) {
        const { columns, passages } = known ?? indexedWords(article)
        insertWords.run(key, ...columns)
        held.push([key, passages])
      }
      for (const [key, bytes] of held) insertPassages.run(key, bytes)
      entering.clear()
    },
    /** To be called before a change: one before it may have failed. */
    begin(): void {
      leaving.clear()
      entering.clear()
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

type RecordRow = [
  file: string,
  stamp: string,
  digest: string,
  article: string,
  relations: string,
  beside: string,
]

/** Keeps the files and their articles. */
export const createStore = (database: DatabaseSync, now: () => number = Date.now) => {
  const records = database.prepare(
    'SELECT file, stamp, digest, article, relations, beside FROM file ORDER BY file',
  )
  // Objects would take twice the time.
  records.setReturnArrays(true)
  const forget = database.prepare('DELETE FROM file WHERE file = ? RETURNING file, article, text')
  const record = database.prepare(
    `INSERT INTO file (file, stamp, digest, article, relations, beside, text)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const stampFile = database.prepare('UPDATE file SET stamp = ? WHERE file = ?')
  const synonymsNow = database.prepare('SELECT json FROM synonyms')
  const keepSynonyms = database.prepare('INSERT OR REPLACE INTO synonyms (one, json) VALUES (1, ?)')
  const shelves = { shown: createArticles(database, ''), hidden: createArticles(database, 'hidden_') }
  const findDue = createFindDue(database)
  const countRevision = database.prepare('UPDATE revision SET number = number + 1')
  const memory = createMemory(database)
  const kin = createKin(database)
  /** Ids that nobody can have seen yet. */
  const unseen = new Set<string>()

  const put = (held: Held): void => shelves[isShown(held.shown, now()) ? 'shown' : 'hidden'].put(held)

  /** Makes a change: all of it or nothing. */
  const atOnce = <Result>(work: () => Result): Result =>
    inTransaction(database, () => {
      shelves.shown.begin()
      shelves.hidden.begin()
      const result = work()
      shelves.shown.indexWords()
      shelves.hidden.indexWords()
      return result
    })

  /** Returns whether the article was public. */
  const drop = (id: string): boolean => {
    shelves.hidden.drop(id)
    return shelves.shown.drop(id)
  }

  /** Moves some articles that are published or expire. Returns their ids, which are none where nothing is due. */
  const moveDue = (): string[] => {
    const due = findDue(now())
    for (const id of due) {
      const held = shelves.shown.find(id) ?? shelves.hidden.find(id)
      drop(id)
      if (held !== undefined) put(held)
    }
    return due
  }

  /** Remembers the ids of files that have another now, or are gone. */
  const rememberIds = (left: readonly Row[], stored: Changes['put']): void => {
    const nextOf = new Map(stored.map(({ file, article }) => [file, article.id]))
    const living = new Set(nextOf.values())
    for (const row of left) {
      const id = textIn(row, 'article')
      if (!living.has(id)) memory.remember(id, textIn(row, 'text'), nextOf.get(textIn(row, 'file')))
    }
    if (left.length > 0) memory.trim()
  }

  const applyAll = ({
    put: stored,
    touch,
    remove,
    synonyms,
    isContinued,
    withdrawn = [],
  }: Changes): string[] => {
    if (isContinued !== true) unseen.clear()
    const due = moveDue()
    const left = [...remove, ...stored.map((change) => change.file)].flatMap((file) => forget.all(file))
    const gone = new Set(left.map((row) => textIn(row, 'article')))
    const touched = new Set([...due, ...gone])
    // What was hidden leaves no trace.
    const wasPublic = new Set([...gone].filter(drop))
    const keysBefore = [...gone].flatMap(kin.keysOf)
    for (const id of gone) kin.drop(id)
    for (const change of stored) {
      const { file, stamp, digest, article, beside = [], uses = [], text = '' } = change
      put({ article, shown: change.shown ?? shownOf(article), uses, words: change.words })
      const relations = relationsIn(file, article)
      record.run(file, stamp, digest, article.id, JSON.stringify(relations), JSON.stringify(beside), text)
      kin.put(article.id, relations.kin)
      if (!gone.has(article.id)) unseen.add(article.id)
      memory.live(article.id, text)
      touched.add(article.id)
    }
    const leftThere = new Set(withdrawn)
    const isRemembered = (row: Row): boolean => {
      const id = textIn(row, 'article')
      return wasPublic.has(id) && !unseen.has(id) && !leftThere.has(textIn(row, 'file'))
    }
    rememberIds(left.filter(isRemembered), stored)
    for (const id of kin.retell(touched, keysBefore)) touched.add(id)
    for (const { file, stamp } of touch) stampFile.run(stamp, file)
    if (synonyms !== undefined) keepSynonyms.run(JSON.stringify(synonyms))
    if (touched.size > 0 || synonyms !== undefined) countRevision.run()
    return [...touched]
  }

  const moveCounted = (): string[] => {
    countRevision.run()
    const due = moveDue()
    return [...new Set([...due, ...kin.retell(due)])]
  }

  return {
    synonyms: (): readonly WordGroup[] =>
      JSON.parse(textIn(synonymsNow.get() ?? { json: '[]' }, 'json')) as WordGroup[],
    files: (): FileRecord[] => {
      const share = createSharing()
      const none: string[] = []
      const rows = records.iterate() as unknown as Iterable<RecordRow>
      return Array.from(rows, ([file, stamp, digest, article, relations, beside]) => ({
        file,
        stamp,
        digest,
        article,
        relations: share(JSON.parse(relations) as Relations),
        beside: beside === '[]' ? none : (JSON.parse(beside) as string[]),
      }))
    },
    /** Applies all changes or none, and returns the ids of the articles they touched. */
    apply: (changes: Changes): string[] => atOnce(() => applyAll(changes)),
    /** Moves some articles that are published or expire now, and returns their ids; none where all is as it must be. */
    moveDue: (): string[] => (findDue(now()).length === 0 ? [] : atOnce(moveCounted)),
  }
}
