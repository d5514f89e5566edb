/** Writes articles ahead of a change, which `switchTo` then makes at once. */
import type { TransactionSql } from 'postgres'
import { aliasKeys } from '../../article/aliases.ts'
import { headOf } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import { relationsIn } from '../../article/relations.ts'
import { shownOf } from '../../article/shown.ts'
import type { WordGroup } from '../../search/word-groups.ts'
import type { Changes, FileRecord, Stored } from '../library.ts'
import { mostFormerIds } from '../limits.ts'
import { moment, namesOf } from '../texts.ts'
import { manyChanged, mostChanges, mostStoredWords, mostTouched, rowsAtOnce } from './limits.ts'
import { createPassageRows, termMark } from './passages.ts'
import { numberIn, textIn } from '../columns.ts'
import { never, partsOfArticle } from './tables.ts'

type Transaction = TransactionSql

type Value = string | number

/** The columns of each table, with their types. */
const columns: Record<string, Record<string, string>> = {
  article: {
    number: 'bigint',
    entered: 'bigint',
    id: 'text',
    title: 'text',
    newest: 'float8',
    oldest: 'float8',
    newest_change: 'float8',
    oldest_change: 'float8',
    since: 'float8',
    until: 'float8',
    head: 'text',
    file: 'text',
    stamp: 'text',
    digest: 'text',
    code: 'text',
    content: 'text',
    relations: 'text',
    beside: 'text',
  },
  body: { number: 'bigint', body: 'text', hashes: 'text' },
  name: { facet: 'text', folded: 'text', number: 'bigint', written: 'text' },
  passage: {
    number: 'bigint',
    entered: 'bigint',
    since: 'float8',
    until: 'float8',
    newest: 'float8',
    id: 'text',
    terms: 'text',
  },
  long_passage: { number: 'bigint', terms: 'text' },
  alias: { name: 'text', number: 'bigint' },
  used: { hash: 'text', number: 'bigint', path: 'text', facts: 'text' },
  kin: { key: 'text', number: 'bigint' },
}

/** What columns are read as that are sent as text, or count from where the articles of a batch begin. */
const reading: Record<string, string> = {
  terms: 'terms::tsvector',
  hashes: "decode(hashes, 'base64')",
  number: 'number + $1::bigint',
  entered: 'entered + $2::bigint',
}

