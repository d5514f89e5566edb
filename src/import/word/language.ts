import { directionOf, Language } from '../../article/text.ts'
import { directionOfLetters, guessLanguage } from '../../sources/letters.ts'
import type { Notes } from '../notes.ts'
import { textOfPieces, type WordPiece } from './pieces.ts'

/** The language and direction of a part of a document; empty where it says none. */
export type WordPlace = { lang: string; dir: string }

/** Those of a whole document. */
export type WholePlace = WordPlace & {
  /** What Word says of most of the text, where the letters tell otherwise: it is not believed of a part either. */
  denied: string
}

/** Fewer letters tell no direction of a paragraph. */
const fewestLetters = 3

/** Fewer letters of Arabic script do not tell which of its languages they are. */
const fewestOfArabic = 200

const primary = (language: string): string => language.split('-')[0]?.toLowerCase() ?? ''

const isSame = (one: string, other: string): boolean => primary(one) === primary(other)

const countLetters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/** The language of the highest count. */
const mostOf = (counts: ReadonlyMap<string, number>): string | undefined => {
  const [most] = [...counts].toSorted((one, other) => other[1] - one[1])
  return Language.safeParse(most?.[0]).data
}

/**
 * The language that the letters of a text tell, or else the one that Word has for most of them. Of a short text in Arabic
 * letters Word may know better.
 */
export const findWordLanguage = (
  text: string,
  counts: ReadonlyMap<string, number>,
  notes: Notes,
): { language: string | undefined; denied: string } => {
  const guessed = guessLanguage(text)
  const said = mostOf(counts)
  const isShort = guessed === 'ar' && countLetters(text) < fewestOfArabic
  const isKnown = isShort && said !== undefined && directionOf(said) === 'rtl' && !isSame(said, guessed)
  if (guessed !== undefined && !isKnown) {
    notes.add('language', guessed, { option: 'language' })
    return { language: guessed, denied: said === undefined || isSame(said, guessed) ? '' : said }
  }
  if (said !== undefined) notes.add('languageOfWord', said, { option: 'language' })
  return { language: said, denied: '' }
}

/** The language that most letters of a paragraph have by its own runs, or by those and its styles. */
const languageOfPieces = (pieces: readonly WordPiece[], key: 'language' | 'usual'): string => {
  const counts = new Map<string, number>()
  for (const piece of pieces) {
    const language = piece.marks[key]
    const letters = piece.type === 'text' ? countLetters(piece.value) : 0
    counts.set(language, (counts.get(language) ?? 0) + letters)
  }
  return mostOf(counts) ?? ''
}

/** The language and direction of a paragraph: what Word says, as far as its letters agree. */
export const placeOfPieces = (
  pieces: readonly WordPiece[],
  isRtl: boolean,
  { lang, dir, denied }: WholePlace,
): WordPlace => {
  const text = textOfPieces(pieces)
  const usual = dir === 'rtl' ? 'rtl' : 'ltr'
  const ofLetters = directionOfLetters(text, fewestLetters, 0.7)
  const own = ofLetters ?? (isRtl ? 'rtl' : usual)
  if (lang === '' && own === usual) return { lang, dir }
  const candidates = [
    languageOfPieces(pieces, 'language'),
    ...(own === usual ? [] : [guessLanguage(text) ?? '', languageOfPieces(pieces, 'usual')]),
  ]
  const found = candidates.find(
    (each) =>
      each !== '' && !isSame(each, denied) && (ofLetters === undefined || directionOf(each) === ofLetters),
  )
  return {
    lang: found === undefined || isSame(found, lang) ? lang : found,
    dir: isRtl && ofLetters === 'ltr' ? usual : own,
  }
}

/** Pieces without the languages that their paragraph has anyway, that are not believed, or that the letters deny. */
export const withLanguages = (
  pieces: readonly WordPiece[],
  { lang }: WordPlace,
  denied: string,
): WordPiece[] =>
  pieces.map((piece) => {
    const said = Language.safeParse(piece.marks.language).data ?? ''
    const isOther = said !== '' && !isSame(said, lang) && !isSame(said, denied)
    const isSaid =
      isOther && piece.type === 'text' && directionOfLetters(piece.value, 1, 1) === directionOf(said)
    return { ...piece, marks: { ...piece.marks, language: isSaid ? said : '' } }
  })
