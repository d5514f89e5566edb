import { withoutSuffixes } from './affixes.ts'

/** Plurals, comparatives, possessives and the ی of Persian, folded. */
const withoutPersian = withoutSuffixes([
  ['هايشان', 2],
  ['هايمان', 2],
  ['هايي', 2],
  ['هاي', 2],
  ['ها', 2],
  ['شان', 3],
  ['مان', 3],
  ['تر', 3],
  ['ان', 3],
  ['اش', 3],
  ['ام', 3],
  ['يي', 3],
  ['ي', 2],
  ['م', 3],
  ['ش', 3],
])

/** A hamza after a consonant is written on two seats: مسئله, مسأله; جرئت, جرأت. */
export const unifiedPersian = (word: string): string => word.replaceAll(/(?<=[^اآو])ئ(?=[لت])/gu, 'أ')

/** Verbs: the present and its negation are written as prefixes. */
const verb = /^(?:نمي|مي)(.{2,})$/u

/** The term of a folded Persian word; it has no Arabic particles, and its ب, و, ک, ل, ف are its own. */
export const stemPersian = (folded: string): string =>
  withoutPersian(
    (verb.exec(folded)?.[1] ?? folded).replace(/تر(?:ين|ي)$/u, 'تر').replace(/(?<=..)گان$/u, 'ه'),
  )

/** Articles, plurals and the marker of Sorani, folded. */
export const stemSorani = withoutSuffixes([
  ['هكانيش', 2],
  ['هكاني', 2],
  ['هكان', 2],
  ['هكهي', 2],
  ['هكه', 2],
  ['يكان', 2],
  ['يهكان', 2],
  ['يك', 3],
  ['ێك', 2],
  ['دا', 3],
  ['هوه', 3],
  ['ان', 3],
  ['ي', 3],
  ['ه', 3],
])

/** Plurals, cases and genders of Urdu, folded. */
export const stemUrdu = withoutSuffixes([
  ['يوں', 2],
  ['وں', 2],
  ['ياں', 2],
  ['يں', 2],
  ['ي', 2],
  ['ا', 3],
  ['ه', 2],
])
