/** Articles, lists of them, and the values they have. */
import { aliasKey } from '../../article/aliases.ts'
import { type ArticleHead, searchFacets } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import type { FileUse, Filter, Library, ListAsked, MovedTo, PageAsked } from '../library.ts'
import { columnsOfOrder } from '../order.ts'
import { mostForwards, mostNear } from '../limits.ts'
import type { AskDatabase, Database, DatabaseRow } from './database.ts'
import { articleOfRow, type Bind, bindings, headOfRow, type Scope, scoped, stateOf } from './rows.ts'
import { numberIn, textIn } from '../columns.ts'
import { createTotals } from './totals.ts'

const partsOf = (names: string): string[] => names.split(',').filter((name) => name.trim() !== '')

type Narrowing = { scope: Scope; now: string; bind: Bind }

/** A name that has a comma is looked for as it is first. */
const byName = (facet: string, name: string, { scope, now, bind }: Narrowing): string => {
  const { schema } = scope
  const [of, whole] = [bind(facet), bind(fold(name))]
  const numbers = `SELECT number FROM ${schema}.name WHERE facet = ${of} AND folded`
  if (!name.includes(',')) return `a.number IN (${numbers} = ${whole})`
  const parts = bind(partsOf(name).map(fold))
  const isThere = `EXISTS (SELECT 1 FROM ${schema}.name JOIN ${schema}.current AS named USING (number)
    WHERE facet = ${of} AND folded = ${whole} AND ${scoped(scope, now).isShown('named')})`
  return `(a.number IN (${numbers} = ${whole}) OR a.number IN (${numbers} = ANY(${parts}::text[])) AND NOT ${isThere})`
}

/** A filter as a condition on the articles `a`. An undated article is in no date range. */
export const narrowed = (filter: Filter, narrowing: Narrowing): string => {
  const { bind } = narrowing
  const { article, from, before } = filter
  const all = searchFacets.flatMap((facet) => {
    const name = filter[facet]
    return name === undefined ? [] : [byName(facet, name, narrowing)]
  })
  if (article !== undefined) all.push(`a.id = ANY(${bind(partsOf(article))}::text[])`)
  if (from !== undefined || before !== undefined) {
    const [least, most] = [bind(from ?? -Number.MAX_VALUE), bind(before ?? Number.MAX_VALUE)]
    all.push(`a.newest >= ${least}::float8 AND a.newest < ${most}::float8`)
  }
  return all.map((condition) => ` AND ${condition}`).join('')
}

export const offsetOfPage = ({ page, limit }: PageAsked): number => (page - 1) * limit

/**
 * Stands in the statement of a list: of a bound that it does not know PostgreSQL expects a tenth of all articles, and would plan each
 * list anew.
 */
const usualLimit = 100

const parseHead = (row: DatabaseRow | undefined): ArticleHead | null =>
  row === undefined ? null : (JSON.parse(textIn(row, 'head')) as ArticleHead)

type Listed = Omit<Library, 'search' | 'onChange'>

