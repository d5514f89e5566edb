import { type CharacterRole, isStart, roleOf } from './characters.ts'
import { longestTerm } from './limits.ts'
import { characterOf, type Indexed, indexedWords, withHashes } from './terms.ts'

/** Letters or digits of one role that follow each other; UTF-16 offsets into the text as written. */
type Run = { role: CharacterRole; start: number; end: number }

const nonJoiner = 0x200c

/** French and Italian elide before an apostrophe: l'homme and qu'il are homme and il, don't is one word. */
const elided = /^(?:[cdjlmnst]|qu|dell|dall|nell|sull|all)$/iu

const isElided = (text: string, run: Run) =>
  run.end - run.start <= 4 && elided.test(text.slice(run.start, run.end))

const isApostrophe = (character: string) => character === "'" || character === '’'

/** What was elided before an apostrophe is no word of its own. */
const isLeftOut = (text: string, run: Run): boolean =>
  run.role === 'word' && isApostrophe(text.charAt(run.end)) && isElided(text, run)

/** Letters with full stops are one word: U.S. is US. */
const isInitial = (text: string, run: Run, at: number): boolean =>
  run.role === 'word' &&
  text.charAt(at) === '.' &&
  at === run.end &&
  /^(?:\p{L}\p{M}*\.)*\p{L}\p{M}*$/u.test(text.slice(Math.max(run.start, at - 24), at)) &&
  /^\.\p{L}\p{M}*(?![\p{L}\p{N}\p{M}'’])/u.test(text.slice(at, at + 6))

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

const unitsOf = (codePoint: number): number => (codePoint > 0xff_ff ? 2 : 1)

/**
 * The first run from an offset on: 0, or the end of the run before. A mark belongs to the letter before it, even past an
 * invisible character. Read by hand, not by a pattern: a greedy pattern over letters beyond the BMP overflows on a word of 5 MB.
 */
const nextRun = (text: string, from: number): Run | undefined => {
  let at = from
  let codePoint = text.codePointAt(at)
  while (codePoint !== undefined && !isLetter(roleOf(codePoint))) {
    at += unitsOf(codePoint)
    codePoint = text.codePointAt(at)
  }
  if (codePoint === undefined) return undefined
  const run: Run = { role: roleOf(codePoint), start: at, end: at }
  for (; codePoint !== undefined; codePoint = text.codePointAt(at)) {
    const role = roleOf(codePoint)
    const isOf = role === run.role || role === 'mark'
    if (!isOf && !isInitial(text, run, at) && (isLetter(role) || !goesOn(text, run, { role, codePoint, at })))
      return run
    at += unitsOf(codePoint)
    if (isOf) run.end = at
  }
  return run
}

/** Two characters, the second from `middle` on; or the last character of a run alone, where `middle` is the end. */
type Pair = { start: number; middle: number; end: number }

/**
 * Kana of the inflection between two Han characters, which Japanese may leave out: 申し込み, 申込み. Particles (の, に, を) are
 * none of them.
 */
const inflection = /^\p{sc=Han}[しいりきえけげめみびちせれ]\p{sc=Han}/u

/** Where the character ends, with its marks and with the kana that may be left out. */
const endOfCharacter = (text: string, start: number, most: number): number => {
  let at = start
  do {
    at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1
  } while (at < most && !isStart(roleOf(text.codePointAt(at) ?? 0)))
  return at < most && inflection.test(text.slice(start, start + 6)) ? at + 1 : at
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
  ((text.charAt(end + 1) === 'ه' && suffixes.some((affix) => text.startsWith(affix, end + 1))) ||
    (end - start <= 3 && prefixes.has(text.slice(start, end))))

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

/** A long vowel at the end of a word in Katakana is left out as often as it is written: コミュニティー. */
const isKatakana = (text: string, at: number) => /^[\u30A0-\u30FF]/u.test(text.slice(at, at + 1))

const withoutLongEnd = (text: string, run: Run): Run =>
  run.end - run.start > 2 && text.charAt(run.end - 1) === 'ー' && isKatakana(text, run.end - 2)
    ? { ...run, end: run.end - 1 }
    : run

/** The places of the tokens of a text, in order. They depend on its scripts only: the language of a query is not known. */
export const placesIn = function* (text: string): Generator<TokenPlace, void, void> {
  for (let word = nextWord(text, 0); word !== undefined; word = nextWord(text, word.end)) {
    if (word.role === 'dense') yield* pairsOf(text, withoutLongEnd(text, word))
    else if (!isLeftOut(text, word)) yield word
  }
}

const noForm = { form: '', compound: undefined }

/** What the token at a place of a text is indexed by. A pair of characters has no form. */
export const indexedAt = (text: string, place: TokenPlace, words: (word: string) => Indexed): Indexed => {
  const { start, end } = place
  if (!('middle' in place)) return words(text.slice(start, end))
  const first = characterOf(text.slice(start, place.middle))
  const isAlone = place.middle === end
  return withHashes({ ...noForm, term: isAlone ? first : first + characterOf(text.slice(place.middle, end)) })
}

/** The term at a place of a text of a language (BCP 47), and the word as it is written, folded. */
export const wordAt = (text: string, place: TokenPlace, language: string): Indexed =>
  indexedAt(text, place, indexedWords(language))

/** The places at which something is left to compare: of tatweel alone nothing is. It is the same in every language. */
export const wordsIn = (text: string): TokenPlace[] =>
  [...placesIn(text)].filter((place) => wordAt(text, place, 'und').term !== '')

/** The tokens of a text of a language. */
export const analyse = (text: string, language: string): Token[] => {
  const words = indexedWords(language)
  const tokens: Token[] = []
  for (const place of placesIn(text)) {
    const { term } = indexedAt(text, place, words)
    if (term !== '') tokens.push({ term, start: place.start, end: place.end })
  }
  return tokens
}

/** Signs between the parts of one word, and between the thousands of one number, as the languages have them. */
const hyphens = '-\u2010\u2011'
const thousands = ",.'’٬\u00A0\u202F"

const areThousands = (before: string, form: string): boolean =>
  /^\d{3}$/.test(form) && /^\d{1,3}(?:\d{3})*$/.test(before)

/**
 * Makes the function that is given the words of a text in their order, folded, and returns the whole of one that goes on past a sign:
 * e-mail is email as well, 10,000 is 10000. `start` is where it begins.
 */
export const createJoining = () => {
  const last = { start: 0, end: -1, joined: '' }
  return (text: string, place: { start: number; end: number }, form: string) => {
    const sign = place.start - last.end === 1 ? text.charAt(last.end) : ''
    const isPart =
      sign !== '' && (hyphens.includes(sign) || (thousands.includes(sign) && areThousands(last.joined, form)))
    last.joined = isPart ? (last.joined + form).slice(0, longestTerm) : form
    if (!isPart) last.start = place.start
    last.end = place.end
    return isPart ? { joined: last.joined, start: last.start } : undefined
  }
}

/**
 * Collects what texts are indexed by: their terms in order; and once each their words as they are written, folded. `onWord` is told
 * each word that a text is found by.
 */
export const createIndexing = (onWord: (indexed: Indexed) => void = () => {}) => {
  const forms = new Set<string>()

  return {
    /** Adds the terms of a text to `terms`, and at its end those of words that are written in parts. */
    add(text: string, language: string, terms: string[]): void {
      const words = indexedWords(language)
      const join = createJoining()
      const whole: string[] = []
      for (const place of placesIn(text)) {
        const indexed = indexedAt(text, place, words)
        const { term, form, compound } = indexed
        onWord(indexed)
        if (term !== '') terms.push(term)
        if (form === '') continue
        forms.add(form)
        // What may be a compound is kept from its end too.
        if (compound !== undefined) forms.add(compound)
        const found = join(text, place, form)
        if (found === undefined) continue
        forms.add(found.joined)
        const joined = words(found.joined)
        onWord(joined)
        whole.push(joined.term)
      }
      for (const term of whole) if (term !== '') terms.push(term)
    },
    forms: (): string => [...forms].join(' '),
  }
}
