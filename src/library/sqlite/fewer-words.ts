import type { DatabaseSync } from 'node:sqlite'
import type { ExpandedClause, ExpandedQuery } from '../../search/expand.ts'
import type { Filter } from '../library.ts'
import { leastForFewer, mostCandidates } from '../limits.ts'
import { excludedOf, expressionOfClause } from './expression.ts'
import { conditionOf } from './list.ts'
import type { SetOfTables, Tables } from './tables.ts'
import type { Held, Steps } from './vocabulary.ts'

const rowsSql = ({ words, article }: SetOfTables, condition: string): string =>
  `SELECT ${words}.rowid FROM ${words} JOIN ${article} ON number = ${words}.rowid
   WHERE ${words} MATCH ?${condition} LIMIT ${mostCandidates}`

/** The articles of a set that may be an answer, each with the clauses that it lacks. */
type Lacking = Map<number, number[]>

const fewest = (all: readonly Lacking[]): number[] | undefined =>
  all
    .flatMap((lacking) => [...lacking.values()])
    .reduce<number[] | undefined>(
      (best, one) => (best !== undefined && best.length <= one.length ? best : one),
      undefined,
    )

/**
 * Makes the function that tells which words of a query are to be left out, so that something is found: those that the article
 * with most of them lacks, at most a quarter. Returns their indexes; none where too few would be left.
 */
export const createFewer = (database: DatabaseSync, tables: Tables, vocabulary: Held) => {
  const countOf = ({ terms, phrases, beginnings, termBeginnings }: ExpandedClause): number =>
    beginnings.length + termBeginnings.length > 0
      ? Infinity
      : [...terms, ...phrases.map(([first = '']) => first)].reduce(
          (sum, term) => sum + vocabulary.countOf(term),
          0,
        )

  return function* (searched: ExpandedQuery, filter: Filter): Steps<readonly number[]> {
    const wanted = [...searched.clauses.entries()].filter(([, { isExcluded }]) => !isExcluded)
    const most = wanted.length < leastForFewer ? 0 : Math.floor(wanted.length / leastForFewer)
    if (most === 0) return []
    const counted: { clause: ExpandedClause; count: number }[] = []
    for (const [, clause] of wanted) {
      counted.push({ clause, count: countOf(clause) })
      yield
    }
    // What lacks at most so many words has one of any so many and one: the rarest of them are the fewest articles.
    const rarest = counted.toSorted((one, other) => one.count - other.count).slice(0, most + 1)
    const any = `(${rarest.map(({ clause }) => expressionOfClause(clause)).join(' OR ')})`
    const { sql, values } = conditionOf(filter, tables)
    const all: Lacking[] = []
    for (const set of tables.sets) {
      const statement = database.prepare(rowsSql(set, sql))
      statement.setReturnArrays(true)
      const rowsOf = (...expressions: string[]): number[] =>
        (statement.all(expressions.join(' NOT '), ...values) as unknown as [number][]).map(([row]) => row)
      const excluded = excludedOf(searched.clauses)
      const lacking: Lacking = new Map(rowsOf(any, ...excluded).map((row) => [row, []]))
      yield
      for (const [index, clause] of wanted) {
        const having = new Set(rowsOf(`(${any} AND ${expressionOfClause(clause)})`, ...excluded))
        for (const [row, missing] of lacking) {
          if (!having.has(row)) missing.push(index)
          if (missing.length > most) lacking.delete(row)
        }
        yield
      }
      all.push(lacking)
    }
    return fewest(all) ?? []
  }
}
