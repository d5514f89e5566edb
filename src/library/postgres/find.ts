/** Searches, each within one state of the database. */
import { createPace, inSlices } from '../../pace.ts'
import { expand, type ExpandedClause, type ExpandedQuery } from '../../search/expand.ts'
import { mostSpelled } from '../../search/limits.ts'
import { createSpelling } from '../../search/spelling.ts'
import type { ParsedQuery } from '../../search/query.ts'
import { type HeldQuery, isAsTyped } from '../../search/replacing.ts'
import { addSynonyms } from '../../search/word-groups.ts'
import type { FacetCounts, Filter, Library, SearchAsked } from '../library.ts'
import { leastForFewer, mostCandidates, mostFacetValues } from '../limits.ts'
import { type Ranking, searchBy, type SearchEngine } from '../searching.ts'
import { textsOf } from '../texts.ts'
import type { AskDatabase, Database, DatabaseRow } from './database.ts'
import { mostRanked } from './limits.ts'
import { narrowed, offsetOfPage } from './lists.ts'
import { anyOfTerms, queryOfClause, queryOfForm } from './matching.ts'
import { articleOfRow, type Bind, bindings, type Scope, scoped, stateOf } from './rows.ts'
import { numberIn, textIn } from '../columns.ts'
import { createWords, type KnownWords, type WordsInState } from './words.ts'

/** Words in the title weigh as eight in the text, in headings as four, in names as two: {text, names, headings, title}. */
const weights = '{0.125, 0.25, 0.5, 1}'

const wantedIn = (clauses: readonly ExpandedClause[]): ExpandedClause[] =>
  clauses.filter(({ isExcluded }) => !isExcluded)

/** The numbers of the articles that all clauses find, less what is excluded. */
const numbersOf = (schema: string, clauses: readonly ExpandedClause[], bind: Bind): string => {
  const found = (clause: ExpandedClause): string =>
    `SELECT number FROM ${schema}.passage WHERE terms @@ ${bind(queryOfClause(clause))}::tsquery`
  const excluded = clauses.filter(({ isExcluded }) => isExcluded)
  const all = wantedIn(clauses).map(found).join(' INTERSECT ')
  return [`(${all})`, ...excluded.map(found)].join(' EXCEPT ')
}

/** The same with each article once. */
const matchedBy = (...parts: Parameters<typeof numbersOf>): string =>
  `SELECT DISTINCT number FROM (${numbersOf(...parts)}) AS matching`

