/** Searches, each within one state of the database. */
import { createPace, inSlices } from '../../pace.ts'
import { expand, type ExpandedClause, type ExpandedQuery, ownTerms } from '../../search/expand.ts'
import { mostSpelled } from '../../search/limits.ts'
import { createSpelling } from '../../search/spelling.ts'
import { type Clause, loosened, type ParsedQuery } from '../../search/query.ts'
import { addSynonyms } from '../../search/word-groups.ts'
import type { FacetCounts, Filter, Library, SearchAsked } from '../library.ts'
import { leastForFewer, mostCandidates, mostFacetValues, poorTotal, timesMore } from '../limits.ts'
import { textsOf } from '../texts.ts'
import type { AskDatabase, Database, DatabaseRow } from './database.ts'
import { mostRanked } from './limits.ts'
import { narrowed, offsetOfPage } from './lists.ts'
import { anyOfTerms, queryOfClause, queryOfForm } from './matching.ts'
import { articleOfRow, type Bind, bindings, numberAt, type Scope, scoped, stateOf, textAt } from './rows.ts'
import { createWords, type KnownWords } from './words.ts'

/** The words that stand for one of a query, and the one that is named. */
type Standing = { named: string; any: string[] } | undefined

/** A query, and what it is held against the texts as, clause by clause. */
type Held = { query: ParsedQuery; expanded: ExpandedQuery }

/** The form of a clause that is one word. */
const formIn = ({ forms, phrases }: ExpandedClause): string | undefined =>
  forms.length === 1 && phrases.length === 0 ? forms[0] : undefined

/** Quotes and a minus say that a word is meant as it is. */
const isFixedClause = ({ isExcluded, isQuoted }: Clause): boolean => isExcluded || isQuoted

/** A stem without its last letter, which may be of an ending. */
const shortened = (stem: string): string => (stem.length > 3 ? stem.slice(0, -1) : stem)

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

type Ranked = Omit<SearchAsked, 'search'> & { searched: ExpandedQuery }

