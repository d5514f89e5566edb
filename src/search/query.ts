import { roleOf } from './characters.ts'
import { leastLoosened, mostWords } from './limits.ts'
import { type TokenPlace, wordsIn } from './tokens.ts'

/**
 * A word, a phrase, or words that punctuation joins (e-mail, 10:30), as it is written. It must match, or must not where it is
 * excluded. `isPrefix`: it may be the beginning of a word. `start` is its offset in the query, in NFC.
 */
export type Clause = {
  text: string
  start: number
  isExcluded: boolean
  isPrefix: boolean
  /** It stood in quotes. */
  isQuoted: boolean
  /** Other words that match as well. */
  others?: string[]
}

/** All clauses must hold. At least one of them is not excluded. `notice` says what of a long query does not count. */
export type ParsedQuery = { q: string; clauses: Clause[]; notice: string | null }

/** A part of a query as it is written: a phrase in quotes, or the text between white space. */
type Part = { start: number; end: number; isPhrase: boolean; isExcluded: boolean }

const closings = new Map([
  ['"', '"'],
  ['“', '”'],
  ['”', '”'],
  ['„', '“'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ['『', '』'],
])

const isSpace = (character: string): boolean => character.trim() === ''

/** What divides words as a space does: ferry/quay are two. Digits keep their comma: 10,000 is one. */
const isDivider = (q: string, at: number): boolean =>
  isSpace(q.charAt(at)) ||
  /^[/|&;+\\،؛・_\u3001-\u303F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF64]/u.test(q.charAt(at)) ||
  (q.charAt(at) === ',' && !/^\d,\d/u.test(q.slice(at - 1, at + 2)))

const isHebrew = (q: string, at: number): boolean => roleOf(q.codePointAt(at) ?? 0) === 'hebrew'

/** The quote that closes the one at an offset, where a phrase begins: in צה"ל none does. */
const closingAt = (q: string, at: number): string | undefined =>
  isHebrew(q, at - 1) && isHebrew(q, at + 1) ? undefined : closings.get(q.charAt(at))

/** Where a part ends: at the closing quote, at white space or another quote, or with the query. */
const endOf = (q: string, start: number, closing: string | undefined): number => {
  if (closing !== undefined) {
    const end = q.indexOf(closing, start)
    const straight = q.indexOf('"', start)
    return end >= 0 ? end : straight >= 0 ? straight : q.length
  }
  let end = start
  while (end < q.length && !isDivider(q, end) && closingAt(q, end) === undefined) end += 1
  return end
}

const isMinus = (character: string): boolean => '-−–'.includes(character) && character !== ''

/** The parts of a query; a quote that is never closed goes to the end. */
const partsOf = (q: string): Part[] => {
  const parts: Part[] = []
  let at = 0
  while (at < q.length) {
    if (isDivider(q, at)) {
      at += 1
      continue
    }
    const isExcluded = isMinus(q.charAt(at))
    if (isExcluded) at += 1
    const closing = closingAt(q, at)
    const start = closing === undefined ? at : at + 1
    const end = endOf(q, start, closing)
    parts.push({ start, end, isPhrase: closing !== undefined, isExcluded })
    at = closing === undefined ? end : end + 1
  }
  return parts
}

/** The places of the tokens that begin in each part. One may end in the next part: a Persian affix that is written apart. */
const placesOf = (parts: readonly Part[], all: readonly TokenPlace[]): TokenPlace[][] => {
  let next = 0
  return parts.map(({ start, end }) => {
    while ((all[next]?.start ?? Infinity) < start) next += 1
    const from = next
    while ((all[next]?.start ?? Infinity) < end) next += 1
    return all.slice(from, next)
  })
}

/** What is wrong with a query that has nothing to search for. */
export type SearchProblem = { problem: string }

/** One word that is written in parts, or the beginning of one: e-ma, آن‌ه. */
const isJoined = (text: string): boolean => /^\p{L}+(?:[-\u2010\u2011\u200C]\p{L}+)+\*?$/u.test(text)

type Counted = { clause: Clause; words: number }

const clauseOf = (
  q: string,
  part: Part,
  places: readonly TokenPlace[],
  isLastOpen: boolean,
): Counted | undefined => {
  const [first] = places
  if (first === undefined) return undefined
  const end = Math.max(part.end, places.at(-1)?.end ?? 0)
  const hasStar = !part.isPhrase && q.charAt(part.end - 1) === '*'
  // A quote at the end may be of a Hebrew acronym that is not typed whole: צה"ל.
  const isOpen =
    isLastOpen && part.end >= q.replace(/["״]$/u, '').length && !part.isPhrase && !part.isExcluded
  const isOne = places.length === 1 || isJoined(q.slice(first.start, end))
  const isPrefix = isOne && (hasStar || isOpen)
  return {
    clause: {
      text: q.slice(first.start, end),
      start: first.start,
      isExcluded: part.isExcluded,
      isPrefix,
      isQuoted: part.isPhrase,
    },
    words: places.length,
  }
}

const keyOf = ({ text, isPrefix, isExcluded }: Clause): string => JSON.stringify([text, isPrefix, isExcluded])

const unique = (counted: readonly Counted[]): Counted[] => [
  ...new Map(counted.map((found) => [keyOf(found.clause), found])).values(),
]

/** The clauses with at most so many words in all: a headline that is pasted whole is found by its beginning. */
const first = (counted: readonly Counted[], most: number): Clause[] => {
  let words = 0
  return counted
    .filter((found) => {
      words += found.words
      return words <= most || words === found.words
    })
    .map(({ clause }) => clause)
}

/**
 * A query: words, which must all match, "phrases", -words, which must not, and beginnings with a star. Words with hyphens
 * are a phrase of their parts, as they are in the text. Answers what is wrong where there is nothing to search for.
 */
export const parseSearch = (
  written: string,
  { isPrefix }: { isPrefix: boolean },
): ParsedQuery | SearchProblem => {
  // Articles are in NFC; a query may come in NFD, where Hangul is written letter by letter.
  const q = written.normalize('NFC')
  const parts = partsOf(q)
  const places = placesOf(parts, wordsIn(q))
  const counted = unique(
    parts.flatMap((part, index) => clauseOf(q, part, places[index] ?? [], isPrefix) ?? []),
  )
  if (counted.length === 0) return { problem: 'has no word to search for: give at least one' }
  const clauses = first(counted, mostWords)
  if (clauses.every(({ isExcluded }) => isExcluded))
    return { problem: 'only excludes words: give at least one to search for' }
  const isCut = clauses.length < counted.length
  return { q, clauses, notice: isCut ? `Only the first ${mostWords} words were searched for.` : null }
}

/** The words of a phrase or of a text without spaces, each by itself, as many as a query has. */
const wordsOfClause = (clause: Clause): Clause[] => {
  const words = clause.isExcluded ? [] : wordsIn(clause.text)
  if (words.length < leastLoosened) return [clause]
  return words.map(({ start, end }) => ({
    ...clause,
    text: clause.text.slice(start, end),
    start: clause.start + start,
    isQuoted: false,
  }))
}

/** The query with each word of its long phrases by itself; undefined where it has none. */
export const loosened = (query: ParsedQuery): ParsedQuery | undefined => {
  const clauses = query.clauses.flatMap(wordsOfClause)
  return clauses.length === query.clauses.length
    ? undefined
    : { ...query, clauses: clauses.slice(0, mostWords) }
}
