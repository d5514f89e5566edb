/** Remembers the ids that articles had: where a file was renamed, its article is found by the old id. */
import { DatabaseSync } from 'node:sqlite'
import type { MovedTo } from '../library.ts'
import { mostFormerIds, mostForwards } from '../limits.ts'
import { textIn } from '../columns.ts'
import type { Tables } from './tables.ts'

/** An id that an article had; `text` is the digest of its file, and `target` the id that it has now, if any. */
export type FormerId = { id: string; text: string; target: string | null }

export const createMemory = (database: DatabaseSync) => {
  const insert = database.prepare('INSERT OR REPLACE INTO former (id, text, target) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM former WHERE id = ?')
  const lead = database.prepare('UPDATE former SET target = ? WHERE target = ?')
  const find = database.prepare(
    "UPDATE former SET target = ? WHERE text = ? AND text <> '' AND target IS NULL",
  )
  const forgetOldest = database.prepare(
    `DELETE FROM former WHERE number <= (SELECT max(number) FROM former) - ${mostFormerIds}`,
  )
  const sameText = database.prepare(
    "SELECT article FROM file WHERE text = ? AND text <> '' ORDER BY article LIMIT 1",
  )

  /** The article that is in a file with the same text now. */
  const articleWith = (text: string): string | null => {
    const row = sameText.get(text)
    return row === undefined ? null : textIn(row, 'article')
  }

  return {
    /** Remembers an id that no article has any more, when all that changed with it is stored. `next` is the id of the same file. */
    remember(id: string, text: string, next: string | undefined): void {
      const target = next ?? articleWith(text)
      if (target !== null) lead.run(target, id)
      insert.run(id, text, target)
    },
    /** An id that an article has; one that had the same text, and is gone, leads to it. */
    live(id: string, text: string): void {
      remove.run(id)
      find.run(id, text)
    },
    trim: (): void => void forgetOldest.run(),
    /** Fills the memory of a new index. */
    restore(ids: readonly FormerId[]): void {
      database.exec('BEGIN')
      for (const { id, text, target } of ids) insert.run(id, text, target)
      database.exec('COMMIT')
    },
  }
}

/** Finds where a name leads that no article has now. */
export const createForwarding = (database: DatabaseSync, { article, alias: aliases }: Tables) => {
  const byId = database.prepare(`SELECT 1 FROM ${article} WHERE id = ?`)
  const byAlias = database.prepare(
    `SELECT id FROM ${aliases} AS alias JOIN ${article} ON number = alias.article WHERE name = ? ORDER BY id LIMIT 1`,
  )
  const byFormer = database.prepare('SELECT target FROM former WHERE id = ?')

  return (name: string): MovedTo => {
    let id = name
    // An old id leads to the next, which may have been given up since, and an alias may lead on from there.
    for (let forwards = 0; forwards < mostForwards; forwards += 1) {
      const alias = byAlias.get(id)
      if (alias !== undefined) return { article: textIn(alias, 'id') }
      const former = byFormer.get(id)
      if (former === undefined) return null
      if (former['target'] === null) return 'deleted'
      id = textIn(former, 'target')
      if (byId.get(id) !== undefined) return { article: id }
    }
    return null
  }
}

/**
 * What an index of another version of the code remembers, with the ids that it has, which may be others in the new one. The
 * newest are kept. Undefined where it is of another folder, or has other tables.
 */
export const readMemory = (path: string, folder: string): FormerId[] | undefined => {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    if (database.prepare('SELECT folder FROM about').get()?.['folder'] !== folder) return undefined
    const rows = database
      .prepare(
        `SELECT id, text, target FROM (
           SELECT 1 AS isLiving, 0 AS number, article AS id, text, NULL AS target FROM file
             WHERE article NOT IN (SELECT id FROM hidden_article)
           UNION ALL SELECT 0, number, id, text, target FROM former
         ) ORDER BY isLiving DESC, number DESC LIMIT ${mostFormerIds}`,
      )
      .all()
    return rows.toReversed() as FormerId[]
  } catch {
    return undefined
  } finally {
    database.close()
  }
}
