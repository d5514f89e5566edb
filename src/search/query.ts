import { isStart, roleOf } from './characters.ts'
import { mostWords } from './limits.ts'
import { beginningsOf } from './terms.ts'
import { analyse, type Token } from './tokens.ts'

/**
 * What must match, or must not where it is excluded: consecutive terms, of one word, a phrase or a run of a script
 * without spaces. A term that begins with one of `prefixes` matches as well; only a clause of one term has them.
 */
export type Clause = { terms: string[]; prefixes: string[]; isExcluded: boolean }

/** All clauses must hold. At least one of them is not excluded. */
export type ParsedQuery = { clauses: Clause[] }

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
  while (end < q.length && !isSpace(q.charAt(end)) && closingAt(q, end) === undefined) end += 1
  return end
}

const isMinus = (character: string): boolean => '-−–'.includes(character) && character !== ''

/** The parts of a query; a quote that is never closed goes to the end. */
const partsOf = (q: string): Part[] => {
  const parts: Part[] = []
  let at = 0
  while (at < q.length) {
    if (isSpace(q.charAt(at))) {
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

/** The pairs of a run end with its last character alone. In a query that token adds nothing to the pair before it. */
const withoutLastAlone = (tokens: readonly Token[]): Token[] =>
  tokens.filter(({ start, end }, index) => {
    const before = tokens[index - 1]
    return before === undefined || before.end !== end || before.start >= start
  })

/** The number of characters of a term, each with its marks: ที่ is one. */
const lengthOf = (term: string): number =>
  Array.from(term).filter((character) => isStart(roleOf(character.codePointAt(0) ?? 0))).length

/** Whether a token is one character of a script that is indexed by pairs, which then begins the pairs it is in. */
const isLoneCharacter = (tokens: readonly Token[], { term }: Token): boolean =>
  tokens.length === 1 &&
  lengthOf(term) === 1 &&
  /[^\p{sc=Latn}\p{sc=Arab}\p{sc=Hebr}\p{sc=Grek}\p{sc=Cyrl}\p{N}\p{M}]/u.test(term)

/** The tokens that begin in each part. One may end in the next part: a Persian affix that is written apart. */
const tokensOf = (parts: readonly Part[], all: readonly Token[]): Token[][] => {
  let next = 0
  return parts.map(({ start, end }) => {
    while ((all[next]?.start ?? Infinity) < start) next += 1
    const from = next
    while ((all[next]?.start ?? Infinity) < end) next += 1
    return all.slice(from, next)
  })
}

const clauseOf = (found: readonly Token[], { isExcluded }: Part): Clause | undefined => {
  const tokens = withoutLastAlone(found)
  const [first] = tokens
  if (first === undefined) return undefined
  const prefixes = isLoneCharacter(tokens, first) ? [first.term] : []
  return { terms: tokens.map(({ term }) => term), prefixes, isExcluded }
}

/** The clause of the last word while it is being typed, which matches what the word may be the beginning of. */
const opened = (clause: Clause, q: string, { start, end, isPhrase, isExcluded }: Part): Clause => {
  if (isPhrase || isExcluded || end < q.length || clause.terms.length !== 1) return clause
  const beginnings = beginningsOf(q.slice(start, end))
  return { ...clause, prefixes: [...new Set([...clause.prefixes, ...beginnings])] }
}

const keyOf = ({ terms, prefixes, isExcluded }: Clause): string =>
  JSON.stringify([terms, prefixes, isExcluded])

/** What is wrong with a query: nothing to search for, or too much. */
export type SearchProblem = { problem: string; isNothing: boolean }

const nothing = (problem: string): SearchProblem => ({ problem, isNothing: true })

/**
 * A query: words, which must all match, "phrases", and -words, which must not. A word with hyphens is a phrase of
 * its parts, as it is in the text. Answers what is wrong where there is nothing to search for, or too much.
 */
export const parseSearch = (
  written: string,
  { isPrefix }: { isPrefix: boolean },
): ParsedQuery | SearchProblem => {
  // Articles are in NFC; a query may come in NFD, where Hangul is written letter by letter.
  const q = written.normalize('NFC')
  const parts = partsOf(q)
  const tokens = tokensOf(parts, analyse(q))
  const clauses = parts.flatMap((part, index) => {
    const clause = clauseOf(tokens[index] ?? [], part)
    if (clause === undefined) return []
    return [isPrefix && part === parts.at(-1) ? opened(clause, q, part) : clause]
  })
  if (clauses.length === 0) return nothing('has no word to search for: give at least one')
  if (clauses.every(({ isExcluded }) => isExcluded))
    return nothing('only excludes words: give at least one to search for')
  const words = clauses.reduce((sum, { terms }) => sum + terms.length, 0)
  if (words > mostWords) return { problem: `has ${words} words: give at most ${mostWords}`, isNothing: false }
  return { clauses: [...new Map(clauses.map((clause) => [keyOf(clause), clause])).values()] }
}
