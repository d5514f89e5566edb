import type { DatabaseSync } from 'node:sqlite'
import { atOnce, createPace, inSlices } from '../../pace.ts'
import type { Clause, ParsedQuery } from '../../search/query.ts'
import type { At, Match, Page, SearchAsked } from '../library.ts'
import { mostRestarts, rowsOfStep } from '../limits.ts'
import { createBest, type Ranked } from './best.ts'
import { conditionOf } from './list.ts'
import { type ArticleReader, type Snapshot, textIn } from './reader.ts'

/** FTS5 §3: a string in quotes is a phrase. Terms hold no quotes. */
const phrase = (terms: readonly string[]): string => `"${terms.join(' ')}"`

const expressionOfClause = ({ terms, prefixes }: Clause): string =>
  `(${[phrase(terms), ...prefixes.map((prefix) => `${phrase([prefix])} *`)].join(' OR ')})`

/** A query as an FTS5 expression: all clauses, less what is excluded. */
const expressionOf = ({ clauses }: ParsedQuery): string => {
  const wanted = clauses.filter(({ isExcluded }) => !isExcluded).map(expressionOfClause)
  const excluded = clauses.filter(({ isExcluded }) => isExcluded).map(expressionOfClause)
  return [`(${wanted.join(' AND ')})`, ...excluded].join(' NOT ')
}

/** A word in the title weighs as eight in the text, in a heading or the summary as four. A filter needs the articles too. */
const rankSql = (condition: string): string => {
  const articles = condition === '' ? '' : 'JOIN article ON number = words.rowid'
  return `SELECT words.rowid, bm25(words, 8, 4, 1) FROM words ${articles} WHERE words MATCH ?${condition}`
}

/** The matches of a page, best first, of one moment. */
type Found = At<{ snapshot: Snapshot; scores: number[]; total: number }>

/** Makes `rank`, which ranks step by step and takes a snapshot of the page, and `stop`, which ends what is being ranked. */
const createRanking = (
  database: DatabaseSync,
  reader: ArticleReader,
  state: { readonly revision: number },
) => {
  const idOf = database.prepare('SELECT id FROM article WHERE number = ?')
  const running = new Set<Iterator<unknown>>()

  /** Counts all rows that match, and keeps the best. */
  const collect = function* ({ filter, search, page, limit }: SearchAsked) {
    const { sql, values } = conditionOf(filter)
    const statement = database.prepare(rankSql(sql))
    statement.setReturnArrays(true)
    const rows = statement.iterate(expressionOf(search), ...values) as Iterator<unknown>
    const best = createBest(page * limit)
    running.add(rows)
    try {
      let count = 0
      for (let row = rows.next(); row.done !== true; row = rows.next()) {
        const [key, rank] = row.value as [number, number]
        best.add(key, rank)
        count += 1
        if (count % rowsOfStep === 0) yield
      }
    } finally {
      rows.return?.()
      running.delete(rows)
    }
    return best.from((page - 1) * limit)
  }

  /** Orders rows of equal rank by their ids. */
  const untie = function* (ranked: readonly Ranked[]) {
    const untied: Ranked[] = []
    for (const group of Map.groupBy(ranked, ({ rank }) => rank).values()) {
      const named: { found: Ranked; id: string }[] = []
      for (const found of group) {
        named.push({ found, id: group.length === 1 ? '' : textIn(idOf.get(found.key), 'id') })
        if (named.length % rowsOfStep === 0) yield
      }
      untied.push(...named.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ found }) => found))
    }
    return untied
  }

  const rank = function* (asked: SearchAsked): Generator<void, Found, void> {
    const { ranked, skip, total } = yield* collect(asked)
    const found = (yield* untie(ranked)).slice(skip, skip + asked.limit)
    const snapshot = reader.snapshot(found.map(({ key }) => key))
    const scores = found.map(({ rank: score }) => -score)
    return { snapshot, scores, total, revision: state.revision }
  }

  const stop = (): void => {
    for (const rows of running) rows.return?.()
    running.clear()
  }

  return { rank, stop }
}

/** Makes `search`, and `stop`, which ends the searches under way before a change; they then begin anew. */
export const createSearch = (...given: Parameters<typeof createRanking>) => {
  const { rank, stop } = createRanking(...given)
  let changes = 0

  /** The same, or undefined where the library has changed since it began. */
  const rankUnlessChanged = function* (asked: SearchAsked): Generator<void, Found | undefined, void> {
    const before = changes
    const steps = rank(asked)
    try {
      for (;;) {
        const step = steps.next()
        if (step.done === true) return step.value
        yield
        if (changes !== before) return undefined
      }
    } finally {
      steps.return(undefined as never)
    }
  }

  const find = async (asked: SearchAsked): Promise<Found> => {
    for (let attempt = 0; attempt < mostRestarts; attempt += 1) {
      const found = await inSlices(rankUnlessChanged(asked), createPace(asked.signal))
      if (found !== undefined) return found
    }
    return atOnce(rank(asked))
  }

  const search = async (asked: SearchAsked): Promise<At<Page<Match>>> => {
    const { snapshot, scores, total, revision } = await find(asked)
    const items = scores.map((score, index) => ({
      score,
      get article() {
        return snapshot.article(index)
      },
    }))
    return { items, total, revision }
  }

  return {
    search,
    stop: (): void => {
      changes += 1
      stop()
    },
  }
}
