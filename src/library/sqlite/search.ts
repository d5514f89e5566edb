import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { Article } from '../../article/article.ts'
import type { Clause, SearchQuery } from '../../search/query.ts'
import type { Filter, Library, Match, Page, Paging } from '../library.ts'
import { conditionOf } from './list.ts'
import { createBest, type Ranked } from './best.ts'
import { text } from './row.ts'

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

/** A word in the title weighs as eight in the text, in a heading or the summary as four. Articles are looked at where a filter asks. */
const rankSql = (condition: string): string => {
  const articles = condition === '' ? '' : 'JOIN article ON number = words.rowid'
  return `SELECT words.rowid, bm25(words, 8, 4, 1) FROM words ${articles} WHERE words MATCH ?${condition}`
}

/** Milliseconds that a search may hold other requests up at a time. */
const slice = 0.5

type Best = ReturnType<typeof createBest>

/** Takes rows in slices, between which other requests are answered; false where the library changed meanwhile. */
const collect = async (rows: Iterator<unknown>, best: Best, isCurrent: () => boolean): Promise<boolean> => {
  let until = performance.now() + slice
  for (let row = rows.next(); row.done !== true; row = rows.next()) {
    const [key, rank] = row.value as [number, number]
    best.add(key, rank)
    if (performance.now() < until) continue
    await setImmediate()
    if (!isCurrent()) return false
    until = performance.now() + slice
  }
  return true
}

type Asked = Paging & { filter: Filter; search: SearchQuery }

/** Answers searches. `stop` ends those under way, which then begin anew: to be called before a change. */
export const createSearch = (database: DatabaseSync): { search: Library['search']; stop: () => void } => {
  const one = database.prepare('SELECT body FROM article WHERE number = ?')
  const idOf = database.prepare('SELECT id FROM article WHERE number = ?')
  const running = new Set<Iterator<unknown>>()
  let changes = 0

  /** Those of equal rank by their ids. */
  const untie = (ranked: readonly Ranked[]): Ranked[] => {
    const ties = Map.groupBy(ranked, ({ rank }) => rank)
    const byId = (group: Ranked[]): Ranked[] =>
      group
        .map((found) => ({ found, id: text(idOf.get(found.key), 'id') }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ found }) => found)
    return [...ties.values()].flatMap((group) => (group.length === 1 ? group : byId(group)))
  }

  /** The rows of a page, best first, and how many there are in all; nothing changed while they were looked for. */
  const rank = async ({
    filter,
    search,
    page,
    limit,
  }: Asked): Promise<{ ranked: Ranked[]; total: number }> => {
    for (;;) {
      const before = changes
      const { sql, values } = conditionOf(filter)
      const statement: StatementSync = database.prepare(rankSql(sql))
      statement.setReturnArrays(true)
      const rows = statement.iterate(expressionOf(search), ...values) as Iterator<unknown>
      const best = createBest(page * limit)
      running.add(rows)
      try {
        if (!(await collect(rows, best, () => changes === before))) continue
        const { ranked, skip, total } = best.from((page - 1) * limit)
        return { ranked: untie(ranked).slice(skip, skip + limit), total }
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
      const { ranked, total } = await rank(query)
      const items: Match[] = []
      for (const found of ranked) {
        items.push(...matchOf(found))
        await setImmediate()
      }
      return { items, total }
    },
    stop() {
      changes += 1
      for (const rows of running) rows.return?.()
      running.clear()
    },
  }
}
