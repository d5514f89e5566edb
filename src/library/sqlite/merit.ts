import type { DatabaseSync } from 'node:sqlite'
import type { PlainClause } from './expression.ts'
import { openPostings, type Postings, postingsOfStep, type Weights } from './postings.ts'
import type { Steps } from './vocabulary.ts'

/** Constants of bm25 in FTS5: https://sqlite.org/fts5.html#the_bm25_function */
const k1 = 1.2
const b = 0.75
const leastIdf = 1e-6

/** What the length of each row counts for, and how many rows there are. */
type Lengths = { norms: Float64Array; rows: number }

/** What rows have so far: a score, and as many clauses as each has one after another. */
type Board = { scores: Float64Array; matched: Uint8Array }

/** A row that has what is excluded. */
const isOut = 255

/** A word of a clause, with the rows that have it. */
type Found = { postings: Postings; isForm: boolean; idf: number; index: number; isExcluded: boolean }

/** Adds what a word counts for to the scores. Numbers are added in the order in which FTS5 adds them, so that the sums are the same. */
const score = function* (
  { postings: { rows, inTexts, asForm }, isForm, idf, index, isExcluded }: Found,
  { scores, matched }: Board,
  norms: Float64Array,
): Steps<void> {
  const frequencies = isForm ? asForm : inTexts
  for (let at = 0; at < rows.length; at += 1) {
    if (at % postingsOfStep === 0) yield
    const [row = 0, frequency = 0] = [rows[at], frequencies[at]]
    if (frequency === 0) continue
    scores[row] = (scores[row] ?? 0) + idf * ((frequency * (k1 + 1)) / (frequency + (norms[row] ?? 0)))
    if (isExcluded) matched[row] = isOut
    else if (matched[row] === index) matched[row] = index + 1
  }
}

const countOf = (frequencies: readonly number[]): number =>
  frequencies.reduce((count, frequency) => (frequency > 0 ? count + 1 : count), 0)

/**
 * Ranks the rows of an index as bm25 of FTS5 does, to the last bit, from its postings: FTS5 reads the length of each row that matches,
 * which takes it most of the time; here they are kept until `forget` is called. Undefined where this SQLite or its index is another.
 */
export const openMerit = (database: DatabaseSync, words: string, weights: Weights) => {
  const postings = openPostings(database, words)
  const hasLogarithm = database.prepare("SELECT 1 FROM pragma_function_list WHERE name = 'ln'").get()
  if (postings === undefined || hasLogarithm === undefined) return undefined
  // That of JavaScript differs in the last bit now and then.
  const logarithm = database.prepare('SELECT ln(?) AS ln')
  let kept: Lengths | undefined

  const lengths = function* (): Steps<Lengths> {
    const { rows, words: total, last } = postings.totals(weights.length)
    const mean = total / rows
    const norms = new Float64Array(last + 1)
    yield* postings.lengths(
      weights.length,
      (row, length) => void (norms[row] = k1 * (1 - b + (b * length) / mean)),
    )
    return { norms, rows }
  }

  const idfOf = (rows: number, having: number): number => {
    const idf = Number(logarithm.get((rows - having + 0.5) / (having + 0.5))?.['ln'])
    return idf <= 0 ? leastIdf : idf
  }

  return {
    /** Gives each row that has all clauses to `receive`, with its rank. Returns false where the index cannot be read. */
    *rank(clauses: readonly PlainClause[], receive: (row: number, rank: number) => void): Steps<boolean> {
      const { norms, rows } = (kept ??= yield* lengths())
      const board = { scores: new Float64Array(norms.length), matched: new Uint8Array(norms.length) }
      const read = new Map<string, Postings>()
      for (const [index, { words: ofClause, isExcluded }] of clauses.entries()) {
        for (const { term, isForm } of ofClause) {
          const all: Postings | undefined =
            read.get(term) ?? (yield* postings.of(term, weights, norms.length))
          if (all === undefined) return false
          read.set(term, all)
          const idf = idfOf(rows, countOf(isForm ? all.asForm : all.inTexts))
          yield* score({ postings: all, isForm, idf, index, isExcluded }, board, norms)
        }
      }
      const wanted = clauses.filter(({ isExcluded }) => !isExcluded).length
      for (const [row, count] of board.matched.entries()) {
        if (count === wanted) receive(row, -(board.scores[row] ?? 0))
        if (row % postingsOfStep === 0) yield
      }
      return true
    },
    /** To be called before each change. */
    forget: (): void => void (kept = undefined),
  }
}
