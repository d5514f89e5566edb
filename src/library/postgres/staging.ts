/** Writes articles ahead of a change, which `switchTo` then makes at once. */
import type { TransactionSql } from 'postgres'
import type { WordGroup } from '../../search/word-groups.ts'
import type { Changes, FileRecord } from '../library.ts'
import { mostFormerIds } from '../limits.ts'
import { manyChanged, mostChanges, mostStoredWords, mostTouched, rowsAtOnce } from './limits.ts'
import { insertRows, rowsOf } from './article-rows.ts'
import { termMark } from './passages.ts'
import { numberIn, textIn } from '../columns.ts'
import { never, partsOfArticle } from './tables.ts'

type Transaction = TransactionSql

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
        ...Object.entries(rows).map(([table, own]) => insertRows(tx, { schema, table, from }, own)),
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