export const createListing = (database: Database, scope: Scope): Listed & { forget: () => void } => {
  const { schema, now: clock } = scope
  const { ask, read } = database
  const totals = createTotals()

  /** A statement that knows the moment, and what it has in common with the others. */
  const begin = () => {
    const { values, bind } = bindings()
    const moment = clock()
    const now = bind(moment)
    return { values, bind, moment, now, ...scoped(scope, now) }
  }

  /** Where the state is that of a total that is remembered, nothing is counted. The page is found by an index alone. */
  const list = async ({ filter = {}, sort = '-datePublished', ...paging }: ListAsked, isWhole: boolean) => {
    const { values, bind, moment, now, isShown, isPublic, due, kin } = begin()
    const { counted, remember } = totals.of(filter, moment)
    const condition = narrowed(filter, { scope, now, bind })
    const from = `${schema}.current AS a WHERE ${isShown('a')}${condition}`
    const order = columnsOfOrder[sort]
    const rows = await ask(
      `WITH page AS (
         SELECT number FROM (
           SELECT a.* FROM ${from} ORDER BY ${order} LIMIT ${Math.max(paging.limit, usualLimit)}
           ${paging.page === 1 ? '' : `OFFSET ${bind(offsetOfPage(paging))}`}
         ) AS few ORDER BY ${order} LIMIT ${bind(paging.limit)}
       )
       SELECT state.revision, ${due} AS due, listed.head, ${isWhole ? 'body.body,' : ''}
         CASE WHEN state.revision <> ${bind(counted?.revision ?? -1)} THEN (SELECT count(*) FROM ${from}) END AS total,
         ${isPublic('listed')} AS is_public, ${kin('listed')} AS kin
       FROM ${schema}.state
       LEFT JOIN (page JOIN ${schema}.article AS listed USING (number)) ON true
       ${isWhole ? `LEFT JOIN ${schema}.body ON body.number = listed.number` : ''}
       ORDER BY ${order}`,
      values,
      condition === '',
    )
    const state = stateOf(rows[0])
    const isKnown = counted !== undefined && rows[0]?.['total'] === null
    const total = isKnown ? counted.total : numberIn(rows[0], 'total')
    if (!isKnown) remember({ total, ...state })
    return { ...state, total, items: rows.filter(({ head }) => head !== null) }
  }

  /** The article before or after one: of the same date, or else of the nearest other date. */
  const neighbour = (
    place: string,
    { id, isShown }: { id: string; isShown: string },
    isNext: boolean,
  ): string => {
    const [date, down, other, later] = isNext
      ? ['<', 'id', '>', 'newest DESC']
      : ['>', 'id DESC', '<', 'newest']
    const from = `SELECT head FROM ${schema}.current AS a WHERE ${isShown} AND`
    return `coalesce(
      (${from} newest = ${place} AND id ${other} ${id} ORDER BY ${down} LIMIT 1),
      (${from} newest ${date} ${place} ORDER BY ${later}, ${down} LIMIT 1))`
  }

  /** Finds where a name leads that no article has now. */
  const forward = async (own: AskDatabase, name: string): Promise<MovedTo> => {
    const first = async (text: string, id: string): Promise<DatabaseRow | undefined> => {
      const { values, bind, isShown } = begin()
      const given = bind(id)
      return (await own(text.replace('?', given).replace('SHOWN', isShown('a')), values))[0]
    }
    let id = name
    for (let forwards = 0; forwards < mostForwards; forwards += 1) {
      const alias = await first(
        `SELECT a.id FROM ${schema}.alias JOIN ${schema}.current AS a USING (number)
         WHERE name = ? AND SHOWN ORDER BY a.id LIMIT 1`,
        id,
      )
      if (alias !== undefined) return { article: textIn(alias, 'id') }
      const former = await first(
        `SELECT target FROM ${schema}.former WHERE id = ? AND $1::float8 IS NOT NULL`,
        id,
      )
      if (former === undefined) return null
      if (former['target'] === null) return 'deleted'
      id = textIn(former, 'target')
      const living = await first(`SELECT 1 AS one FROM ${schema}.current AS a WHERE id = ? AND SHOWN`, id)
      if (living !== undefined) return { article: id }
    }
    return null
  }

  return {
    forget: totals.forget,
    async article(id) {
      const { values, bind, isShown, isPublic, due, kin, hasKin } = begin()
      const [row = {}] = await ask(
        `SELECT state.revision, ${due} AS due, body.body, a.until, ${isPublic('a')} AS is_public,
           ${kin('a')} AS kin, ${hasKin('a')} AS has_kin
         FROM ${schema}.state
         LEFT JOIN ${schema}.article AS a
           ON a.id = ${bind(id)} AND a.entered <= revision AND a.left_at > revision AND ${isShown('a')}
         LEFT JOIN ${schema}.body ON body.number = a.number`,
        values,
      )
      const { revision, due: next } = stateOf(row)
      if (row['body'] === null) return { revision, due: next, article: null }
      const until = numberIn(row, 'until')
      return {
        revision,
        due: row['has_kin'] === true ? Math.min(until, next) : until,
        article: articleOfRow(row)(),
      }
    },
    async articles(asked) {
      const { items, ...answer } = await list(asked, false)
      return { ...answer, items: items.map(headOfRow) }
    },
    async fullArticles(asked) {
      const { items: rows, ...answer } = await list(asked, true)
      const items = rows.map((row) => {
        const article = articleOfRow(row)
        return {
          ...headOfRow(row),
          get sections() {
            return article().sections
          },
          get notes() {
            return article().notes
          },
        }
      })
      return { ...answer, items }
    },
    async values(facet, paging) {
      const { values, bind, isShown, due } = begin()
      const rows = await ask(
        `WITH grouped AS (
           SELECT min(written) AS written, count(*) AS articles
           FROM ${schema}.name JOIN ${schema}.current AS a USING (number)
           WHERE facet = ${bind(facet)} AND ${isShown('a')} GROUP BY folded
         ), page AS (
           SELECT * FROM grouped ORDER BY articles DESC, written
           LIMIT ${bind(paging.limit)} OFFSET ${bind(offsetOfPage(paging))}
         )
         SELECT revision, ${due} AS due, (SELECT count(*) FROM grouped) AS total, written, articles
         FROM ${schema}.state LEFT JOIN page ON true ORDER BY articles DESC, written`,
        values,
      )
      const items = rows
        .filter(({ written }) => written !== null)
        .map((row) => ({ name: textIn(row, 'written'), articleCount: numberIn(row, 'articles') }))
      return { ...stateOf(rows[0]), items, total: numberIn(rows[0], 'total') }
    },
    async around(id) {
      const { values, bind, isShown, due } = begin()
      const given = bind(id)
      const place = `(SELECT newest FROM ${schema}.current AS a WHERE id = ${given} AND ${isShown('a')})`
      const of = { id: given, isShown: isShown('a') }
      const [row = {}] = await ask(
        `SELECT revision, ${due} AS due, ${neighbour(place, of, false)} AS previous,
           ${neighbour(place, of, true)} AS next FROM ${schema}.state`,
        values,
      )
      const headIn = (column: string) => parseHead(row[column] === null ? undefined : { head: row[column] })
      return { ...stateOf(row), previous: headIn('previous'), next: headIn('next') }
    },
    async idsNear(id) {
      const { values, bind, isShown, due } = begin()
      const given = bind(id)
      const from = `SELECT id FROM ${schema}.current AS a WHERE ${isShown('a')} AND id`
      const [row = {}] = await ask(
        `SELECT revision, ${due} AS due, ARRAY(
           (${from} < ${given} ORDER BY id DESC LIMIT ${mostNear})
           UNION ALL (${from} >= ${given} ORDER BY id LIMIT ${mostNear}) ORDER BY id
         ) AS ids FROM ${schema}.state`,
        values,
      )
      return { ...stateOf(row), ids: row['ids'] as string[] }
    },
    moved: (name) =>
      read(async (own) => {
        const { values, due } = begin()
        const moved = await forward(own, aliasKey(name))
        const [row] = await own(`SELECT revision, ${due} AS due FROM ${schema}.state`, values)
        return { ...stateOf(row), moved }
      }),
    async filesWith(hash) {
      const { values, bind, isShown } = begin()
      const rows = await ask(
        `WITH found AS (
           SELECT path, facts, min(until) AS due
           FROM ${schema}.used JOIN ${schema}.current AS a USING (number)
           WHERE hash = ${bind(hash)} AND ${isShown('a')} GROUP BY path, facts
         )
         SELECT revision, facts, due FROM ${schema}.state LEFT JOIN found ON true ORDER BY path`,
        values,
      )
      const found = rows.filter(({ facts }) => facts !== null)
      return {
        revision: numberIn(rows[0], 'revision'),
        due: Math.min(...found.map((row) => numberIn(row, 'due'))),
        files: found.map((row) => JSON.parse(textIn(row, 'facts')) as FileUse),
      }
    },
  }
}
