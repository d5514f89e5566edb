/** The page of the best matches, and the values that all matches have. */
import type { ExpandedClause, ExpandedQuery } from '../../search/expand.ts'
import { numberIn, textIn } from '../columns.ts'
import type { FacetCounts } from '../library.ts'
import { mostFacetValues } from '../limits.ts'
import type { Ranking } from '../searching.ts'
import type { AskDatabase } from './database.ts'
import { beginAt, isUsual, type ScopeAt } from './found.ts'
import { mostWeighed } from './limits.ts'
import { offsetOfPage } from './lists.ts'
import { looseQueryOfAll, meritsOf, wantedIn } from './matching.ts'

type Statement = ReturnType<typeof beginAt>

/** What is added where a word is of a level or of one above it, and where it stands as it was typed. */
const weightOfLevel = [0.25, 0.25, 0.5]
const weightOfTyped = 0.5

/**
 * Which matches have each merit of the words, as columns; and the sum of what these weigh, where `counted` has their counts: the fewer
 * matches have one, the more.
 */
const weighing = (clauses: readonly ExpandedClause[], { bind, numbersBy }: Statement) => {
  const wanted = wantedIn(clauses)
  const columns: string[] = []
  const counts: string[] = []
  const weights: string[] = []
  /** Adds a column that says which matches have a merit of a clause. Returns its name. */
  const addColumn = (clause: ExpandedClause, query: string): string => {
    const name = `has_${columns.length}`
    const others = wanted.filter((other) => other !== clause)
    const both = others.length === 0 ? query : `(${query}) & ${looseQueryOfAll(others)}`
    columns.push(`found.number IN (${numbersBy(both, query)}) AS ${name}`)
    return name
  }
  const addWeight = (condition: string, weight: number): void => {
    const count = `with_${counts.length}`
    counts.push(`count(*) FILTER (WHERE ${condition}) AS ${count}`)
    weights.push(
      `CASE WHEN ${condition} THEN ${bind(weight)}::float8 * ln(1 + total::float8 / ${count}) ELSE 0 END`,
    )
  }
  for (const clause of wanted.slice(0, mostWeighed)) {
    const merits = meritsOf(clause)
    const names = merits.levels.map((query) => addColumn(clause, query))
    for (const [index] of names.entries())
      addWeight(`(${names.slice(index).join(' OR ')})`, weightOfLevel[index] ?? 0)
    if (merits.typed !== undefined) addWeight(addColumn(clause, merits.typed), weightOfTyped)
  }
  return { columns, counts, sum: weights.join(' + ') }
}

/** Makes the function that ranks in one state. What is found by the words that were typed is before what is by synonyms alone. */
export const createRank = (
  ask: AskDatabase,
  at: ScopeAt,
  prune: (query: ExpandedQuery) => Promise<ExpandedQuery & { isNothing: boolean }>,
) => {
  const { schema } = at.scope

  const countFacet = async (facet: string, { filter, searched }: Ranking) => {
    const { values, bind, articlesBy } = beginAt(at)
    const rows = await ask(
      `SELECT min(written) AS name, count(*) AS articles
       FROM (${articlesBy(searched.clauses, { ...filter, [facet]: undefined })}) AS found
       JOIN ${schema}.name USING (number) WHERE facet = ${bind(facet)}
       GROUP BY folded ORDER BY articles DESC, name LIMIT ${mostFacetValues}`,
      values,
      isUsual(searched.clauses, filter),
    )
    return rows.map((row) => ({ name: textIn(row, 'name'), articleCount: numberIn(row, 'articles') }))
  }

  return async (given: Ranking) => {
    const asked = { ...given, searched: await prune(given.searched) }
    const { filter, searched, facets = [] } = asked
    if (asked.searched.isNothing)
      return { total: 0, rows: [], facets: Object.fromEntries(facets.map((facet) => [facet, []])) }
    const { clauses, typed } = searched
    const statement = beginAt(at)
    const { values, bind, articlesBy, isPublic, kin } = statement
    const { columns, counts, sum } = weighing(clauses, statement)
    const isTyped =
      typed === undefined
        ? []
        : [`found.number IN (SELECT number FROM (${articlesBy(typed)}) AS own) AS is_typed`]
    const rows = await ask(
      `WITH matched AS MATERIALIZED (
         SELECT ${['found.*', ...columns, ...isTyped].join(', ')} FROM (${articlesBy(clauses, filter)}) AS found
       ), counted AS (
         SELECT ${['count(*) AS total', ...counts].join(', ')} FROM matched
       ), weighed AS (
         SELECT number, newest, id, ${typed === undefined ? '1' : 'is_typed::integer'} AS tier, ${sum} AS weight
         FROM matched CROSS JOIN counted
       ), page AS (
         SELECT * FROM weighed ORDER BY tier DESC, weight DESC, newest DESC, id
         LIMIT ${bind(asked.limit)} OFFSET ${bind(offsetOfPage(asked))}
       )
       SELECT counted.total, tier + weight / (1 + weight) AS score, body.body, body.hashes,
         ${isPublic('a')} AS is_public, ${kin('a')} AS kin
       FROM counted LEFT JOIN page ON true
       LEFT JOIN ${schema}.article AS a ON a.number = page.number
       LEFT JOIN ${schema}.body ON body.number = page.number
       ORDER BY tier DESC, weight DESC, page.newest DESC, page.id`,
      values,
      isUsual(clauses, filter),
    )
    const found: FacetCounts = {}
    for (const facet of facets) found[facet] = await countFacet(facet, asked)
    return {
      total: numberIn(rows[0], 'total'),
      rows: rows.filter(({ body }) => body !== null),
      facets: found,
    }
  }
}
