import { withoutSuffixes } from './affixes.ts'

/**
 * Nasal letters before a consonant are written as an anusvara too, and the dot below is often left out: हिन्दी, हिंदी. A glide before
 * a last vowel may be left out: गये, गए; नयी, नई.
 */
export const unifiedDevanagari = (word: string): string =>
  word
    .normalize('NFD')
    .replaceAll('\u093C', '')
    .replaceAll(/[\u0919\u091E\u0923\u0928\u092E]\u094D(?=[\u0915-\u0939])/gu, '\u0902')
    .replaceAll('\u0901', '\u0902')
    .replace(
      /(?<=.)य([ेी])(\u0902?)$/u,
      (_, vowel: string, nasal: string) => (vowel === 'े' ? 'ए' : 'ई') + nasal,
    )
    .normalize('NFC')

/** Plurals, cases and articles of Bengali. */
export const stemBengali = withoutSuffixes(
  [
    'গুলোর',
    'গুলির',
    'গুলোকে',
    'গুলিকে',
    'গুলো',
    'গুলি',
    'দের',
    'েরা',
    'টির',
    'টার',
    'টিকে',
    'টাকে',
    'টি',
    'টা',
    'কে',
    'তে',
    'ের',
    'র',
    'রা',
    'ে',
  ].map((suffix) => [suffix, 2]),
)

/** Letters that German writes as two where its keyboards lack them: Fuehrung, Führung. */
export const withUmlauts = (word: string): string =>
  word.replaceAll(/(?<![aeq])ue|ae|oe/gu, (pair) => ({ ae: 'ä', oe: 'ö', ue: 'ü' })[pair] ?? pair)
