import type { DatabaseSync } from 'node:sqlite'
import { atOnce, createPace, inSlices, type Pace } from '../../pace.ts'
import { expand } from '../../search/expand.ts'
import { passagesWith, wantedBy, type WantedWords } from '../../search/passages.ts'
import { isAsTyped } from '../../search/replacing.ts'
import { addSynonyms } from '../../search/word-groups.ts'
import type { FacetCounts, SearchAsked, Searched } from '../library.ts'
import { mostFacetValues, mostRestarts, rowsOfStep } from '../limits.ts'
import { type Ranking, searchBy, type SearchEngine } from '../searching.ts'
import type { Ranked } from './best.ts'
import { createCollecting } from './collecting.ts'
import { anyTerm, expressionOf, expressionOfClause } from './expression.ts'
import { createFewer } from './fewer-words.ts'
import { createSpeller } from './speller.ts'
import { conditionOf } from './list.ts'
import { createNearWords } from './near-words.ts'
import { type ArticleReader, type Snapshot } from './reader.ts'
import type { RankedRows } from './ranked-rows.ts'
import type { SetOfTables, Tables } from './tables.ts'
import { createVocabulary, type Held, type Steps } from './vocabulary.ts'

/** The values of a facet that matching articles have. */
const facetSql = (sets: readonly SetOfTables[], condition: string): string => {
  const all = sets.map(
    ({ words, name, article }) => `SELECT folded, written FROM ${words}
     JOIN ${name} AS named ON named.article = ${words}.rowid JOIN ${article} ON number = ${words}.rowid
     WHERE ${words} MATCH ? AND facet = ?${condition}`,
  )
  return `SELECT min(written) AS name, count(*) AS articles FROM (${all.join(' UNION ALL ')})
   GROUP BY folded ORDER BY articles DESC, name LIMIT ${mostFacetValues}`
}

type AtRevision<Answer> = Answer & { revision: number }

/** The matches of a page, best first, of one moment. */
type Found = AtRevision<{
  snapshot: Snapshot
  wanted: WantedWords
  scores: number[]
  total: number
  facets: FacetCounts
}>

const byNewest = (a: { newest: number; id: string }, b: typeof a): number =>
  a.newest === b.newest ? (a.id < b.id ? -1 : 1) : b.newest - a.newest

/** What searches are made of beside the connection. */
type Asked = { state: { readonly revision: number }; tables: Tables; rows: RankedRows }

/** Makes `rank`, which ranks step by step and takes a snapshot of the page. */
const createRanking = (
  database: DatabaseSync,
  reader: ArticleReader,
  { state, tables, vocabulary, rows }: Asked & { vocabulary: Held },
) => {
  const { sets } = tables
  const collecting = createCollecting(database, tables, { rows, vocabulary })
  const orderOf = database.prepare(`SELECT newest, id FROM ${tables.article} WHERE number = ?`)

  /** Orders rows of equal rank: the newest first, then by id. */
  const untie = function* (ranked: readonly Ranked[]) {
    const untied: Ranked[] = []
    for (const group of Map.groupBy(ranked, ({ rank }) => rank).values()) {
      const placed: { found: Ranked; newest: number; id: string }[] = []
      for (const found of group) {
        const row = group.length === 1 ? undefined : orderOf.get(found.key)
        placed.push({ found, newest: Number(row?.['newest'] ?? 0), id: String(row?.['id'] ?? '') })
        if (placed.length % rowsOfStep === 0) yield
      }
      untied.push(...placed.sort(byNewest).map(({ found }) => found))
    }
    return untied
  }

  /** Counts the values of facets among all that match, each without its own filter. */
  const countFacets = function* ({ facets = [], filter, searched }: Ranking) {
    const counts: FacetCounts = {}
    for (const facet of facets) {
      const { sql, values } = conditionOf({ ...filter, [facet]: undefined }, tables)
      const bound = sets.flatMap(() => [expressionOf(searched), facet, ...values])
      const found = database.prepare(facetSql(sets, sql)).all(...bound)
      counts[facet] = found.map((row) => ({
        name: String(row['name']),
        articleCount: Number(row['articles']),
      }))
      yield
    }
    return counts
  }

  const rank = function* (asked: Ranking): Steps<Found> {
    const { ranked, skip, total } = yield* collecting.collect(asked)
    const found = (yield* untie(ranked)).slice(skip, skip + asked.limit)
    const snapshot = reader.snapshot(found.map(({ key }) => key))
    const wanted = wantedBy(asked.searched, vocabulary.begunBy)
    const scores = found.map(({ rank: score }) => -score)
    const facets = yield* countFacets(asked)
    return { snapshot, wanted, scores, total, facets, revision: state.revision }
  }
  return { rank, forget: collecting.forget }
}

/** Makes `search`, and `stop`, which is to be called before a change, after `rows.stop`: searches under way then begin anew. */
export const createSearch = (
  database: DatabaseSync,
  reader: ArticleReader,
  { state, tables, rows }: Asked,
) => {
  const vocabulary = createVocabulary(database, tables)
  const ranking = createRanking(database, reader, { state, tables, vocabulary, rows })
  const near = createNearWords(database, tables, vocabulary.isKnown)
  const fewer = createFewer(database, tables, vocabulary)
  const spell = createSpeller(database, reader, tables)
  let changes = 0

  /** The same, or undefined where the library has changed since it began. */
  const rankUnlessChanged = function* (asked: Ranking): Generator<void, Found | undefined, void> {
    const before = changes
    const steps = ranking.rank(asked)
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

  const find = async (asked: Ranking): Promise<Found> => {
    for (let attempt = 0; attempt < mostRestarts; attempt += 1) {
      const found = await inSlices(rankUnlessChanged(asked), createPace(asked.signal))
      if (found !== undefined) return found
    }
    return atOnce(ranking.rank(asked))
  }

  /** What is told of the words of the texts, at the pace of a search. */
  const engineAt = (pace: Pace): SearchEngine<Found> => ({
    find,
    languages: () => vocabulary.read().languages,
    async hold(query) {
      const held = vocabulary.read()
      const entries = await inSlices(vocabulary.synonyms(held.languages), pace)
      const isFixed = query.clauses.map(isAsTyped)
      return { query, expanded: addSynonyms(expand(query, held), isFixed, entries) }
    },
    matches: async (clause) => vocabulary.matches(expressionOfClause(clause)),
    hasAny: async (terms) => vocabulary.matches(anyTerm(terms)),
    isKnown: async (form) => vocabulary.isKnown(form),
    countOf: async (form) => vocabulary.countOf(form),
    nearest: (form, least) => inSlices(near.nearest(form, least), pace),
    spell: (form) => inSlices(spell(form), pace),
    fewer: (query, filter) => inSlices(fewer(query, filter), pace),
  })

  const search = async (asked: SearchAsked): Promise<AtRevision<Searched>> => {
    const { snapshot, wanted, scores, ...found } = await searchBy(engineAt(createPace(asked.signal)), asked)
    const items = scores.map((score, index) => ({
      score,
      get article() {
        return snapshot.parts(index)
      },
      get passages() {
        return passagesWith(snapshot.passages(index), wanted)
      },
    }))
    return { ...found, items }
  }

  return {
    search,
    stop: (): void => {
      changes += 1
      near.forget()
      ranking.forget()
    },
  }
}