/** A search in one state; `known` is what was read of the words before. */
const createSearching = (
  ask: AskDatabase,
  scope: Scope,
  { words, known, signal }: { words: WordsInState; known: KnownWords; signal: AbortSignal | undefined },
) => {
  const { schema, now: clock } = scope
  const { languages, entries } = known
  const pace = createPace(signal)

  const begin = () => {
    const { values, bind } = bindings()
    const now = bind(clock())
    return { values, bind, now, ...scoped(scope, now) }
  }

  /** The values of a facet that matching articles have. */
  const countFacet = async (facet: string, filter: Filter, { clauses }: ExpandedQuery) => {
    const { values, bind, now, isShown } = begin()
    const rows = await ask(
      `SELECT min(written) AS name, count(*) AS articles
       FROM (${matchedBy(schema, clauses, bind)}) AS found JOIN ${schema}.current AS a USING (number)
       JOIN ${schema}.name ON name.number = a.number AND facet = ${bind(facet)}
       WHERE ${isShown('a')}${narrowed(filter, { scope, now, bind })}
       GROUP BY folded ORDER BY articles DESC, name LIMIT ${mostFacetValues}`,
      values,
    )
    return rows.map((row) => ({ name: textIn(row, 'name'), articleCount: numberIn(row, 'articles') }))
  }

  /** The page of the best. What is found by the words that were typed is before what is by synonyms alone. */
  const rank = async ({ filter, searched, facets = [], ...paging }: Ranking) => {
    const { values, bind, now, isShown, isPublic, kin } = begin()
    const { clauses, typed } = searched
    const any = bind(wantedIn(clauses).map(queryOfClause).join(' | '))
    const isTyped = typed === undefined ? 'true' : `a.number IN (${matchedBy(schema, typed, bind)})`
    const rows = await ask(
      `WITH matched AS MATERIALIZED (
         SELECT a.number, a.newest, a.id, ${isTyped} AS is_typed
         FROM (${matchedBy(schema, clauses, bind)}) AS found JOIN ${schema}.current AS a USING (number)
         WHERE ${isShown('a')}${narrowed(filter, { scope, now, bind })}
       ), weighed AS (
         SELECT newer.number, sum(ts_rank('${weights}', terms, ${any}::tsquery))::float8 AS weight
         FROM (SELECT number FROM matched ORDER BY is_typed DESC, newest DESC, id LIMIT ${mostRanked}) AS newer
         JOIN ${schema}.passage ON passage.number = newer.number AND terms @@ ${any}::tsquery GROUP BY newer.number
       ), scored AS (
         SELECT number, newest, id, CASE WHEN is_typed THEN 1 ELSE 0 END
           + coalesce(weight / (1 + weight), 0) AS score
         FROM matched LEFT JOIN weighed USING (number)
       ), page AS (
         SELECT * FROM scored ORDER BY score DESC, newest DESC, id
         LIMIT ${bind(paging.limit)} OFFSET ${bind(offsetOfPage(paging))}
       )
       SELECT counted.total, page.score, body.body, ${isPublic('a')} AS is_public, ${kin('a')} AS kin
       FROM (SELECT count(*) AS total FROM matched) AS counted LEFT JOIN page ON true
       LEFT JOIN ${schema}.article AS a ON a.number = page.number
       LEFT JOIN ${schema}.body ON body.number = page.number
       ORDER BY page.score DESC, page.newest DESC, page.id`,
      values,
    )
    const counts: FacetCounts = {}
    for (const facet of facets)
      counts[facet] = await countFacet(facet, { ...filter, [facet]: undefined }, searched)
    return {
      total: numberIn(rows[0], 'total'),
      rows: rows.filter(({ body }) => body !== null),
      facets: counts,
    }
  }

  /** How texts write a folded word: as most of some that have it do. */
  const spell = async (form: string): Promise<string> => {
    const { values, bind, isShown, isPublic, kin } = begin()
    const rows = await ask(
      `SELECT body.body, ${isPublic('a')} AS is_public, ${kin('a')} AS kin
       FROM (SELECT DISTINCT number FROM ${schema}.passage WHERE terms @@ ${bind(queryOfForm(form))}::tsquery) AS found
       JOIN ${schema}.current AS a USING (number) JOIN ${schema}.body ON body.number = a.number
       WHERE ${isShown('a')} ORDER BY a.number LIMIT ${mostSpelled}`,
      values,
    )
    const spelling = createSpelling(form)
    for (const row of rows) {
      for (const { text, language } of textsOf(articleOfRow(row)()).flat())
        if (!(await inSlices(spelling.read(text, language), pace))) return spelling.commonest()
    }
    return spelling.commonest()
  }

  const isFound = async (query: string): Promise<boolean> =>
    query !== '' && (await words.anyMatch([query]))[0] === true

  const hold = async (query: ParsedQuery): Promise<HeldQuery> => {
    const expanded = await words.withVocabulary(languages, (vocabulary) => expand(query, vocabulary))
    return { query, expanded: addSynonyms(expanded, query.clauses.map(isAsTyped), entries) }
  }

  const countOf = async ({ terms, phrases, beginnings, termBeginnings }: ExpandedClause): Promise<number> => {
    if (beginnings.length + termBeginnings.length > 0) return Infinity
    const counts = await words.countsOf([...terms, ...phrases.map(([first = '']) => first)])
    return counts.reduce((sum, count) => sum + count, 0)
  }

  /**
   * Which words of a query are to be left out, so that something is found: those that the article with most of them lacks, at
   * most a quarter. Returns their indexes; none where too few would be left.
   */
  const fewer = async ({ clauses }: ExpandedQuery, filter: Filter): Promise<readonly number[]> => {
    const wanted = [...clauses.entries()].filter(([, { isExcluded }]) => !isExcluded)
    const most = wanted.length < leastForFewer ? 0 : Math.floor(wanted.length / leastForFewer)
    if (most === 0) return []
    const counted = await Promise.all(
      wanted.map(async ([, clause]) => ({ clause, count: await countOf(clause) })),
    )
    // What lacks at most so many words has one of any so many and one: the rarest of them are the fewest articles.
    const rarest = counted.toSorted((one, other) => one.count - other.count).slice(0, most + 1)
    const { values, bind, now, isShown } = begin()
    const any = bind(rarest.map(({ clause }) => queryOfClause(clause)).join(' | '))
    const excluded = clauses
      .filter(({ isExcluded }) => isExcluded)
      .map(
        (clause) =>
          `EXCEPT SELECT number FROM ${schema}.passage WHERE terms @@ ${bind(queryOfClause(clause))}::tsquery`,
      )
    const has = wanted.map(([, clause]) => `bool_or(terms @@ ${bind(queryOfClause(clause))}::tsquery)`)
    const rows = await ask(
      `SELECT ARRAY[${has.join(', ')}] AS has FROM (
         SELECT a.number FROM (
           SELECT number FROM ${schema}.passage WHERE terms @@ ${any}::tsquery ${excluded.join(' ')}
         ) AS found JOIN ${schema}.current AS a USING (number)
         WHERE ${isShown('a')}${narrowed(filter, { scope, now, bind })}
         GROUP BY a.number ORDER BY a.number LIMIT ${mostCandidates}
       ) AS candidate JOIN ${schema}.passage USING (number) GROUP BY number ORDER BY number`,
      values,
    )
    let best: number[] | undefined
    for (const row of rows) {
      const having = row['has'] as readonly boolean[]
      const lacking = wanted.flatMap(([index], place) => (having[place] === true ? [] : [index]))
      if (lacking.length <= most && (best === undefined || lacking.length < best.length)) best = lacking
    }
    return best ?? []
  }

  return async (asked: SearchAsked) => {
    await pace()
    const engine: SearchEngine<Awaited<ReturnType<typeof rank>>> = {
      find: rank,
      languages: () => languages,
      hold,
      matches: (clause) => isFound(queryOfClause(clause)),
      hasAny: (terms) => isFound(anyOfTerms(terms)),
      isKnown: (form) => words.isKnown(form),
      countOf: async (form) => (await words.countsOf([form]))[0] ?? 0,
      nearest: (form) => words.nearest(form),
      spell,
      fewer,
    }
    const { rows, ...found } = await searchBy(engine, asked)
    return { ...found, items: rows.map(matchOf) }
  }
}

const matchOf = (row: DatabaseRow) => {
  const article = articleOfRow(row)
  return {
    score: numberIn(row, 'score'),
    get article() {
      return article()
    },
  }
}

/** Makes the search of a scope, which remembers the languages and synonyms of the present state. */
export const createFinding = (database: Database, scope: Scope): Library['search'] => {
  let known: KnownWords | undefined
  return (asked) =>
    database.read(async (ask) => {
      const { values, bind } = bindings()
      const { due } = scoped(scope, bind(scope.now()))
      const [row] = await ask(`SELECT revision, ${due} AS due FROM ${scope.schema}.state`, values)
      const at = stateOf(row)
      const words = createWords(ask, scope)
      known = await words.read(known, at)
      const found = await createSearching(ask, scope, { words, known, signal: asked.signal })(asked)
      return { ...found, ...at }
    }, asked.signal)
}
