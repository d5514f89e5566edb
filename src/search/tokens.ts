import { type CharacterRole, isStart, roleOf } from './characters.ts'
import { characterOf, termOf } from './terms.ts'

/** Letters or digits of one role that follow each other; UTF-16 offsets into the text as written. */
type Run = { role: CharacterRole; start: number; end: number }

const nonJoiner = 0x200c

/** French and Italian elide before an apostrophe: l'homme is two words, don't is one. */
const isElided = (text: string, run: Run) =>
  run.end - run.start === 1 && 'cdjlmnstCDJLMNST'.includes(text.charAt(run.start))

/** Hebrew writes its acronyms with a double mark before the last letter; elsewhere that mark is a quote. */
const isJoint = (text: string, run: Run, codePoint: number) =>
  run.role === 'hebrew' ||
  (run.role === 'word' && (codePoint === 0x27 || codePoint === 0x2019) && !isElided(text, run))

/** Whether the run goes on past a character that is no letter, if a letter of its role follows. */
const goesOn = (
  text: string,
  run: Run,
  { role, codePoint, at }: { role: CharacterRole; codePoint: number; at: number },
) => {
  if (role === 'format') return run.role !== 'arabic' || codePoint !== nonJoiner
  return role === 'joint' && run.end === at && isJoint(text, run, codePoint)
}

const isLetter = (role: CharacterRole): boolean =>
  role !== 'none' && role !== 'format' && role !== 'joint' && role !== 'mark'

/**
 * The first run from an offset on: 0, or the end of the run before. A mark belongs to the letter before it, even past an
 * invisible character. Read by hand, not by a pattern: a greedy pattern over letters beyond the BMP overflows on a word of 5 MB.
 */
const nextRun = (text: string, from: number): Run | undefined => {
  let run: Run | undefined
  for (let at = from; at < text.length; at += 1) {
    const codePoint = text.codePointAt(at) ?? 0
    const role = roleOf(codePoint)
    const end = at + (codePoint > 0xff_ff ? 2 : 1)
    if (run === undefined) {
      if (isLetter(role)) run = { role, start: at, end }
    } else if (role === 'mark' || role === run.role) run.end = end
    else if (isLetter(role) || !goesOn(text, run, { role, codePoint, at })) return run
    at = end - 1
  }
  return run
}

/** Two characters, the second from `middle` on; or the last character of a run alone, where `middle` is the end. */
type Pair = { start: number; middle: number; end: number }

/** Where the character ends, with its marks. */
const endOfCharacter = (text: string, start: number, most: number): number => {
  let at = start
  do {
    at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1
  } while (at < most && !isStart(roleOf(text.codePointAt(at) ?? 0)))
  return at
}

/**
 * A run of a script without spaces as overlapping pairs, and its last character alone. So every character begins some
 * term, and a search for one character is a search for a beginning.
 */
const pairsOf = function* (text: string, run: Run): Generator<Pair, void, void> {
  let start = run.start
  let middle = endOfCharacter(text, start, run.end)
  while (middle < run.end) {
    const end = endOfCharacter(text, middle, run.end)
    yield { start, middle, end }
    start = middle
    middle = end
  }
  yield { start, middle, end: middle }
}

/** Persian writes these affixes apart from their word with U+200C or a space, or joins them: می‌خواهم, می خواهم. */
const prefixes = new Set(['می', 'نمی'])
const suffixes = ['ها', 'های', 'هایی', 'هاي', 'هايي']

const gaps = ' \u00A0\u200C'

/** Whether a word may go on past the gap at its end. Few may, so that few runs are read twice. */
const mayGoOn = (text: string, { role, start, end }: Run): boolean =>
  role === 'arabic' &&
  end < text.length &&
  gaps.includes(text.charAt(end)) &&
  (suffixes.some((affix) => text.startsWith(affix, end + 1)) || prefixes.has(text.slice(start, end)))

const areOneWord = (text: string, left: Run, right: Run): boolean =>
  right.role === 'arabic' &&
  right.start - left.end === 1 &&
  (suffixes.includes(text.slice(right.start, right.end)) || prefixes.has(text.slice(left.start, left.end)))

/**
 * The first word from an offset on: a run, joined with its Persian affixes, so that the three ways of writing it
 * are one term. Other parts beside U+200C stay words of their own: نیم‌فاصله is found by فاصله. می counts with Persian's yeh
 * only, as Arabic's مي is a name.
 */
const nextWord = (text: string, from: number): Run | undefined => {
  const word = nextRun(text, from)
  if (word === undefined) return undefined
  while (mayGoOn(text, word)) {
    const next = nextRun(text, word.end)
    if (next === undefined || !areOneWord(text, word, next)) break
    word.end = next.end
  }
  return word
}

/**
 * A word, or a pair of characters, as it is indexed and searched. `start` and `end` are UTF-16 offsets into the
 * text as written. `term` holds lower-case ASCII letters, digits and letters beyond ASCII, at most 64 units.
 */
export type Token = { term: string; start: number; end: number }

/** Where a token stands in a text. A word has no middle. */
export type TokenPlace = Pair | { start: number; end: number }

/** The places of the tokens of a text, in order. They depend on its scripts only: the language of a query is not known. */
export const placesIn = function* (text: string): Generator<TokenPlace, void, void> {
  for (let word = nextWord(text, 0); word !== undefined; word = nextWord(text, word.end)) {
    if (word.role === 'dense') yield* pairsOf(text, word)
    else yield word
  }
}

/** The term at a place; empty where nothing of it is left. */
export const termAt = (text: string, place: TokenPlace): string => {
  const { start, end } = place
  if (!('middle' in place)) return termOf(text.slice(start, end))
  const first = characterOf(text.slice(start, place.middle))
  return place.middle === end ? first : first + characterOf(text.slice(place.middle, end))
}

/** The tokens of a text. */
export const analyse = (text: string): Token[] => {
  const tokens: Token[] = []
  for (const place of placesIn(text)) {
    const term = termAt(text, place)
    if (term !== '') tokens.push({ term, start: place.start, end: place.end })
  }
  return tokens
}