/** A search in one state; `known` is what was read of the words before. */
const createSearching = (
  ask: AskDatabase,
  scope: Scope,
  { known, signal }: { known: KnownWords; signal: AbortSignal | undefined },
) => {
  const { schema, now: clock } = scope
  const { languages, entries } = known
  const words = createWords(ask, scope)
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
    return rows.map((row) => ({ name: textAt(row, 'name'), articleCount: numberAt(row, 'articles') }))
  }

  /** The page of the best. What is found by the words that were typed is before what is by synonyms alone. */
  const rank = async ({ filter, searched, facets = [], ...paging }: Ranked) => {
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
      total: numberAt(rows[0], 'total'),
      rows: rows.filter(({ body }) => body !== null),
      facets: counts,
    }
  }

  /** Replaces words of a query by others, any of which matches and the first of which is named; undefined where none was. */
  const replaced = async (
    { query, expanded }: Held,
    standing: (form: string, held: ExpandedClause) => Promise<Standing>,
  ) => {
    let text = ''
    let at = 0
    const clauses: Clause[] = []
    for (const [index, clause] of query.clauses.entries()) {
      const held = expanded.clauses[index]
      const form = held === undefined ? undefined : formIn(held)
      const hasSynonyms = expanded.typed !== undefined && held !== expanded.typed[index]
      const isFixed = isFixedClause(clause) || clause.isPrefix || hasSynonyms
      const found =
        isFixed || held === undefined || form === undefined ? undefined : await standing(form, held)
      if (found === undefined) clauses.push(clause)
      else {
        text += query.q.slice(at, clause.start) + found.named
        at = clause.start + clause.text.length
        clauses.push({ ...clause, text: found.any[0] ?? clause.text, others: found.any.slice(1) })
      }
    }
    return at === 0 ? undefined : { query: { ...query, clauses }, text: text + query.q.slice(at) }
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

  const near = async (form: string, also: readonly string[]): Promise<Standing> => {
    const found = await words.nearest(form)
    const [first] = found
    if (first === undefined) return undefined
    return { named: await spell(first.word), any: [...also, ...found.map(({ word }) => word)] }
  }

  const isFound = async (query: string): Promise<boolean> =>
    query !== '' && (await words.anyMatch([query]))[0] === true

  /** The query with each word that no text has replaced by the nearest that some have. */
  const correct = (given: Held) =>
    replaced(given, async (form, held) => ((await isFound(queryOfClause(held))) ? undefined : near(form, [])))

  /** Whether texts have a word by its own stem, particles before it or not, and not by a letter of it taken for a particle alone. */
  const isCertain = async (form: string, { own, terms }: ExpandedClause): Promise<boolean> =>
    (await words.isKnown(form)) ||
    isFound(anyOfTerms(terms.filter((term) => own.some((stem) => term.includes(shortened(stem))))))

  /** The query with each word that texts may have, and the nearest words that they do have. */
  const widen = (given: Held) =>
    replaced(given, async (form, held) => ((await isCertain(form, held)) ? undefined : near(form, [form])))

  /** The query with each rare word replaced by a near one of another stem that many times as many texts have. */
  const suggest = (given: Held) =>
    replaced(given, async (form, { own }) => {
      const [count = 0] = await words.countsOf([form])
      const least = Math.max(1, count) * timesMore
      const found = (await words.nearest(form)).find(
        (word) => word.count >= least && !ownTerms(word.word, languages).some((term) => own.includes(term)),
      )
      return found && { named: await spell(found.word), any: [] }
    })

  const hold = async (query: ParsedQuery): Promise<Held> => {
    const expanded = await words.withVocabulary(languages, (vocabulary) => expand(query, vocabulary))
    return { query, expanded: addSynonyms(expanded, query.clauses.map(isFixedClause), entries) }
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

  return async ({ search: asked, ...paging }: SearchAsked) => {
    const findBy = async ({ expanded: searched }: Held) => ({
      ...(await rank({ ...paging, searched })),
      searched,
    })
    /** What has most of the words, where nothing has them all, or not in the order of a phrase. */
    const findFewer = async (query: ParsedQuery) => {
      const loose = loosened(query)
      const found = loose === undefined ? undefined : await findBy(await hold(loose))
      if (found !== undefined && found.total > 0) return { ...found, isLoosened: true }
      const all = await hold(loose ?? query)
      const missing = new Set(await fewer(all.expanded, paging.filter))
      const isLeft = (_: unknown, index: number): boolean => missing.has(index)
      const clauses = all.query.clauses.filter((clause, index) => !isLeft(clause, index))
      return missing.size === 0
        ? {}
        : {
            ...(await findBy(await hold({ ...all.query, clauses }))),
            isLoosened: loose !== undefined,
            leftOut: all.query.clauses.filter(isLeft).map(({ text }) => text),
          }
    }
    await pace()
    const given = await hold(asked)
    const correction = await correct(given)
    const first = await findBy(correction === undefined ? given : await hold(correction.query))
    const isPoor = correction === undefined && first.total <= poorTotal
    const wider = isPoor ? await widen(given) : undefined
    const better = isPoor ? (wider ?? (await suggest(given))) : undefined
    const best = wider === undefined ? first : await findBy(await hold(wider.query))
    const { rows, ...found } =
      best.total > 0 ? best : { ...best, ...(await findFewer(correction?.query ?? asked)) }
    return {
      isLoosened: false,
      leftOut: [],
      ...found,
      items: rows.map(matchOf),
      corrected: correction?.text ?? null,
      didYouMean: better?.text ?? null,
    }
  }
}

const matchOf = (row: DatabaseRow) => {
  const article = articleOfRow(row)
  return {
    score: numberAt(row, 'score'),
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
      const read = await createWords(ask, scope).read(known, at)
      known = read
      const found = await createSearching(ask, scope, { known: read, signal: asked.signal })(asked)
      return { ...found, ...at }
    }, asked.signal)
}
