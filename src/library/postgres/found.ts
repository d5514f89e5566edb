/** What statements of searches have in common: which articles match, of those that are there and shown. */
import type { ExpandedClause } from '../../search/expand.ts'
import type { Filter } from '../library.ts'
import { mostPrepared } from './limits.ts'
import { narrowed } from './lists.ts'
import { queryOfAll, queryOfClause, wantedIn } from './matching.ts'
import { bindings, type Scope, scoped } from './rows.ts'

/** A scope in the state of a revision. */
export type ScopeAt = { scope: Scope; revision: number }

/** Whether the statement of a search is one of few, and may be prepared. */
export const isUsual = (clauses: readonly ExpandedClause[], filter: Filter = {}): boolean =>
  clauses.length <= mostPrepared && Object.values(filter).every((value) => value === undefined)

/** Begins a statement. */
export const beginAt = ({ scope, revision }: ScopeAt) => {
  const { schema } = scope
  const { values, bind } = bindings()
  const now = bind(scope.now())
  const at = `${bind(revision)}::bigint`
  const common = scoped(scope, now)
  const isShown = `a.entered <= ${at} AND a.left_at > ${at} AND ${common.isShown('a')}`

  /** The numbers of the articles of several rows that all clauses find, less what is excluded. */
  const longBy = (clauses: readonly ExpandedClause[]): string => {
    const found = (clause: ExpandedClause): string =>
      `SELECT number FROM ${schema}.long_passage WHERE terms @@ ${bind(queryOfClause(clause))}::tsquery`
    const excluded = clauses.filter(({ isExcluded }) => isExcluded)
    return [`(${wantedIn(clauses).map(found).join(' INTERSECT ')})`, ...excluded.map(found)].join(' EXCEPT ')
  }

  return {
    isPublic: common.isPublic,
    kin: common.kin,
    values,
    bind,
    isShown,
    /** Articles that all clauses find, less what is excluded. */
    articlesBy: (clauses: readonly ExpandedClause[], filter: Filter = {}): string => {
      const columns = 'SELECT a.number, a.newest, a.id'
      const condition = `${isShown}${narrowed(filter, { scope, now, bind })}`
      return `${columns} FROM ${schema}.passage AS a
          WHERE ${condition} AND terms @@ ${bind(queryOfAll(clauses))}::tsquery
        UNION ALL ${columns} FROM (SELECT DISTINCT number FROM (${longBy(clauses)}) AS part) AS found
          JOIN ${schema}.article AS a USING (number) WHERE ${condition}`
    },
    /** Articles that match a tsquery, which an expression gives; one of several rows may be there more than once. */
    matchedBy: (query: string): string =>
      `SELECT a.number FROM ${schema}.passage AS a WHERE terms @@ ${query}::tsquery AND ${isShown}
       UNION ALL SELECT a.number FROM ${schema}.long_passage JOIN ${schema}.article AS a USING (number)
         WHERE terms @@ ${query}::tsquery AND ${isShown}`,
    /** How many there are. */
    countBy: (query: string): string =>
      `((SELECT count(*) FROM ${schema}.passage AS a WHERE terms @@ ${query}::tsquery AND ${isShown})
        + (SELECT count(DISTINCT number) FROM ${schema}.long_passage JOIN ${schema}.article AS a USING (number)
           WHERE terms @@ ${query}::tsquery AND ${isShown}))`,
    /** The numbers of all versions of articles that match; those of several rows by a tsquery of their own. */
    numbersBy: (query: string, ofLong: string): string =>
      `SELECT number FROM ${schema}.passage WHERE terms @@ ${bind(query)}::tsquery
       UNION ALL SELECT number FROM ${schema}.long_passage WHERE terms @@ ${bind(ofLong)}::tsquery`,
  }
}
