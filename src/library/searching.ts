/** A search as every engine makes it: words are corrected, widened or left out where too little is found. */
import { type ExpandedClause, type ExpandedQuery, ownTerms } from '../search/expand.ts'
import { loosened, type ParsedQuery } from '../search/query.ts'
import {
  certainTerms,
  type HeldQuery,
  type Replaceable,
  replaceableIn,
  type Replacement,
  withReplacements,
} from '../search/replacing.ts'
import { poorTotal, timesMore } from './limits.ts'
import type { Filter, SearchAsked } from './library.ts'

/** What is asked to be found: a query as it is held against the texts. */
export type Ranking = Omit<SearchAsked, 'search'> & { searched: ExpandedQuery }

/** What an engine tells of the words of its texts, and the page that it finds. */
export type SearchEngine<Found extends { total: number }> = {
  languages: () => readonly string[]
  hold: (query: ParsedQuery) => Promise<HeldQuery>
  /** Whether any text has a clause, one of these terms, or a word as it is written. */
  matches: (clause: ExpandedClause) => Promise<boolean>
  hasAny: (terms: readonly string[]) => Promise<boolean>
  isKnown: (form: string) => Promise<boolean>
  /** How many articles have a word. */
  countOf: (form: string) => Promise<number>
  /**
   * The nearest words of the texts, those of most articles first; none where none is near. None may be returned where none can have
   * `least` articles.
   */
  nearest: (form: string, least?: number) => Promise<readonly { word: string; count: number }[]>
  /** How texts write a folded word. */
  spell: (form: string) => Promise<string>
  /** Which words of a query, by index, are to be left out so that something is found; none where too few would be left. */
  fewer: (query: ExpandedQuery, filter: Filter) => Promise<readonly number[]>
  find: (asked: Ranking) => Promise<Found>
}

/** Replaces words of queries by others that texts have; undefined where none is replaced. */
const createReplacing = <Found extends { total: number }>(engine: SearchEngine<Found>) => {
  const { languages, matches, hasAny, isKnown, countOf, nearest, spell } = engine

  const replaced = async (
    given: HeldQuery,
    replacement: (word: Replaceable) => Promise<Replacement | undefined>,
  ) => {
    const found = new Map<number, Replacement>()
    const all = replaceableIn(given).map(async (word) => ({ word, words: await replacement(word) }))
    for (const { word, words } of await Promise.all(all))
      if (words !== undefined) found.set(word.index, words)
    return withReplacements(given.query, found)
  }

  const near = async (form: string, also: readonly string[]): Promise<Replacement | undefined> => {
    const found = await nearest(form)
    const [first] = found
    if (first === undefined) return undefined
    return { named: await spell(first.word), any: [...also, ...found.map(({ word }) => word)] }
  }

  /** Whether texts have a word by its own stem. */
  const isCertain = async ({ form, held }: Replaceable): Promise<boolean> =>
    (await isKnown(form)) || hasAny(certainTerms(held))

  return {
    /** Each word that no text has is replaced by the nearest that some have. */
    correct: (given: HeldQuery) =>
      replaced(given, async ({ form, held }) => ((await matches(held)) ? undefined : near(form, []))),
    /** Beside each word that texts may have stand the nearest that they do have. */
    widen: (given: HeldQuery) =>
      replaced(given, async (word) => ((await isCertain(word)) ? undefined : near(word.form, [word.form]))),
    /** Each rare word is replaced by a near one of another stem that many times as many texts have. */
    suggest: (given: HeldQuery) =>
      replaced(given, async ({ form, held: { own } }) => {
        const least = Math.max(1, await countOf(form)) * timesMore
        const found = (await nearest(form, least)).find(
          ({ word, count }) =>
            count >= least && !ownTerms(word, languages()).some((term) => own.includes(term)),
        )
        return found && { named: await spell(found.word), any: [] }
      }),
  }
}

/** Searches. What is found is of the engine, with the query as it was held and what was made of its words. */
export const searchBy = async <Found extends { total: number }>(
  engine: SearchEngine<Found>,
  { search: asked, ...paging }: SearchAsked,
) => {
  const { hold, find, fewer } = engine
  const { correct, widen, suggest } = createReplacing(engine)
  const findBy = async ({ expanded: searched }: HeldQuery) => ({
    ...(await find({ ...paging, searched })),
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
  const given = await hold(asked)
  const asGiven = await findBy(given)
  // What finds something has no word that no text has.
  const correction = asGiven.total > 0 ? undefined : await correct(given)
  const first = correction === undefined ? asGiven : await findBy(await hold(correction.query))
  const isPoor = correction === undefined && first.total <= poorTotal
  const wider = isPoor ? await widen(given) : undefined
  const better = isPoor ? (wider ?? (await suggest(given))) : undefined
  const best = wider === undefined ? first : await findBy(await hold(wider.query))
  const found = best.total > 0 ? best : { ...best, ...(await findFewer(correction?.query ?? asked)) }
  return {
    isLoosened: false,
    leftOut: [] as readonly string[],
    ...found,
    corrected: correction?.text ?? null,
    didYouMean: better?.text ?? null,
  }
}
