/** Searches, each within one state of the database. */
import { createPace, inSlices } from '../../pace.ts'
import { expand, type ExpandedQuery } from '../../search/expand.ts'
import { mostSpelled } from '../../search/limits.ts'
import { passagesWith, wantedBy, wantedWord, type WantedWords } from '../../search/passages.ts'
import { createSpelling } from '../../search/spelling.ts'
import type { ParsedQuery } from '../../search/query.ts'
import { type HeldQuery, isAsTyped } from '../../search/replacing.ts'
import { addSynonyms } from '../../search/word-groups.ts'
import type { Filter, Library, SearchAsked } from '../library.ts'
import { leastForFewer, mostCandidates } from '../limits.ts'
import { searchBy, type SearchEngine } from '../searching.ts'
import { textsOf } from '../texts.ts'
import type { AskDatabase, Database, DatabaseRow } from './database.ts'
import { beginAt, isUsual, type ScopeAt } from './found.ts'
import { anyOfClauses, anyOfTerms, queryOfClause, queryOfForm } from './matching.ts'
import { createRank } from './rank.ts'
import { articleOfRow, bindings, bytesIn, type Scope, scoped, stateOf } from './rows.ts'
import { numberIn } from '../columns.ts'
import { createWords, type KnownWords, readWords, type WordsInState } from './words.ts'

/** A search in one state; `known` is what was read of the words before. */
const createSearching = (
  ask: AskDatabase,
  at: ScopeAt,
  { words, known, signal }: { words: WordsInState; known: KnownWords; signal: AbortSignal | undefined },
) => {
  const { schema } = at.scope
  const { languages, entries } = known
  const pace = createPace(signal)

  /** How texts write a folded word: as most of some that have it do. */
  const spell = async (form: string): Promise<string> => {
    const { values, bind, matchedBy, isPublic, kin } = beginAt(at)
    const rows = await ask(
      `SELECT body.body, body.hashes, ${isPublic('a')} AS is_public, ${kin('a')} AS kin
       FROM (
         SELECT DISTINCT number FROM (${matchedBy(bind(queryOfForm(form)))}) AS found ORDER BY number LIMIT ${mostSpelled}
       ) AS few JOIN ${schema}.article AS a USING (number) JOIN ${schema}.body USING (number) ORDER BY number`,
      values,
    )
    const wanted = wantedWord(form)
    const spelling = createSpelling(form)
    for (const row of rows) {
      const mayHold = passagesWith(bytesIn(row, 'hashes'), wanted)
      for (const { text, language, passage } of textsOf(articleOfRow(row)()).flat()) {
        if (passage !== undefined && !mayHold(passage)) continue
        if (!(await inSlices(spelling.read(text, language), pace))) return spelling.commonest()
      }
    }
    return spelling.commonest()
  }

  const hold = async (query: ParsedQuery): Promise<HeldQuery> => {
    const expanded = await words.withVocabulary(languages, (vocabulary) => expand(query, vocabulary))
    return { query, expanded: addSynonyms(expanded, query.clauses.map(isAsTyped), entries) }
  }

  /**
   * Which words of a query are to be left out, so that something is found: those that the article with most of them lacks, at
   * most a quarter. Returns their indexes; none where too few would be left.
   */
  const fewer = async (query: ExpandedQuery, filter: Filter): Promise<readonly number[]> => {
    const { clauses } = await words.onlyKnown(query)
    const wanted = [...clauses.entries()].filter(([, { isExcluded }]) => !isExcluded)
    const most = wanted.length < leastForFewer ? 0 : Math.floor(wanted.length / leastForFewer)
    if (most === 0) return []
    const counts = await words.countClauses(wanted.map(([, clause]) => clause))
    const counted = wanted.map(([, clause], index) => ({ clause, count: counts[index] ?? 0 }))
    // What lacks at most so many words has one of any so many and one: the rarest of them are the fewest articles.
    const rarest = counted.toSorted((one, other) => one.count - other.count).slice(0, most + 1)
    const { values, articlesBy, numbersBy } = beginAt(at)
    const excluded = clauses.filter(({ isExcluded }) => isExcluded)
    const any = anyOfClauses(rarest.map(({ clause }) => clause))
    const columns = wanted.map(([, clause]) => {
      const own = queryOfClause(clause)
      return `number IN (${numbersBy(`(${queryOfClause(any)}) & (${own})`, own)})`
    })
    const rows = await ask(
      `SELECT ARRAY[${columns.join(', ')}] AS has FROM (
         SELECT number FROM (${articlesBy([any, ...excluded], filter)}) AS found ORDER BY number LIMIT ${mostCandidates}
       ) AS candidate ORDER BY number`,
      values,
      isUsual(clauses, filter),
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
    const engine: SearchEngine<Awaited<ReturnType<ReturnType<typeof createRank>>>> = {
      find: createRank(ask, at, (query) => words.onlyKnown(query)),
      languages: () => languages,
      hold,
      matches: (clause) => words.matches(queryOfClause(clause)),
      hasAny: (terms) => words.matches(anyOfTerms(terms)),
      isKnown: (form) => words.isKnown(form),
      countOf: async (form) => (await words.countsOf([form]))[0] ?? 0,
      nearest: (form, least) => words.nearest(form, least),
      spell,
      fewer,
    }
    const { rows, ...found } = await searchBy(engine, asked)
    const wanted = wantedBy(found.searched, await words.begunBy(found.searched))
    return { ...found, items: rows.map((row) => matchOf(row, wanted)) }
  }
}

const matchOf = (row: DatabaseRow, wanted: WantedWords) => {
  const article = articleOfRow(row)
  return {
    score: numberIn(row, 'score'),
    get article() {
      return article()
    },
    get passages() {
      return passagesWith(bytesIn(row, 'hashes'), wanted)
    },
  }
}

/** PostgreSQL takes the terms for as small as their rows, and would read all of them instead of their index. */
const planning = `set_config('enable_seqscan', 'off', true)`

/**
 * Makes the search of a scope, which remembers what it asked of the words of the present state. Where the database may be another,
 * `forget` is called.
 */
export const createFinding = (database: Database, scope: Scope) => {
  let held: { known?: KnownWords } = {}
  const search: Library['search'] = (asked) => {
    const own = held
    return database.read(async (ask) => {
      const { values, bind } = bindings()
      const { due } = scoped(scope, bind(scope.now()))
      const [row] = await ask(
        `SELECT revision, ${due} AS due, ${planning} FROM ${scope.schema}.state`,
        values,
      )
      const state = stateOf(row)
      const at = { scope, revision: state.revision }
      const known = await readWords(ask, at, { known: own.known, due: state.due })
      own.known = known
      const words = createWords(ask, at, known)
      const found = await createSearching(ask, at, { words, known, signal: asked.signal })(asked)
      return { ...found, ...state }
    }, asked.signal)
  }
  return { search, forget: (): void => void (held = {}) }
}
