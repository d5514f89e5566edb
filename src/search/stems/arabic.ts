import { foldWord } from '../fold-word.ts'
import { type Affix, byLastLetter } from './affixes.ts'
import words from './arabic.json' with { type: 'json' }

const setOf = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')))

/** Words that begin or end like the article or an ending and have none, folded: والد is not وال and د. */
const wholeWords = setOf(words.whole)

/** Stems that begin with a particle's letter of their own, folded: وزير, كتاب, بحر. */
const ownStems = setOf(words.own)

/** Words of grammar, folded, to which no other word is cut: ولاية does not become ولا. */
const grammarWords = setOf(words.grammar)

/** Endings, the longest first. ايران and سودان keep their ان, and بحرين its ين. */
const suffixes: readonly Affix[] = [
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

const suffixesOf = byLastLetter(suffixes)

/** نبات ends in no suffix: ت goes only where it stands for ة. */
const canLose = (word: string, [suffix, left]: Affix): boolean =>
  word.length - suffix.length >= left &&
  word.endsWith(suffix) &&
  !(suffix === 'ت' && word.endsWith('ات')) &&
  !grammarWords.has(word.slice(0, -suffix.length))

/** A particle that a word may begin with. */
const withParticle = /^(?:[وف][بكل]|[وفبكل])(.{3,})$/u

const withoutEndings = (word: string): string => {
  if (wholeWords.has(word)) return word
  const found = suffixesOf.get(word.at(-1))?.find((suffix) => canLose(word, suffix))
  return found === undefined ? word : withoutEndings(word.slice(0, -found[0].length))
}

/** The article, with what may stand before it: nothing but و or ف and ب or ك (والبيت, وبالبيت); ل and ال are written لل. */
const articles = [/^ال(.{2,})$/u, /^(?:[وف]?[بك]|[وف])ال(.{3,})$/u, /^[وف]?لل(.{2,})$/u]

const withoutArticle = (word: string): string =>
  articles.map((article) => article.exec(word)?.[1]).find((rest) => rest !== undefined) ?? word

/**
 * A word as it is compared; whether its first alef has no hamza, which the article never has: إلغاء is not ال and غاء; and the same of
 * the alef after an article: الألماني is ألماني.
 */
type Written = { folded: string; isBare: boolean; isRestBare: boolean }

/** The final hamza of a short word is all that tells ماء (water) from ما; of a longer word people leave it out. */
const longestWithHamza = 4

const withoutMarks = (word: string): string =>
  word.replaceAll(/[\u064B-\u0652\u0640\p{Cf}]/gu, '').normalize('NFC')

const read = (word: string): Written => {
  const written = withoutMarks(word)
  // لاجئون is لاجئ and ون; elsewhere ئو is a spelling of ؤو.
  const plain = written.replace(/ئ(?=ون$)/u, 'ي')
  const isBare = !/^[وف]?[بكل]?[أإآ]ل/u.test(plain)
  const isRestBare = !/^(?:[وف]?[بك]?ال|[وف]?لل)[أإآ]ل/u.test(plain)
  const folded = foldWord(plain)
  if (!plain.endsWith('ء')) return { folded, isBare, isRestBare }
  const bare = isBare ? withoutArticle(folded) : folded
  return { folded: bare.length < longestWithHamza ? `${folded}ء` : folded, isBare, isRestBare }
}

/** Long words that end in اء keep their alef: الثلاثاء (Tuesday) is not ثلاثة (three). */
const keepsEnd = (word: string): boolean => /[اآ]ء\p{M}*$/u.test(word)

const stemOf = ({ folded, isBare, isRestBare }: Written, isKept: boolean): string => {
  const isWhole = [folded, withParticle.exec(folded)?.[1]].some(
    (part) => part !== undefined && wholeWords.has(withoutEndings(part)),
  )
  const bare = isBare && !isWhole ? withoutArticle(folded) : folded
  const again = isBare && isRestBare ? withoutArticle(bare) : bare
  const word = isWhole || wholeWords.has(withoutEndings(bare)) ? bare : again
  return isKept ? word : withoutEndings(word)
}

/** The term of a word in a text: without the article and what stands before it, and without endings. Particles alone stay. */
export const stemArabic = (word: string): string => stemOf(read(word), keepsEnd(word))

const particles = ['و', 'ف', 'ب', 'ك', 'ل', 'وب', 'وك', 'ول', 'فب', 'فك', 'فل']

/** Forms of a word whose stem is another, since short words keep their endings: duals, plurals in ات, adjectives. */
const otherForms = (bare: string, stem: string): string[] => [
  ...(stem.length <= 3 ? [`${stem}ين`, `${stem}ان`, `${stem}ا`] : []),
  ...(/^..?.ا$/u.test(bare) ? [bare.slice(0, -1)] : []),
  ...(/^..ة$/u.test(bare) ? [`${bare.slice(0, -1)}ات`, `${bare.slice(0, -1)}ي`] : []),
  ...(/^..ات$/u.test(bare) ? [`${bare.slice(0, -2)}ة`] : []),
  ...(/^..ية?$/u.test(bare) ? [`${bare.slice(0, 2)}ة`] : []),
  ...(/^...(?:ين|ان)$/u.test(bare) ? [bare.slice(0, -2)] : []),
  ...(bare.endsWith('اة') ? [`${bare.slice(0, -1)}ت`] : []),
  ...(/^.{1,3}ات$/u.test(bare) ? [`${bare.slice(0, -1)}ة`] : []),
]

/** Forms of a word whose hamza is written on another letter, or not, with an ending: جزء, جزءا; بدأ, بدأت; شيء, شئ. */
const hamzaForms = (plain: string): string[] => [
  ...(/[^اوي]ء$/u.test(plain) ? ['ا', 'ان', 'ين'].map((ending) => foldWord(plain) + ending) : []),
  ...(/[^اوي]ء(?:ا|ان|ين)$/u.test(plain) ? [plain.replace(/ء(?:ا|ان|ين)$/u, 'ء')] : []),
  ...(plain.endsWith('أ') ? [`${foldWord(plain)}ت`] : []),
  ...(plain.endsWith('أت') ? [foldWord(plain.slice(0, -1))] : []),
  ...(plain.endsWith('يء') ? [foldWord(plain)] : []),
  ...(/^(?:ال)?.ئ$/u.test(plain) ? [`${foldWord(plain)}ء`] : []),
]

/** The term of a particle with a word, unless it is a word of its own. */
const joined = (particle: string, word: string, isKept: boolean): string | undefined => {
  const whole = particle + word
  const stem = isKept ? whole : withoutEndings(whole)
  const isWord = ownStems.has(stem) || wholeWords.has(whole) || grammarWords.has(stem)
  return isWord || stem.length - particle.length < 2 ? undefined : stem
}

/** What stands before a word where its first letter is its own: the article, or a particle before a particle's letter. */
const beforeOwn = ['ال', 'بال', 'وال', 'فال', 'كال', 'وبال', 'لل', 'ولل']
const beforeOwnLetter = ['ب', 'ك', 'ل']

/**
 * The terms that a word of a query finds, its own first. A text keeps its particles, for they may be letters of the word; so a
 * query asks for the word with each of them. A particle of its own is taken off where no text has the word with the article or
 * after a particle, which shows that the letter belongs to it: بطاقة is not ب and طاقة.
 */
export const relatedArabic = (word: string, isBegun: (beginning: string) => boolean): string[] => {
  const written = read(word)
  const { folded, isBare } = written
  const isKept = keepsEnd(word)
  const own = stemOf(written, isKept)
  const bare = isBare ? withoutArticle(folded) : folded
  const rest = bare === folded ? withParticle.exec(folded)?.[1] : undefined
  const isParticle =
    rest !== undefined &&
    !ownStems.has(own) &&
    !grammarWords.has(folded) &&
    withoutEndings(rest).length >= 3 &&
    !beforeOwn.some((before) => isBegun(before + own)) &&
    !beforeOwnLetter.some((before) => isBegun(before + own))
  const hamza = hamzaForms(withoutMarks(word))
  const bases = [bare, own, ...(isKept ? [] : otherForms(bare, own)), ...(isParticle ? [rest] : [])]
  const terms = [...bases, ...hamza].flatMap((base) => [
    stemOf({ ...written, folded: base }, isKept),
    ...(base.length < 3 && base !== bare ? [] : particles.map((before) => joined(before, base, isKept))),
  ])
  // Whether an alef has its hamza is not always written: both readings of the word are looked for, the short one unless texts write it.
  const other = stemOf({ ...written, isBare: !isBare }, isKept)
  const isOther = isBare || other.length > 3 || !isBegun(`ال${own}`)
  return [own, ...(isOther ? [other] : []), ...terms].filter((term) => term !== undefined)
}
