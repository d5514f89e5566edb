import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { Article } from '../../article/article.ts'
import type { Clause, SearchQuery } from '../../search/query.ts'
import type { Filter, Library, Match, Page, Paging } from '../library.ts'
import { conditionOf } from './list.ts'
import { number, type Row, text } from './row.ts'

/** FTS5 §3: a string in quotes is a phrase. Terms hold no quotes. */
const phrase = (terms: readonly string[]): string => `"${terms.join(' ')}"`

const expressionOfClause = ({ terms, prefixes }: Clause): string =>
  `(${[phrase(terms), ...prefixes.map((prefix) => `${phrase([prefix])} *`)].join(' OR ')})`

/** A query as an FTS5 expression: all clauses, less what is excluded. */
const expressionOf = ({ clauses }: SearchQuery): string => {
  const wanted = clauses.filter(({ isExcluded }) => !isExcluded).map(expressionOfClause)
  const excluded = clauses.filter(({ isExcluded }) => isExcluded).map(expressionOfClause)
  return [`(${wanted.join(' AND ')})`, ...excluded].join(' NOT ')
}

/** A word in the title weighs as eight in the text, in a heading or the summary as four. */
const rankSql = (condition: string): string =>
  `SELECT number, id, bm25(words, 8, 4, 1) AS rank FROM words JOIN article ON number = words.rowid
   WHERE words MATCH ?${condition}`

type Ranked = { key: number; id: string; rank: number }

/** Best first; bm25 is the lower the better. */
const byRank = (one: Ranked, other: Ranked): number => one.rank - other.rank || (one.id < other.id ? -1 : 1)

/** Milliseconds that a search may hold other requests up at a time. */
const slice = 1

/** Takes rows in slices, between which other requests are answered; undefined where the library changed meanwhile. */
const collect = async (rows: Iterator<Row>, isCurrent: () => boolean): Promise<Ranked[] | undefined> => {
  const ranked: Ranked[] = []
  let until = performance.now() + slice
  for (let row = rows.next(); row.done !== true; row = rows.next()) {
    const { value } = row
    ranked.push({ key: number(value, 'number'), id: text(value, 'id'), rank: number(value, 'rank') })
    if (performance.now() < until) continue
    await setImmediate()
    if (!isCurrent()) return undefined
    until = performance.now() + slice
  }
  return ranked
}

type Asked = Paging & { filter: Filter; search: SearchQuery }

/** Answers searches. `stop` ends those under way, which then begin anew: to be called before a change. */
export const createSearch = (database: DatabaseSync): { search: Library['search']; stop: () => void } => {
  const one = database.prepare('SELECT body FROM article WHERE number = ?')
  const running = new Set<Iterator<Row>>()
  let changes = 0

  const rank = async ({ filter, search }: Asked): Promise<Ranked[]> => {
    for (;;) {
      const before = changes
      const { sql, values } = conditionOf(filter)
      const statement: StatementSync = database.prepare(rankSql(sql))
      const rows = statement.iterate(expressionOf(search), ...values) as Iterator<Row>
      running.add(rows)
      try {
        const ranked = await collect(rows, () => changes === before)
        if (ranked !== undefined) return ranked.toSorted(byRank)
      } finally {
        running.delete(rows)
      }
    }
  }

  const matchOf = ({ key, rank: score }: Ranked): Match[] => {
    const row = one.get(key)
    return row === undefined ? [] : [{ article: JSON.parse(text(row, 'body')) as Article, score: -score }]
  }

  return {
    async search(query): Promise<Page<Match>> {
      const ranked = await rank(query)
      const start = (query.page - 1) * query.limit
      const items: Match[] = []
      for (const found of ranked.slice(start, start + query.limit)) {
        items.push(...matchOf(found))
        await setImmediate()
      }
      return { items, total: ranked.length }
    },
    stop() {
      changes += 1
      for (const rows of running) rows.return?.()
      running.clear()
    },
  }
}
