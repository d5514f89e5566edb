import type { DatabaseSync } from 'node:sqlite'
import { aliasKey } from '../../article/aliases.ts'
import { type Article, type ArticleHead, type Facet, searchFacets, type Sort } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import { mostNear } from '../limits.ts'
import type { FileUse, Filter, ListAsked, MovedTo, Page, PageAsked } from '../library.ts'
import { columnsOfOrder } from '../order.ts'
import { createForwarding } from './memory.ts'
import { type ArticleReader, createTelling } from './reader.ts'
import { numberIn, type Row, textIn } from '../columns.ts'
import type { Tables } from './tables.ts'

export type Condition = { sql: string; values: (string | number)[] }

const partsOf = (names: string): string[] => names.split(',').filter((name) => name.trim() !== '')

const placesOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** A name that has a comma is looked for as it is first. */
const byName = (facet: string, name: string | undefined, table: string): Condition[] => {
  if (name === undefined) return []
  const whole = fold(name)
  const is = `number IN (SELECT article FROM ${table} WHERE facet = ? AND`
  if (!name.includes(',')) return [{ sql: `${is} folded = ?)`, values: [facet, whole] }]
  const parts = partsOf(name).map(fold)
  const isNone = `NOT EXISTS (SELECT 1 FROM ${table} WHERE facet = ? AND folded = ?)`
  return [
    {
      sql: `${is} (folded = ? OR folded IN (${placesOf(parts)}) AND ${isNone}))`,
      values: [facet, whole, ...parts, facet, whole],
    },
  ]
}

const byId = (ids: string | undefined): Condition[] =>
  ids === undefined ? [] : [{ sql: `id IN (${placesOf(partsOf(ids))})`, values: partsOf(ids) }]

/** An undated article is in no date range. */
const byDate = ({ from, before }: Filter): Condition[] => {
  if (from === undefined && before === undefined) return []
  const values = [from ?? -Number.MAX_VALUE, before ?? Number.MAX_VALUE]
  return [{ sql: 'newest >= ? AND newest < ?', values }]
}

/** A filter as SQL on the rows of `article`; every value is bound. */
export const conditionOf = (filter: Filter, { name }: Tables): Condition => {
  const all = [
    ...searchFacets.flatMap((facet) => byName(facet, filter[facet], name)),
    ...byId(filter.article),
    ...byDate(filter),
  ]
  return {
    sql: all.map(({ sql }) => ` AND ${sql}`).join(''),
    values: all.flatMap(({ values }) => values),
  }
}

/** The page is found in the index first, so that only its rows are read whole. */
const pageSql = (article: string, condition: string, sort: Sort): string =>
  `SELECT number, head, translated FROM ${article} JOIN (
     SELECT number AS key FROM ${article} WHERE true${condition} ORDER BY ${columnsOfOrder[sort]} LIMIT ? OFFSET ?
   ) ON number = key ORDER BY ${columnsOfOrder[sort]}`

const offsetOf = ({ page, limit }: PageAsked): number => (page - 1) * limit

/** The article before or after one in the usual order: of the same date, or else of the nearest other date. */
const nearestSql = (article: string, date: string, id: string): string => {
  const place = `(SELECT newest FROM ${article} WHERE id = :id)`
  const [later, down] = [date === '>' ? 'newest' : 'newest DESC', id === '<' ? 'id DESC' : 'id']
  return `SELECT coalesce(
    (SELECT head FROM ${article} WHERE newest = ${place} AND id ${id} :id ORDER BY ${down} LIMIT 1),
    (SELECT head FROM ${article} WHERE newest ${date} ${place} ORDER BY ${later}, ${down} LIMIT 1)
  ) AS head`
}

const headIn = (row: Row | undefined): ArticleHead | null =>
  row?.['head'] === null ? null : (JSON.parse(textIn(row, 'head')) as ArticleHead)

/** Reads lists of articles, the articles around one, and the values they have. */
export const createLists = (database: DatabaseSync, reader: ArticleReader, tables: Tables) => {
  const { article, name: names, used } = tables
  const from = database.prepare(`SELECT id FROM ${article} WHERE id >= ? ORDER BY id LIMIT ${mostNear}`)
  const before = database.prepare(`SELECT id FROM ${article} WHERE id < ? ORDER BY id DESC LIMIT ${mostNear}`)
  const previous = database.prepare(nearestSql(article, '>', '<'))
  const next = database.prepare(nearestSql(article, '<', '>'))
  const count = database.prepare(`SELECT count(DISTINCT folded) AS total FROM ${names} WHERE facet = ?`)
  const values = database.prepare(
    `SELECT min(written) AS written, count(*) AS articles FROM ${names} WHERE facet = ?
     GROUP BY folded ORDER BY articles DESC, written LIMIT ? OFFSET ?`,
  )
  const withHash = database.prepare(
    `SELECT facts, min(until) AS due FROM ${used} JOIN ${article} ON number = article
     WHERE hash = ? GROUP BY path, facts ORDER BY path`,
  )
  const tell = createTelling(database, tables)
  const forward = createForwarding(database, tables)
  const list = (query: ListAsked): Page<{ key: number; head: ArticleHead }> => {
    const { sql, values: bound } = conditionOf(query.filter ?? {}, tables)
    const rows = database
      .prepare(pageSql(article, sql, query.sort ?? '-datePublished'))
      .all(...bound, query.limit, offsetOf(query))
    const total = database.prepare(`SELECT count(*) AS total FROM ${article} WHERE true${sql}`).get(...bound)
    const items = rows.map((row) => ({
      key: numberIn(row, 'number'),
      head: tell(JSON.parse(textIn(row, 'head')) as ArticleHead, row),
    }))
    return { items, total: numberIn(total, 'total') }
  }
  return {
    articles(asked: ListAsked): Page<ArticleHead> {
      const { items, total } = list(asked)
      return { items: items.map(({ head }) => head), total }
    },
    fullArticles(asked: ListAsked): Page<Article> {
      const { items, total } = list(asked)
      const snapshot = reader.snapshot(items.map(({ key }) => key))
      const articles = items.map(({ head }, index) => ({
        ...head,
        get sections() {
          return snapshot.article(index).sections
        },
        get notes() {
          return snapshot.article(index).notes
        },
      }))
      return { items: articles, total }
    },
    around: (id: string) => ({ previous: headIn(previous.get({ id })), next: headIn(next.get({ id })) }),
    values(facet: Facet, paging: PageAsked): Page<{ name: string; articleCount: number }> {
      const items = values
        .all(facet, paging.limit, offsetOf(paging))
        .map((row) => ({ name: textIn(row, 'written'), articleCount: numberIn(row, 'articles') }))
      return { items, total: numberIn(count.get(facet), 'total') }
    },
    moved: (name: string): { moved: MovedTo } => ({ moved: forward(aliasKey(name)) }),
    filesWith(hash: string): { files: FileUse[]; due: number } {
      const rows = withHash.all(hash)
      return {
        files: rows.map((row) => JSON.parse(textIn(row, 'facts')) as FileUse),
        due: Math.min(...rows.map((row) => numberIn(row, 'due'))),
      }
    },
    idsNear: (id: string) => ({
      ids: [...before.all(id).toReversed(), ...from.all(id)].map((row) => textIn(row, 'id')),
    }),
  }
}
