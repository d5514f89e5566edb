import { z } from 'zod'
import data from './languages.json' with { type: 'json' }
import { canonicalLanguage } from './languages.ts'
import { longestAddress, longestId, longestLine, mostCombining } from './limits.ts'
import { bytesOf, isId } from './slug.ts'

/**
 * A message of two lines: what is wrong, and what would be right. A zod issue has room for one string; `explain` in
 * sources/fault.ts splits it again.
 */
export const say = (problem: string, hint: string): string => `${problem}\n${hint}`

/** Not `\p{Cf}`: Arabic, Persian, Hebrew and Indic text needs joiners and directional marks (ZWNJ, ZWJ, LRM, RLM, ALM). */
const forbidden = /[\p{Cc}\p{Noncharacter_Code_Point}\u2028\u2029]/u
const forbiddenExceptNewline = /[^\P{Cc}\n]|[\p{Noncharacter_Code_Point}\u2028\u2029]/u

/** The code point of a character in hexadecimal: `202E`. */
const hexOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

/** Writes a space for each tab, so that offsets stay the same. */
export const withoutTabs = (text: string): string => text.replaceAll('\t', ' ')

const stacked = new RegExp(String.raw`[\p{M}\uFF9E\uFF9F]{${mostCombining + 1}}`, 'u')

/** Letters and signs that nothing composes with: a text of no others is in NFC, and has no combining marks (UAX #15 §9). */
export const uncomposed =
  /^[\0-\u02FF\u0400-\u0482\u05D0-\u05EA\u060C-\u060F\u061B-\u064A\u0660-\u066F\u0671-\u06D5\u2010-\u2027\u2030-\u205E\u20A0-\u20BF\u3001-\u3029\u3041-\u3096\u309B-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E]*$/

const isStacked = (text: string): boolean => !uncomposed.test(text) && stacked.test(text)

/** The text in NFC; as it is where a letter has so many marks that the text will be refused. */
export const toNfc = (text: string): string =>
  uncomposed.test(text) || stacked.test(text) ? text : text.normalize('NFC')

const untidy = /\r\n|^\s|\s$|\n\s|\s\n/

