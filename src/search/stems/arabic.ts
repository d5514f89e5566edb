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

const withoutEndings = (word: string): string => {
  if (wholeWords.has(word)) return word
  const found = suffixesOf.get(word.at(-1))?.find((suffix) => canLose(word, suffix))
  return found === undefined ? word : withoutEndings(word.slice(0, -found[0].length))
}

/** The article, with what may stand before it: nothing but و or ف and ب or ك (والبيت, وبالبيت); ل and ال are written لل. */
const articles = [/^ال(.{2,})$/u, /^(?:[وف]?[بك]|[وف])ال(.{3,})$/u, /^[وف]?لل(.{2,})$/u]

const withoutArticle = (word: string): string =>
  articles.map((article) => article.exec(word)?.[1]).find((rest) => rest !== undefined) ?? word

/** A word as it is compared, and whether its first alef has a hamza, which the article never has: إلغاء is not ال and غاء. */
type Written = { folded: string; isBare: boolean }

/** The final hamza of a short word is all that tells ماء (water) from ما; of a longer word people leave it out. */
const longestWithHamza = 4

const read = (word: string): Written => {
  const written = word.replaceAll(/[\u064B-\u0652\u0640\p{Cf}]/gu, '').normalize('NFC')
  // لاجئون is لاجئ and ون; elsewhere ئو is a spelling of ؤو.
  const plain = written.replace(/ئ(?=ون$)/u, 'ي')
  const isBare = !/^[وف]?[بكل]?[أإآ]ل/u.test(plain)
  const folded = foldWord(plain)
  if (!plain.endsWith('ء')) return { folded, isBare }
  const bare = isBare ? withoutArticle(folded) : folded
  return { folded: bare.length < longestWithHamza ? `${folded}ء` : folded, isBare }
}

/** Long words that end in اء keep their alef: الثلاثاء (Tuesday) is not ثلاثة (three). */
const keepsEnd = (word: string): boolean => /[اآ]ء\p{M}*$/u.test(word)

const stemOf = ({ folded, isBare }: Written, isKept: boolean): string => {
  const bare = isBare && !wholeWords.has(withoutEndings(folded)) ? withoutArticle(folded) : folded
  const again = isBare ? withoutArticle(bare) : bare
  const word = wholeWords.has(withoutEndings(bare)) ? bare : again
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

/** The term of a particle with a word, unless it is a word of its own. */
const joined = (particle: string, word: string, isKept: boolean): string | undefined => {
  const whole = particle + word
  const stem = isKept ? whole : withoutEndings(whole)
  const isWord = ownStems.has(stem) || wholeWords.has(whole) || grammarWords.has(stem)
  return isWord || stem.length - particle.length < 2 ? undefined : stem
}

/** A particle that a query's word may begin with. */
const particle = /^(?:[وف][بكل]|[وفبكل])(.{3,})$/u

/**
 * The terms that a word of a query finds, its own first. A text keeps its particles, for they may be letters of the word; so a
 * query asks for the word with each of them. A particle of its own is taken off where no text has the word with the article,
 * which shows that the letter belongs to it: بطاقة is not ب and طاقة.
 */
export const relatedArabic = (word: string, isKnown: (folded: string) => boolean): string[] => {
  const { folded, isBare } = read(word)
  const isKept = keepsEnd(word)
  const own = stemOf({ folded, isBare }, isKept)
  const bare = isBare ? withoutArticle(folded) : folded
  const rest = bare === folded ? particle.exec(folded)?.[1] : undefined
  const isParticle =
    rest !== undefined &&
    !ownStems.has(own) &&
    !grammarWords.has(folded) &&
    withoutEndings(rest).length >= 3 &&
    !isKnown(`ال${folded}`) &&
    !isKnown(`ال${own}`)
  const bases = [bare, own, ...(isKept ? [] : otherForms(bare, own)), ...(isParticle ? [rest] : [])]
  const terms = bases.flatMap((base) => [
    stemOf({ folded: base, isBare }, isKept),
    ...(base.length < 3 && base !== bare ? [] : particles.map((before) => joined(before, base, isKept))),
  ])
  // Whether an alef has its hamza is not always written: both readings of the word are looked for.
  const other = stemOf({ folded, isBare: !isBare }, isKept)
  return [own, other, ...terms].filter((term) => term !== undefined)
}
