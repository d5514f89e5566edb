import type { DatabaseSync } from 'node:sqlite'
import { onlyThere, wordsOf } from '../../search/expand.ts'
import { fewRows, fewWords } from '../limits.ts'
import type { Ranking } from '../searching.ts'
import { createBest } from './best.ts'
import { type PlainClause, plainClausesOf, tiersOf } from './expression.ts'
import { conditionOf } from './list.ts'
import { openMerit } from './merit.ts'
import type { RankedRows } from './ranked-rows.ts'
import { publicTables, type SetOfTables, type Tables } from './tables.ts'
import type { Held, Steps } from './vocabulary.ts'

/**
 * A word in the title weighs as eight in the text, in a heading or the summary as four, in a name as two; the very word as it is
 * typed adds four. A filter needs the articles too.
 */
const weights = [8, 4, 1, 2, 4]

const rankOf = (words: string): string => `bm25(${words}, ${weights.join(', ')})`

/** Gives all matches to `ranked`: with a condition out of a query whose limit keeps that function from being called for other rows. */
const rankedSql = ({ words, article, isPartial = false }: SetOfTables, condition: string): string =>
  condition === '' && !isPartial
    ? `SELECT 1 FROM ${words} WHERE ${words} MATCH ? AND ranked(rowid, ${rankOf(words)})`
    : `SELECT 1 FROM (
         SELECT number, ${rankOf(words)} AS rank FROM ${words} JOIN ${article} ON number = ${words}.rowid
         WHERE ${words} MATCH ?${condition} LIMIT -1
       ) WHERE ranked(number, rank)`

type Receive = (key: number, rank: number) => void

/** A statement, and the expression of FTS5 that it is given. */
type Expressed = { sql: string; expression: string }

/** Makes what ranks the rows of plain clauses by the shortest way: few are asked of FTS5, many of its tables. */
const createPlain = (database: DatabaseSync, words: string, rows: RankedRows) => {
  const merit = openMerit(database, words, weights)
  const isMore = database.prepare(`SELECT 1 FROM ${words} WHERE ${words} MATCH ? LIMIT 1 OFFSET ${fewRows}`)
  isMore.setReturnArrays(true)
  return {
    *rank({ sql, expression }: Expressed, clauses: readonly PlainClause[], receive: Receive): Steps<void> {
      const isShort = merit !== undefined && isMore.get(expression) !== undefined
      if (!isShort || !(yield* merit.rank(clauses, receive)))
        yield* rows.read({ sql, values: [expression] }, receive)
    },
    forget: (): void => merit?.forget(),
  }
}

/** Makes `collect`, which counts all rows that match and keeps the best, and `forget`, which is to be called before each change. */
export const createCollecting = (
  database: DatabaseSync,
  tables: Tables,
  { rows, vocabulary }: { rows: RankedRows; vocabulary: Held },
) => {
  // The numbers of hidden articles are negative, and of those that are due not all are shown.
  const publicSet = tables.sets.find(({ article }) => article === publicTables.article)
  const plain = publicSet && createPlain(database, publicSet.words, rows)

  const collect = function* ({ filter, searched, page, limit }: Ranking) {
    const condition = conditionOf(filter, tables)
    const most = page * limit
    const best = createBest(most)
    const words = wordsOf(searched)
    const there = words.length > fewWords ? vocabulary.thereOf(words) : undefined
    const held = onlyThere(searched, (word) => there?.has(word) !== false)
    const clauses = condition.sql === '' ? plainClausesOf(held) : undefined
    for (const set of tables.sets) {
      const sql = rankedSql(set, condition.sql)
      for (const { expression, weight } of tiersOf(held)) {
        const receive: Receive = (key, rank) => best.add(key, rank * weight)
        if (plain !== undefined && clauses !== undefined && set === publicSet)
          yield* plain.rank({ sql, expression }, clauses, receive)
        else yield* rows.read({ sql, values: [expression, ...condition.values] }, receive)
      }
    }
    return best.from((page - 1) * limit)
  }
  return { collect, forget: (): void => plain?.forget() }
}
