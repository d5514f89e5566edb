import type { Direction } from '../article/text.ts'

/** Letters by ranges of UTF-16 units, precise enough to tell a direction: Unicode classes take ten times as long. */
const rightToLeft: readonly [number, number][] = [
  [0x05_d0, 0x05_f2],
  [0x06_20, 0x06_4a],
  [0x06_6e, 0x06_d3],
  [0x06_fa, 0x08_c9],
  [0xd8_02, 0xd8_03],
  [0xd8_3a, 0xd8_3a],
  [0xfb_1d, 0xfd_fb],
  [0xfe_70, 0xfe_fc],
]
const leftToRight: readonly [number, number][] = [
  [0x00_41, 0x00_5a],
  [0x00_61, 0x00_7a],
  [0x00_c0, 0x05_8f],
  [0x09_00, 0x1f_ff],
  [0x2c_00, 0x2d_ff],
  [0x30_41, 0xd7_ff],
  [0xd8_04, 0xd8_39],
  [0xd8_3b, 0xdb_ff],
  [0xff_21, 0xff_dc],
]

const [right, left] = [1, 2]

/** Of each UTF-16 unit whether it is of a letter, and of which direction. */
const kinds = new Uint8Array(0x1_00_00)
for (const [first, last] of leftToRight) kinds.fill(left, first, last + 1)
for (const [first, last] of rightToLeft) kinds.fill(right, first, last + 1)

const isAddress = (word: string): boolean =>
  word.includes('@') || word.includes('://') || word.startsWith('www.')

/** Addresses are written in Latin letters whatever the language is. */
const withoutAddresses = (text: string): string =>
  /[@/]|www\./.test(text)
    ? text
        .split(/\s+/)
        .filter((word) => !isAddress(word))
        .join(' ')
    : text

/** The direction of at least `share` of the letters; undefined where they are few or mixed. */
export const directionOfLetters = (text: string, least: number, share: number): Direction | undefined => {
  const prose = withoutAddresses(text)
  let [rights, lefts] = [0, 0]
  for (let index = 0; index < prose.length; index += 1) {
    const kind = kinds[prose.charCodeAt(index)]
    if (kind === right) rights += 1
    else if (kind === left) lefts += 1
  }
  if (rights + lefts < least) return undefined
  const part = rights / (rights + lefts)
  if (part >= share) return 'rtl'
  return part <= 1 - share ? 'ltr' : undefined
}

/** Scripts of which most texts are in one language. */
const languages: [RegExp, string][] = [
  [/\p{sc=Arab}/gu, 'ar'],
  [/\p{sc=Hebr}/gu, 'he'],
  [/\p{sc=Han}/gu, 'zh'],
]

/** Languages in Arabic letters, by letters that Arabic has not; the later ones have some of the earlier's not. */
const arabicLetters: [RegExp, string][] = [
  [/[ٹڈڑںے]/gu, 'ur'],
  [/[ټډړږښ]/gu, 'ps'],
  [/[ڕڵێۆ]/gu, 'ckb'],
  [/[ۇۈۋڭ]/gu, 'ug'],
  [/[پچژگ]/gu, 'fa'],
]

/** Such letters also stand in foreign names in Arabic, but not one in a hundred. */
const foreignShare = 1 / 100

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/**
 * The language that most letters of a text suggest: Arabic or another that is written in its letters, Hebrew or Chinese.
 * Undefined for Latin and all other scripts, which many languages share, and for Japanese, which has Kana besides the
 * letters of Chinese.
 */
export const guessLanguage = (text: string): string | undefined => {
  const start = text.slice(0, 50_000)
  const letters = countOf(start, /\p{L}/gu)
  if (countOf(start, /[\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/gu) > letters / 20) return undefined
  const found = languages.find(([script]) => countOf(start, script) > letters / 2)?.[1]
  if (found !== 'ar') return found
  return arabicLetters.find(([own]) => countOf(start, own) > letters * foreignShare)?.[1] ?? found
}
