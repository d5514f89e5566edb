/** Which articles are in the wrong set of tables at a moment, and when the next will be. */
import type { DatabaseSync } from 'node:sqlite'
import { mostDueAtOnce } from '../limits.ts'
import { numberIn, textIn } from '../columns.ts'

/** Makes the function that says when the next article is published or expires: milliseconds since 1970, or never. */
export const createNextDue = (database: DatabaseSync) => {
  const next = database.prepare(
    `SELECT min(due) AS due FROM (
       SELECT min(until) AS due FROM article
       UNION ALL SELECT min(since) FROM hidden_article WHERE since > ? AND since < until
     )`,
  )
  return (now: number): number => {
    const row = next.get(now)
    return row?.['due'] === null ? Infinity : numberIn(row, 'due')
  }
}

/** Makes the function that finds some articles that are public and may not be, or the other way round. */
export const createFindDue = (database: DatabaseSync) => {
  const find = database.prepare(
    `SELECT id FROM article WHERE until <= :now
     UNION ALL SELECT id FROM article WHERE since > :now
     UNION ALL SELECT id FROM hidden_article WHERE since <= :now AND until > :now
     LIMIT ${mostDueAtOnce}`,
  )
  return (now: number): string[] => find.all({ now }).map((row) => textIn(row, 'id'))
}
