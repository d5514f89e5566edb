import { withoutSuffixes } from './affixes.ts'

/** Endings of plurals, of the feminine and of constructs, folded: final letters are as others. */
const withoutEndings = withoutSuffixes([
  ['יות', 3],
  ['ייה', 3],
  ['ימ', 2],
  ['ות', 2],
  ['ית', 3],
  ['יה', 3],
  ['ה', 3],
  ['ת', 3],
  ['י', 3],
])

/** And, the article, in, as, to, from, that; and the pairs of them that are common. All are written in one with the next word. */
const particles = 'וכשה וכש ושה כשה וה וב וכ ול ומ וש שה שב של שמ מה כש לכ ו ה ב כ ל מ ש'.split(' ')

/** The term of a folded word in a text. Its particles stay, for too many words begin with these letters. */
export const stemHebrew = (folded: string): string => withoutEndings(folded)

/** A word that begins with ו doubles it after a particle: הוועדה. */
const doubled = (word: string): string[] => (/^ו[^ו]/u.test(word) ? [word, `ו${word}`] : [word])

/** What stands before a word where its first letter is its own. */
const beforeOwn = ['ה', 'ב', 'ל']

/**
 * The terms that a folded word of a query finds, its own first: with and without each particle. None is taken off where texts have the
 * word with another before it, which shows that the letter belongs to it: שלום (peace) is not ש and לום.
 */
export const relatedHebrew = (folded: string, isBegun: (beginning: string) => boolean): string[] => {
  const own = withoutEndings(folded)
  const isWhole = !folded.startsWith('ה') && beforeOwn.some((before) => isBegun(before + own))
  const rests = particles
    .filter((particle) => !isWhole && folded.startsWith(particle))
    .map((particle) => folded.slice(particle.length))
    .filter((rest) => rest.length >= 3 || (rest.length === 2 && folded.startsWith('ה')))
  const bases = [folded, ...rests.map((rest) => rest.replace(/^וו/u, 'ו'))]
  const forms = bases.flatMap((base) => [
    base,
    ...doubled(base).flatMap((form) => particles.map((particle) => particle + form)),
  ])
  return forms.map(withoutEndings)
}