/** NFC, `\n` line ends, spaces for tabs, and no white space at the ends of lines, no-break spaces included. */
export const tidy = (text: string): string => {
  const composed = toNfc(withoutTabs(text))
  if (!untidy.test(composed)) return composed
  const lines = composed.replaceAll('\r\n', '\n').split('\n')
  return lines
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

const refuse = (pattern: RegExp) => (text: string, context: z.RefinementCtx<string>) => {
  const found = pattern.exec(text)
  if (found !== null) {
    const message = say(`holds the control character U+${hexOf(found[0])}`, 'remove it')
    context.addIssue({ code: 'custom', message, continue: false })
  } else if (!text.isWellFormed()) {
    const message = say('holds half of a surrogate pair', 'write the whole character')
    context.addIssue({ code: 'custom', message, continue: false })
  } else if (isStacked(text)) {
    const message = say(`has more than ${mostCombining} combining marks on one letter`, 'remove some')
    context.addIssue({ code: 'custom', message, continue: false })
  }
}

const notBlank = (text: string, context: z.RefinementCtx<string>) => {
  if (text === '') context.addIssue({ code: 'custom', message: say('is blank', 'write some text') })
}

const noBlankLine = (text: string, context: z.RefinementCtx<string>) => {
  if (text.includes('\n\n')) {
    const message = say('holds a blank line', 'make two paragraphs of it')
    context.addIssue({ code: 'custom', message })
  }
}

const tooLong = (most: number): string =>
  say(`is longer than ${most.toLocaleString('en')} characters`, 'shorten it')

/** A title, name or heading: one line, tidied. */
export const Line = z
  .string()
  .overwrite(tidy)
  .superRefine(refuse(forbidden))
  .superRefine(notBlank)
  .max(longestLine, tooLong(longestLine))

/** Running text, tidied; `\n` is a line break inside it. */
export const Text = z
  .string()
  .overwrite(tidy)
  .superRefine(refuse(forbiddenExceptNewline))
  .superRefine(notBlank)
  .superRefine(noBlankLine)

/** Text before it is tidied, because marks are offsets into the text as written. Checked as it will be when tidied. */
const raw = (tidied: typeof Text) =>
  z.string().superRefine((text, context) => {
    for (const issue of tidied.safeParse(text).error?.issues ?? []) {
      context.addIssue({ code: 'custom', message: issue.message })
    }
  })

/** Running text as it is written. */
export const RawText = raw(Text)

/** A heading as it is written. */
export const RawLine = raw(Line).meta({ maxLength: longestLine })

const forbiddenInCode = /[^\P{Cc}\n\t]|[\p{Noncharacter_Code_Point}\u2028\u2029]/u

/** NFC with `\n` line ends, as code is kept; all other white space stays. */
export const tidyCode = (text: string): string => toNfc(text.replaceAll(/\r\n?/g, '\n'))

/** Code: white space, tabs and blank lines are kept. */
export const CodeText = z
  .string()
  .overwrite(tidyCode)
  .superRefine(refuse(forbiddenInCode))
  .refine((text) => text.trim() !== '', say('is blank', 'write some code'))

/** The form of every id: letters of any script, digits and single hyphens. */
export const Id = z
  .string()
  .refine(
    (id) => bytesOf(id) <= longestId,
    say(
      'is too long',
      `use at most ${longestId} bytes, which are as many letters of ASCII and half as many of Arabic`,
    ),
  )
  .refine(isId, say('is not an id', 'use lowercase letters, digits and single hyphens, as in "secret-visit"'))
  .meta({
    id: 'Id',
    description: 'A name in an address',
    maxLength: longestId,
    // ECMA-262 knows the letters of other scripts only with a flag, which JSON Schema has not.
    pattern: String.raw`^[^\x00-/:-\x60{-\x7F]+(?:-[^\x00-/:-\x60{-\x7F]+)*$`,
  })

/** The id of a section: not a number, which would be read as a position. */
export const SectionId = Id.refine(
  (id) => !/^\d+$/.test(id),
  say('is a number, which stands for a position', 'add a letter'),
)

/** The problem with an invalid language tag; sources/fault.ts adds the tag that was probably meant. */
export const notLanguage = 'is not a language tag'

/** A language tag (BCP 47), in canonical case. */
export const Language = z
  .string()
  .overwrite((tag) => canonicalLanguage(tag) ?? tag)
  .refine(
    (tag) => canonicalLanguage(tag) !== undefined,
    say(notLanguage, 'use BCP 47, as in "ar", "en-GB" or "zh-Hant"'),
  )

export const Direction = z.enum(
  ['rtl', 'ltr'],
  say('is not a direction', 'write "rtl" or "ltr", or leave it out: it follows from the language'),
)
export type Direction = z.infer<typeof Direction>

const rightToLeftScripts = new Set(data.rightToLeftScripts.split(' '))

/** The direction of a language's script, by its likely script (UTS #35) and Unicode's right-to-left scripts. */
export const directionOf = (language: string): Direction => {
  const script = new Intl.Locale(language).maximize().script
  return script !== undefined && rightToLeftScripts.has(script) ? 'rtl' : 'ltr'
}

/** RFC 3986 §2: encodes characters that an address must not hold, as a URL parser does. */
const percentEncode = (address: string, characters: RegExp): string =>
  address.replaceAll(characters, (character) => encodeURIComponent(character))

/*
 * The patterns below stand in the JSON Schemas too, where validators compile them in their own dialects: they are
 * ECMA-262 without flags, and need neither look-around nor \p (Python and RE2 lack one or both).
 */

const notWebAddress = say('is not a web address', 'use one that begins with https://')

/** An absolute web address: http or https. */
export const WebAddress = z
  .string()
  .overwrite((address) => percentEncode(address, /["<>`]/g))
  .max(longestAddress, tooLong(longestAddress))
  .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\/\S+$/, { error: notWebAddress, abort: true })
  .refine((address) => URL.canParse(address), notWebAddress)

const notLink = say('is not a link', 'use a web, mail or telephone address, or a path without white space')

/** One of these schemes, or none: then no colon follows the first word. */
const href = (() => {
  const never = String.raw`\s\x00-\x1F\x7F-\x9F"<>\\${'`'}`
  const web = String.raw`[Hh][Tt][Tt][Pp][Ss]?:\/\/`
  const other = '[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:'
  const word = `[A-Za-z][A-Za-z0-9+.-]*(?:[^${never}A-Za-z0-9+.:-][^${never}]*)?`
  return new RegExp(`^(?:(?:${web}|${other})[^${never}]+|${word}|[^${never}A-Za-z][^${never}]*)$`)
})()

/** Where a link leads: a web, mail or telephone address, or a path of the outlet's own. Never a script. */
export const Href = z
  .string()
  .overwrite((address) => percentEncode(address, /"/g))
  .max(longestAddress, tooLong(longestAddress))
  .regex(href, { error: notLink, abort: true })
  .refine((given) => given.isWellFormed() && !/\p{Noncharacter_Code_Point}/u.test(given), notLink)
  .meta({ id: 'Href', description: 'Where a link leads' })

/** A pattern of zod for JSON Schema: in some dialects `\d` matches more than the digits of ASCII. */
const ascii = ({ source }: RegExp) => ({ pattern: source.replaceAll(String.raw`\d`, '[0-9]') })

/** Where an image is: a web address or a path. */
export const ImageAddress = Href.refine(
  (address) => !/^(?:mailto|tel):/i.test(address),
  say('is not the address of an image', 'use a web address, or a path without white space'),
)

/** A date as its source gives it: a day, or a moment with its offset (RFC 3339). */
export const SourceDate = z
  .union(
    [
      z.iso.date().meta(ascii(z.regexes.date)),
      z.iso.datetime({ offset: true }).meta(ascii(z.regexes.datetime({ offset: true }))),
    ],
    { error: say('is not a date', 'use 2024-05-31 or 2024-05-31T09:30:00Z') },
  )
  .meta({ id: 'SourceDate', description: 'A day, or a moment with its offset (RFC 3339)' })

/**
 * Characters that a terminal or a log interprets or does not show: control characters, ends of lines, bidi controls
 * (UAX #9), zero-width characters other than joiners, tags, halves of surrogate pairs.
 */
const hidden =
  /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu

/** Escapes such characters, for terminals and logs: "a\u{202E}b". */
export const visible = (text: string): string =>
  text.replaceAll(hidden, (character) => `\\u{${hexOf(character)}}`)
