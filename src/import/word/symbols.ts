import { codePoint } from 'dingbat-to-unicode'

/** Fonts whose characters are signs, as Word names them. */
const signFonts = /^(?:symbol|webdings|wingdings|wingdings 2|wingdings 3|zapf ?dingbats)$/i

/** Fonts of signs have their characters at U+F000, where Unicode has none. */
const isPrivate = (code: number): boolean => code >= 0xf000 && code <= 0xf0ff

/** A character of a font of signs in Unicode; undefined where it has none. */
export const signOf = (code: number, font: string): string | undefined => {
  if (!signFonts.test(font)) return isPrivate(code) ? undefined : String.fromCodePoint(code)
  const place = isPrivate(code) ? code - 0xf000 : code
  const name = font.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
  return codePoint(name, place)?.string
}

/** Text with the characters of fonts of signs in Unicode; those that are typed as letters stay. */
export const symbolOf = (text: string, font: string): string =>
  text.replaceAll(/[\uF000-\uF0FF]/g, (sign) => signOf(sign.charCodeAt(0), font) ?? sign)

/** Whether a sign is a box that is ticked; undefined where it is no box. */
export const isTicked = (sign: string): boolean | undefined => {
  if (/^[☑☒🗵🗷🗹✅]\u{FE0F}?$/u.test(sign)) return true
  return /^[☐□◻⬜🗆❏❑❒▢🞎🞏]\u{FE0F}?$/u.test(sign) ? false : undefined
}
