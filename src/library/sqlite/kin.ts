/** Tells articles which others are the same in another language. Only public articles are told. */
import type { DatabaseSync } from 'node:sqlite'
import type { ArticleHead } from '../../article/article.ts'
import { connected } from '../../article/relations.ts'
import { translatedIn } from '../translations.ts'
import { textIn } from '../columns.ts'

export const createKin = (database: DatabaseSync) => {
  const insert = database.prepare('INSERT INTO kin (key, id) VALUES (?, ?)')
  const remove = database.prepare('DELETE FROM kin WHERE id = ?')
  const selectKeys = database.prepare('SELECT key FROM kin WHERE id = ?')
  const selectIds = database.prepare(
    'SELECT kin.id FROM kin JOIN article ON article.id = kin.id WHERE key = ?',
  )
  const selectRow = database.prepare('SELECT head, translated FROM article WHERE id = ?')
  const update = database.prepare(
    `UPDATE article SET translated = :translated,
       revision = coalesce(nullif(:translated, '') ->> '$.revision', head ->> '$.revision') WHERE id = :id`,
  )

  const keysOf = (id: string): string[] => selectKeys.all(id).map((row) => textIn(row, 'key'))
  const idsWith = (key: string): string[] => selectIds.all(key).map((row) => textIn(row, 'id'))

  /** Writes what each article of a group is told, and returns the ids of those that are told something else than before. */
  const retellGroup = (ids: readonly string[]): string[] => {
    const rows = new Map(
      ids.flatMap((id) => {
        const row = selectRow.get(id)
        return row === undefined ? [] : [[id, row] as const]
      }),
    )
    const heads = [...rows.values()].map((row) => JSON.parse(textIn(row, 'head')) as ArticleHead)
    return [...translatedIn(heads)].flatMap(([id, translated]) => {
      if (translated === textIn(rows.get(id), 'translated')) return []
      update.run({ translated, id })
      return [id]
    })
  }

  return {
    keysOf,
    put(id: string, keys: readonly string[]): void {
      for (const key of keys) insert.run(key, id)
    },
    drop: (id: string): void => void remove.run(id),
    /**
     * Tells anew the articles that are kin of those that changed, which had these keys before or have them now. Returns the ids of
     * those that are told something else than before.
     */
    retell(changed: Iterable<string>, keysBefore: Iterable<string> = []): string[] {
      const graph = { keysOf, itemsWith: idsWith }
      const keys = new Set([...keysBefore, ...[...changed].flatMap(keysOf)])
      const affected = connected([...keys].flatMap(idsWith), graph)
      const done = new Set<string>()
      return [...affected].flatMap((id) => {
        if (done.has(id)) return []
        const group = connected([id], graph)
        for (const member of group) done.add(member)
        return retellGroup([...group])
      })
    },
  }
}
