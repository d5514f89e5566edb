/** The scripts that tell a language by themselves, near enough to be worth a guess. */
const languages: [RegExp, string][] = [
  [/\p{sc=Arab}/gu, 'ar'],
  [/\p{sc=Hebr}/gu, 'he'],
  [/\p{sc=Han}/gu, 'zh'],
]

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/**
 * The language that the greater part of the letters speaks for: Arabic, Hebrew or Chinese. Undefined for Latin and
 * all other scripts, which many languages share, and for Japanese, which Kana tells from Chinese.
 */
export const guessLanguage = (text: string): string | undefined => {
  const start = text.slice(0, 50_000)
  const letters = countOf(start, /\p{L}/gu)
  if (countOf(start, /[\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/gu) > letters / 20) return undefined
  return languages.find(([script]) => countOf(start, script) > letters / 2)?.[1]
}
