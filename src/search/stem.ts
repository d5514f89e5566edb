import words from './whole-words.json' with { type: 'json' }

const setOf = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')))

/**
 * Common words, folded, that begin or end like a particle or suffix and would meet another common word without it: واحد
 * is not و and احد. Other words may lose a letter, since they lose it everywhere; only a meeting does harm.
 */
const wholeArabic = setOf(words.arabic)

/** Common words whose first ו is their own, folded. */
const wholeHebrew = setOf(words.hebrew)

/** Letters before or after a word, and how many letters must be left without them. */
type Affix = readonly [affix: string, left: number]

/** The article and particles, which are written in one with the next word. */
const prefixes: readonly Affix[] = [
  ['وال', 3],
  ['بال', 3],
  ['كال', 3],
  ['فال', 3],
  ['لل', 2],
  ['ال', 2],
  ['و', 3],
  ['ف', 3],
  ['ب', 3],
  ['ك', 3],
  ['ل', 3],
]

/**
 * Endings, the longest first. ايران and سودان keep their ان, and بحرين its ين. Persian's plural ها and هاي, and its ت for ة
 * (دولت), are among them.
 */
const suffixes: readonly Affix[] = [
  ['هايي', 3],
  ['هاي', 3],
  ['يين', 3],
  ['يون', 3],
  ['تين', 3],
  ['تان', 3],
  ['هما', 4],
  ['ها', 3],
  ['هم', 4],
  ['نا', 4],
  ['وا', 3],
  ['يا', 3],
  ['ات', 3],
  ['ان', 4],
  ['ون', 4],
  ['ين', 4],
  ['ية', 3],
  ['يه', 3],
  ['ة', 3],
  ['ه', 3],
  ['ي', 3],
  ['ت', 3],
  ['ا', 4],
]

/** Affixes by their first or last letter, so that most words are compared with few of them. */
const byLetter = (affixes: readonly Affix[], at: 0 | -1): ReadonlyMap<string | undefined, readonly Affix[]> =>
  Map.groupBy(affixes, ([affix]) => affix.at(at))

const prefixesOf = byLetter(prefixes, 0)
const suffixesOf = byLetter(suffixes, -1)

/** Letters that Arabic does not have: such a word carries none of its particles (Persian, Urdu, Kurdish). */
const isForeign = (word: string) => /[^\u0621-\u064A]/u.test(word)

/** نبات ends in no suffix: ت goes only where it stands for ة. */
const endsIn = (word: string, suffix: string) =>
  word.endsWith(suffix) && !(suffix === 'ت' && word.endsWith('ات'))

const withoutSuffixes = (word: string): string => {
  if (wholeArabic.has(word)) return word
  const found = suffixesOf
    .get(word.at(-1))
    ?.find(([suffix, left]) => endsIn(word, suffix) && word.length - suffix.length >= left)
  return found === undefined ? word : withoutSuffixes(word.slice(0, -found[0].length))
}

/** The length of a word without its ending: فكرة does not lose ف, since كر is no word. */
const sureLength = (word: string) =>
  word.length - (suffixesOf.get(word.at(-1))?.find(([suffix]) => word.endsWith(suffix))?.[0].length ?? 0)

const canLose = (word: string, [prefix, left]: Affix) => {
  const rest = word.slice(prefix.length)
  return word.startsWith(prefix) && (left === 2 ? rest.length : sureLength(rest)) >= left && rest !== 'له'
}

const isWhole = (word: string) => wholeArabic.has(withoutSuffixes(word))

/** A word without its first particle, or itself; لليبيا is ل and ليبيا, not لل and يبيا. */
const withoutPrefix = (word: string): string => {
  const rests = (prefixesOf.get(word.at(0)) ?? [])
    .filter((prefix) => canLose(word, prefix))
    .map(([prefix]) => word.slice(prefix.length))
  return rests.find(isWhole) ?? rests[0] ?? word
}

/** A folded word without article and particles, its ending kept: what may be the beginning of a longer word. */
export const withoutParticles = (word: string): string => {
  if (isWhole(word) || isForeign(word)) return word
  const rest = withoutPrefix(word)
  return rest === word ? word : withoutParticles(rest)
}

/**
 * The light stem of a folded word, after Larkey's light10, repeated until nothing can be taken off: so a word with a
 * particle or a suffix has the stem of the bare word.
 */
export const stemArabic = (word: string): string => withoutSuffixes(withoutParticles(word))

const isFreeOf = (word: string, letter: string) =>
  !word.startsWith(letter) || word.length < 4 || wholeHebrew.has(word)

/** A folded word without the article, taken off repeatedly: so ההסכם and הסכם (agreement) have one stem. */
const withoutArticle = (word: string): string => (isFreeOf(word, 'ה') ? word : withoutArticle(word.slice(1)))

/**
 * A folded word without "and" and the article, where three letters are left. The prepositions ב ל מ ש כ stay: too many words
 * begin with these letters.
 */
export const stemHebrew = (word: string): string => withoutArticle(isFreeOf(word, 'ו') ? word : word.slice(1))
