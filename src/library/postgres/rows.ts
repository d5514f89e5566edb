/** Statements with bound values, and what is read from rows. */
import type { Article, ArticleHead } from '../../article/article.ts'
import { numberIn, textIn } from '../columns.ts'
import { type Translated, translatedIn } from '../translations.ts'
import type { DatabaseRow } from './database.ts'

/** Gathers the values of a statement: `bind` returns what stands for one in it. */
export const bindings = () => {
  const values: unknown[] = []
  return { values, bind: (value: unknown): string => `$${values.push(value)}` }
}

export type Bind = ReturnType<typeof bindings>['bind']

/** Which articles are asked for: those that are public by the clock, or all. `now` is bound in each statement. */
export type Scope = {
  schema: string
  isPreview: boolean
  now: () => number
}

/** Whether a row of articles is public at a moment that is bound already. */
const publicAt = (alias: string, now: string): string =>
  `${alias}.since <= ${now}::float8 AND ${alias}.until > ${now}::float8`

/** What the statements of a scope have in common; `now` is what stands for the moment. */
export const scoped = ({ schema, isPreview }: Scope, now: string) => {
  const isPublic = (alias: string): string => publicAt(alias, now)
  return {
    isPublic,
    // A value that is bound must be in the statement.
    isShown: (alias: string): string => (isPreview ? `${now}::float8 IS NOT NULL` : isPublic(alias)),
    /** When something may be public, or no more, that is otherwise now. */
    due: `(SELECT least(
      (SELECT until FROM ${schema}.article WHERE until > ${now}::float8 ORDER BY until LIMIT 1),
      (SELECT since FROM ${schema}.article
       WHERE since > ${now}::float8 AND since > '-Infinity' AND since < until ORDER BY since LIMIT 1)))`,
    /** Whether another article has a key of kin in common with one. */
    hasKin: (alias: string): string => `EXISTS (
      SELECT 1 FROM ${schema}.kin AS mine JOIN ${schema}.kin AS other USING (key)
      JOIN ${schema}.current AS there ON there.number = other.number
      WHERE mine.number = ${alias}.number AND other.number <> ${alias}.number)`,
    /**
     * The heads of the public articles that are connected with one, which is among them; null where there is none. Each is looked up:
     * PostgreSQL expects thousands, and would join all articles.
     */
    kin: (alias: string): string => `CASE WHEN ${isPublic(alias)} THEN (
      WITH RECURSIVE related(number) AS (
        SELECT ${alias}.number
        UNION
        SELECT there.number FROM related
        JOIN ${schema}.kin AS mine ON mine.number = related.number
        JOIN ${schema}.kin AS other ON other.key = mine.key
        JOIN ${schema}.current AS there ON there.number = other.number AND ${isPublic('there')}
      )
      SELECT array_agg((SELECT head FROM ${schema}.article AS told WHERE told.number = related.number))
      FROM related HAVING count(*) > 1) END`,
  }
}

/** Bytes that a row has, in memory of their own: a Buffer is a part of another's. */
export const bytesIn = (row: DatabaseRow, column: string): Uint8Array => {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new TypeError(`no bytes in column ${column}`)
  return new Uint8Array(value)
}

/** The revision of an answer, and when it may be another. */
export const stateOf = (row: DatabaseRow | undefined): { revision: number; due: number } => ({
  revision: numberIn(row, 'revision'),
  due: row?.['due'] === null ? Infinity : numberIn(row, 'due'),
})

/** Tells an article which others are the same in another language, by what its row says of them. */
const tell = <Head extends ArticleHead>(head: Head, row: DatabaseRow): Head => {
  const kin = row['kin'] as readonly string[] | null
  if (row['is_public'] !== true || (kin === null && head.translationOf === null)) return head
  const group = kin === null ? [head] : kin.map((each) => JSON.parse(each) as ArticleHead)
  const said = translatedIn(group).get(head.id) ?? ''
  return said === '' ? head : Object.assign(head, JSON.parse(said) as Translated)
}

export const headOfRow = (row: DatabaseRow): ArticleHead =>
  tell(JSON.parse(textIn(row, 'head')) as ArticleHead, row)

/** The whole article, which is long to parse: once, when it is asked for. */
export const articleOfRow = (row: DatabaseRow): (() => Article) => {
  let article: Article | undefined
  return () => (article ??= tell(JSON.parse(textIn(row, 'body')) as Article, row))
}