/** The text of PostgreSQL has no NUL. */
const storable = (value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value

/**
 * Inserts rows, as one array for each column. COPY would be as fast, and `postgres` does not say when the rows that it was
 * given are refused.
 */
const insert = async (
  tx: Transaction,
  {
    schema,
    table,
    from,
  }: { schema: string; table: string; from: readonly [number: number, entered: number] },
  rows: readonly (readonly Value[])[],
): Promise<void> => {
  if (rows.length === 0) return
  const own = Object.entries(columns[table] ?? {})
  const arrays = own.map((_, index) => rows.map((row) => storable(row[index] ?? '')))
  const names = own.map(([name]) => name).join(', ')
  const read = own.map(([name]) => reading[name] ?? name).join(', ')
  const given = own.map(([, type], index) => `$${index + 3}::${type}[]`).join(', ')
  await tx.unsafe(
    `INSERT INTO ${schema}.${table} (${names}) SELECT ${read} FROM unnest(${given}) AS given(${names})
     -- A value that is bound must be in the statement.
     WHERE $1::bigint + $2::bigint IS NOT NULL`,
    [...from, ...arrays] as never[],
  )
}

/** What rows are made with: `addWords` is given the words of each article. */
type RowsOptions = {
  code: string
  addWords: (words: { forms: Iterable<string>; terms: Iterable<string> }) => void
}

/** The rows of articles, by table: their numbers, and the revision that they enter with, are counted from 0. */
const rowsOf = (stored: readonly Stored[], { code, addWords }: RowsOptions) => {
  const rows = {
    article: [] as Value[][],
    body: [] as Value[][],
    name: [] as Value[][],
    passage: [] as Value[][],
    long_passage: [] as Value[][],
    alias: [] as Value[][],
    used: [] as Value[][],
    kin: [] as Value[][],
  }
  const passagesOf = createPassageRows()
  for (const [number, change] of stored.entries()) {
    const { file, stamp, digest, article, beside = [], uses = [], text = '' } = change
    const { since, until } = change.shown ?? shownOf(article)
    const relations = relationsIn(file, article)
    const { datePublished, dateModified } = article
    const newest = moment(datePublished, -Infinity)
    rows.article.push([
      number,
      0,
      article.id,
      fold(article.title),
      newest,
      moment(datePublished, Infinity),
      moment(dateModified, -Infinity),
      moment(dateModified, Infinity),
      since,
      until,
      JSON.stringify(headOf(article)),
      file,
      stamp,
      digest,
      code,
      text,
      JSON.stringify(relations),
      JSON.stringify(beside),
    ])
    const passages = passagesOf(article)
    rows.body.push([number, JSON.stringify(article), Buffer.from(passages.hashes).toString('base64')])
    const named = new Set<string>()
    for (const [facet, names] of Object.entries(namesOf(article)))
      for (const name of names) {
        const folded = fold(name)
        if (named.has(`${facet} ${folded}`)) continue
        named.add(`${facet} ${folded}`)
        rows.name.push([facet, folded, number, name])
      }
    const [terms = '', ...more] = passages.rows
    if (more.length === 0) rows.passage.push([number, 0, since, until, newest, article.id, terms])
    else for (const row of passages.rows) rows.long_passage.push([number, row])
    addWords(passages)
    for (const alias of aliasKeys(article)) rows.alias.push([alias, number])
    const paths = new Set<string>()
    for (const use of uses) {
      if (paths.has(`${use.hash} ${use.path}`)) continue
      paths.add(`${use.hash} ${use.path}`)
      rows.used.push([use.hash, number, use.path, JSON.stringify(use)])
    }
    for (const key of relations.kin) rows.kin.push([key, number])
  }
  return rows
}

export type StagingOptions = {
  schema: string
  now: () => number
  /** A digest of the code that makes rows: those of other code are made anew. */
  code: string
}

/** What a batch is: `isTaking` lets an article take the id of another that is there still. */
type Batch = Pick<Changes, 'put' | 'remove' | 'touch' | 'withdrawn'> & { isTaking?: boolean }

/** A batch with the rows of its articles, which take as long to make as to write. */
export type PreparedBatch = Batch & { rows: ReturnType<typeof rowsOf>; words: readonly string[] }

export const createStaging = ({ schema, now, code }: StagingOptions) => {
  /** Words that are stored already, as they are written and as terms. */
  const storedWords = { forms: new Set<string>(), terms: new Set<string>() }

  const revisionIn = async (tx: Transaction): Promise<number> => {
    const [row] = await tx.unsafe(`SELECT revision FROM ${schema}.state`)
    return numberIn(row, 'revision')
  }

  /** Deletes the rows of versions that a condition finds, some at a time. Returns how many there were. */
  const deleteSome = async (
    tx: Transaction,
    condition: string,
    values: readonly unknown[],
  ): Promise<number> => {
    const rows = await tx.unsafe(
      `DELETE FROM ${schema}.article WHERE number IN (
         SELECT number FROM ${schema}.article WHERE ${condition} LIMIT ${rowsAtOnce}) RETURNING number`,
      values as never[],
    )
    const numbers = rows.map((row) => numberIn(row, 'number'))
    if (numbers.length > 0)
      for (const part of partsOfArticle)
        await tx.unsafe(`DELETE FROM ${schema}.${part} WHERE number = ANY($1::bigint[])`, [
          numbers,
        ] as never[])
    return numbers.length
  }

  /** Changes when versions leave, which their rows of the search index hold as well. */
  const mark = async (tx: Transaction, change: string, values: readonly unknown[]): Promise<void> => {
    await tx.unsafe(
      `WITH marked AS (UPDATE ${schema}.article SET ${change} RETURNING number, left_at)
       UPDATE ${schema}.passage SET left_at = marked.left_at FROM marked WHERE passage.number = marked.number`,
      values as never[],
    )
  }

  const storeWords = async (tx: Transaction, words: readonly string[]): Promise<void> => {
    if (words.length === 0) return
    await tx.unsafe(`INSERT INTO ${schema}.word SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`, [
      words,
    ] as never[])
  }

  /** Collects words that are not stored yet, and remembers them as if they were. */
  const createFreshWords = () => {
    const fresh: string[] = []
    const add = (stored: Set<string>, words: Iterable<string>, sign = ''): void => {
      if (stored.size > mostStoredWords) stored.clear()
      for (const word of words) {
        if (stored.has(word)) continue
        stored.add(word)
        if (!word.includes('\0')) fresh.push(sign + word)
      }
    }
    return {
      addWords: ({ forms, terms }: { forms: Iterable<string>; terms: Iterable<string> }): void => {
        add(storedWords.forms, forms)
        add(storedWords.terms, terms, termMark)
      },
      // Two writers wait for each other less where both write in one order.
      all: (): string[] => fresh.sort(),
    }
  }

  return {
    revisionIn,

    /** Forgets what was staged and never switched to. */
    async drop(tx: Transaction): Promise<void> {
      const revision = await revisionIn(tx)
      while ((await deleteSome(tx, 'entered > $1', [revision])) === rowsAtOnce);
      await mark(tx, `left_at = ${never}, withdrawn = false WHERE left_at > $1 AND left_at < ${never}`, [
        revision,
      ])
    },

    /** To be called where a batch was not written. */
    forgetWords(): void {
      storedWords.forms.clear()
      storedWords.terms.clear()
    },

    /** Makes the rows of a batch, of which the database need not know anything. */
    prepare(batch: Batch): PreparedBatch {
      const { addWords, all } = createFreshWords()
      return { ...batch, rows: rowsOf(batch.put, { code, addWords }), words: all() }
    },

    /** Writes articles that come, and marks those that go, with the next revision. */
    async stage(
      tx: Transaction,
      { put, remove, touch, withdrawn = [], isTaking = false, rows, words }: PreparedBatch,
    ): Promise<void> {
      const target = (await revisionIn(tx)) + 1
      const files = [...remove, ...put.map(({ file }) => file)]
      const ids = isTaking ? put.map(({ article }) => article.id) : []
      const gone = `left_at = ${never} AND (file = ANY($1::text[]) OR id = ANY($2::text[]))`
      while ((await deleteSome(tx, `${gone} AND entered = $3`, [files, ids, target])) === rowsAtOnce);
      await mark(tx, `left_at = $3, withdrawn = file = ANY($4::text[]) WHERE ${gone}`, [
        files,
        ids,
        target,
        withdrawn,
      ])
      if (touch.length > 0)
        await tx.unsafe(
          `UPDATE ${schema}.article AS known SET stamp = touched.stamp
           FROM unnest($1::text[], $2::text[]) AS touched(file, stamp)
           WHERE known.file = touched.file AND left_at = ${never}`,
          [touch.map(({ file }) => file), touch.map(({ stamp }) => stamp)] as never[],
        )
      if (put.length === 0) return
      const [row] = await tx.unsafe(`SELECT setval($1, nextval($1) + $2) AS last`, [
        `${schema}.numbers`,
        put.length,
      ])
      const from = [numberIn(row, 'last') - put.length, target] as const
      // They are sent one after another, without waiting between them.
      await Promise.all([
        ...Object.entries(rows).map(([table, own]) => insert(tx, { schema, table, from }, own)),
        storeWords(tx, words),
      ])
    },

    /** Makes what was staged the present state, and returns the ids of the articles that are others. */
    async switchTo(tx: Transaction, synonyms: readonly WordGroup[] | undefined): Promise<string[]> {
      const before = await revisionIn(tx)
      const target = before + 1
      const ask = (text: string, values: readonly unknown[] = [target]) => tx.unsafe(text, values as never[])
      // Articles that are kin of those that come or go may be told as others.
      const rows = await ask(
        `WITH RECURSIVE touched(number) AS (
           SELECT number FROM ${schema}.article WHERE entered = $1 OR left_at = $1
           UNION
           SELECT there.number FROM touched JOIN ${schema}.kin AS mine ON mine.number = touched.number
           JOIN ${schema}.kin AS other ON other.key = mine.key
           JOIN ${schema}.article AS there ON there.number = other.number
             AND there.entered <= $1 AND there.left_at >= $1
         )
         SELECT DISTINCT id FROM touched JOIN ${schema}.article USING (number) ORDER BY id`,
      )
      const ids = rows.map((row) => textIn(row, 'id'))
      if (ids.length === 0 && synonyms === undefined) return []
      await ask(
        `DELETE FROM ${schema}.former USING ${schema}.article AS living
         WHERE living.id = former.id AND entered = $1`,
      )
      await ask(
        `UPDATE ${schema}.former SET target = living.id FROM ${schema}.article AS living
         WHERE entered = $1 AND living.content = former.content AND living.content <> '' AND target IS NULL`,
      )
      // What was hidden leaves no trace, nor does what was served and is withdrawn.
      await ask(
        `WITH gone AS (
           SELECT old.id, old.content, coalesce(
             (SELECT id FROM ${schema}.article AS same
              WHERE same.file = old.file AND same.left_at = ${never} AND same.entered = $1),
             (SELECT id FROM ${schema}.article AS alike
              WHERE alike.content = old.content AND old.content <> '' AND alike.left_at = ${never}
              ORDER BY id LIMIT 1)) AS target
           FROM ${schema}.article AS old
           WHERE left_at = $1 AND entered < $1 AND NOT withdrawn AND since <= $2::float8 AND until > $2::float8
             AND NOT EXISTS (SELECT 1 FROM ${schema}.article AS living
               WHERE living.id = old.id AND living.left_at = ${never})
         ), led AS (
           UPDATE ${schema}.former SET target = gone.target FROM gone
           WHERE former.target = gone.id AND gone.target IS NOT NULL
         )
         INSERT INTO ${schema}.former (id, content, target) SELECT id, content, target FROM gone
         ON CONFLICT (id) DO UPDATE SET content = excluded.content, target = excluded.target, number = excluded.number`,
        [target, now()],
      )
      await ask(
        `DELETE FROM ${schema}.former WHERE number <= (
           SELECT number FROM ${schema}.former ORDER BY number DESC OFFSET ${mostFormerIds} LIMIT 1)`,
        [],
      )
      await ask(`INSERT INTO ${schema}.change VALUES ($1, $2::text[])`, [
        target,
        synonyms !== undefined || ids.length > mostTouched ? null : ids,
      ])
      await ask(`DELETE FROM ${schema}.change WHERE revision <= $1 - ${mostChanges}`)
      await ask(`UPDATE ${schema}.state SET revision = $1, synonyms = coalesce($2, synonyms)`, [
        target,
        synonyms === undefined ? null : JSON.stringify(synonyms),
      ])
      await ask(`SELECT pg_notify($1, '')`, [schema])
      return ids
    },

    /** Deletes some versions that are of the past. Returns whether there may be more. */
    async clean(tx: Transaction): Promise<boolean> {
      return (await deleteSome(tx, 'left_at <= $1', [await revisionIn(tx)])) === rowsAtOnce
    },

    /** Has the rows counted after a change of many articles: by older counts a search takes fifty times as long. */
    async count(tx: Transaction, changed: number): Promise<void> {
      if (changed < manyChanged) return
      for (const table of ['article', 'name', 'passage', 'kin']) await tx.unsafe(`ANALYZE ${schema}.${table}`)
    },

    /** The files of the articles that are there, with what is staged. Those of other code are to be read again. */
    async files(tx: Transaction): Promise<FileRecord[]> {
      const rows = await tx.unsafe(
        `SELECT file, stamp, digest, code, id, relations, beside FROM ${schema}.article
         WHERE left_at = ${never} ORDER BY file`,
      )
      return rows.map((row) => {
        const isOwn = textIn(row, 'code') === code
        return {
          file: textIn(row, 'file'),
          stamp: isOwn ? textIn(row, 'stamp') : '',
          digest: isOwn ? textIn(row, 'digest') : '',
          article: textIn(row, 'id'),
          relations: JSON.parse(textIn(row, 'relations')) as FileRecord['relations'],
          beside: JSON.parse(textIn(row, 'beside')) as string[],
        }
      })
    },

    async synonyms(tx: Transaction): Promise<readonly WordGroup[]> {
      const [row] = await tx.unsafe(`SELECT synonyms FROM ${schema}.state`)
      return JSON.parse(textIn(row, 'synonyms')) as WordGroup[]
    },
  }
}
