import type { DatabaseSync } from 'node:sqlite'
import { atOnce, createPace, inSlices } from '../../pace.ts'
import type { Clause, SearchQuery } from '../../search/query.ts'
import type { At, Library, Match, Page, SearchAsked } from '../library.ts'
import { createBest, type Ranked } from './best.ts'
import { conditionOf } from './list.ts'
import type { Reader, Reading } from './reader.ts'
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

/** Rows between two steps: some 50 µs. */
const rowsOfStep = 50

/** How often a search begins anew because the library changed; after that it is done in one go, or it might never end. */
const mostRestarts = 3

/** The matches of a page, best first, as they stood at one moment. */
type Found = At<{ reading: Reading; scores: number[]; total: number }>

/** Makes `search`, and `stop`, which ends the rankings under way before a change; they then begin anew. */
export const createSearch = (
  database: DatabaseSync,
  reader: Reader,
  state: { readonly revision: number },
): { search: Library['search']; stop: () => void } => {
  const idOf = database.prepare('SELECT id FROM article WHERE number = ?')
  const running = new Set<Iterator<unknown>>()
  let changes = 0

  /** All rows that match, of which the best are kept. */
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

  /** Those of equal rank by their ids. */
  const untie = function* (ranked: readonly Ranked[]) {
    const untied: Ranked[] = []
    for (const group of Map.groupBy(ranked, ({ rank }) => rank).values()) {
      const named: { found: Ranked; id: string }[] = []
      for (const found of group) {
        named.push({ found, id: group.length === 1 ? '' : text(idOf.get(found.key), 'id') })
        if (named.length % rowsOfStep === 0) yield
      }
      untied.push(...named.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ found }) => found))
    }
    return untied
  }

  /** Ranks step by step, and begins to read what it found. */
  const rankNow = function* (asked: SearchAsked): Generator<void, Found, void> {
    const { ranked, skip, total } = yield* collect(asked)
    const found = (yield* untie(ranked)).slice(skip, skip + asked.limit)
    const reading = reader.read(found.map(({ key }) => key))
    const scores = found.map(({ rank: score }) => -score)
    return { reading, scores, total, revision: state.revision }
  }

  /** The same, or undefined where the library has changed since it began. */
  const rank = function* (asked: SearchAsked): Generator<void, Found | undefined, void> {
    const before = changes
    const steps = rankNow(asked)
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
      const found = await inSlices(rank(asked), createPace(asked.signal))
      if (found !== undefined) return found
    }
    return atOnce(rankNow(asked))
  }

  return {
    async search(asked): Promise<At<Page<Match>>> {
      const { reading, scores, total, revision } = await find(asked)
      const items = scores.map((score, index) => ({
        score,
        get article() {
          return reading.article(index)
        },
      }))
      return { items, total, revision }
    },
    stop() {
      changes += 1
      for (const rows of running) rows.return?.()
      running.clear()
    },
  }
}
