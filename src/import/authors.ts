import { Line } from '../article/text.ts'
import { type DomDocument, type DomElement, isElement } from './dom.ts'
import { mostAuthors } from './limits.ts'

/** Words before the names of authors that stand in no name. */
const before =
  /^(?:(?:(?:written|posted|published|reported|words|story|report|review|text|texte|texto|testo|tekst)\s+)?(?:by|von|par|por|door|di)\s+|(?:by|von|par|por|autor(?:in|en|es)?|auteurs?|authors?|autore|auteur|author|автор|текст|от|written by|a cura di|text)\s*[:：]\s*|(?:كتبت?|بقلم|الكاتب|إعداد)\s*[:/]?\s+|بقلم\s*[:/]?\s*|מאת\s*:?\s*|(?:نویسنده|نوشته|به قلم|تحریر|مصنف)\s*[:：]?\s*|(?:作者|撰文|记者|記者|執筆)\s*[:：]?\s*|文\s*[:：/／＝=]\s*)/iu

/** `By` in capitals of any language, in the midst of a line that begins with a date. */
const inside = /\s(?:by|von|par|por|door)\s+(?=\p{Lu})/iu

const mail = /[^\s<>()[\]]+@[^\s<>()[\]]+/gu

const monthNames = (language: string): string[] =>
  Array.from({ length: 12 }, (_, month) => Date.UTC(2024, month, 15)).flatMap((day) =>
    (['long', 'short'] as const).flatMap((month) => [
      new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }).format(day),
      new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' })
        .formatToParts(day)
        .find(({ type }) => type === 'month')?.value ?? '',
    ]),
  )

const dayNames = (language: string): string[] =>
  Array.from({ length: 7 }, (_, day) => Date.UTC(2024, 0, day + 1)).flatMap((day) =>
    (['long', 'short'] as const).map((weekday) =>
      new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(day),
    ),
  )

const bare = (word: string): string => word.toLowerCase().replaceAll(/[.,:]/g, '')

/** Names of months and days, and words that stand beside dates, in the languages of most pages. */
const dateWords = (() => {
  let words: Set<string> | undefined
  return (): Set<string> =>
    (words ??= new Set([
      ...['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'ru', 'tr', 'ar', 'fa', 'he'].flatMap((language) =>
        [...monthNames(language), ...dayNames(language)].map(bare),
      ),
      ...'on at am pm the published updated posted last modified um uhr den le à el il alle op om em às в | - – — · • de del'.split(
        ' ',
      ),
    ]))
})()

/** A line without what follows its first number: a date, a time, a count of comments. */
const withoutDate = (line: string): string => {
  const start = line.search(/\p{Nd}/u)
  if (start === -1) return line
  const words = line.slice(0, start).trim().split(/\s+/u)
  while (words.length > 0 && dateWords().has(bare(words.at(-1) ?? ''))) words.pop()
  return words.join(' ')
}

/** A line that begins with a date names its authors after `by`. */
const afterDate = (line: string): string => {
  const found = inside.exec(line)
  return found !== null && /\p{Nd}/u.test(line.slice(0, found.index))
    ? line.slice(found.index + found[0].length)
    : line
}

const separators = /\s*[,،;؛、，|•·\n]\s*|\s+[-–—/]\s+/u
const strongAnd = /\s+(?:and|und|et|och|og|и|та|اور|ve)\s+(?=\p{Lu}|\p{Lo})/gu
const weakAnd = /\s+(?:y|e|i|en|و)\s+(?=\p{Lu}|\p{Lo})/u
/** And in Arabic and Hebrew, joined to the next name; a name of four letters may begin with it (وليد). */
const joinedAnd = /\s+(?:و(?=\p{L}{4})|ו(?=[^\P{L}וי]\p{L}{2}))/u

const wordsIn = (text: string): number => text.trim().split(/\s+/u).length

const divide = (line: string): string[] =>
  [weakAnd, joinedAnd].reduce<string[]>(
    (parts, and) =>
      parts.flatMap((names) => {
        const divided = names.split(and)
        return divided.every((name) => wordsIn(name) > 1) ? divided : [names]
      }),
    [line],
  )

/** What belongs to the name before it. */
const suffix = /^(?:jr|sr|ph\.?d|m\.?d|ii|iii|esq)\.?$/i

/** A long description of somebody: `professor at the University of Vilnius`. */
const isDescription = (text: string): boolean => {
  const words = text.split(/\s+/u)
  return words.length > 4 && words.filter((word) => /^\p{Ll}/u.test(word)).length * 2 > words.length
}

const isName = (text: string): boolean =>
  /\p{L}/u.test(text) &&
  !isDescription(text) &&
  !/^(?:edited|translated|photos?) by\b/i.test(text) &&
  !/^(?:https?:)?\/\/|^@|^www\./i.test(text) &&
  !dateWords().has(bare(text))

const trimName = (name: string): string =>
  name.replace(/^[\s:：|/·•–—-]+/u, '').replace(/[\s:：|/·•–—,-]+$|\s+(?:기자|记者|記者)$/u, '')

/** The names in a byline: without its prefix, dates, times, addresses and counts. */
export const readByline = (byline: string): string[] => {
  const line = afterDate(byline.replaceAll(mail, ' ').trim())
  const list = line
    .replace(before, '')
    .replaceAll(/\s+&\s+/g, ', ')
    .replaceAll(strongAnd, ', ')
  const pieces = list.split(separators)
  const names: string[] = []
  for (const piece of pieces) {
    const text = withoutDate(piece.replace(before, ''))
    if (suffix.test(text) && names.length > 0) names.push(`${names.pop()}, ${text}`)
    else names.push(...divide(text).map(trimName).filter(isName))
  }
  return [...new Set(names.flatMap((name) => Line.safeParse(name.replaceAll(/\s+/g, ' ')).data ?? []))]
}

const letters = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Whether a name is that of a website rather than a person: its address, or much the same as the name of the outlet. */
export const isSite = (name: string, outlet = ''): boolean => {
  const site = letters(outlet.replace(/\.\p{L}{2,}$/u, ''))
  const known = letters(name)
  const isAlike = site !== '' && known !== '' && (known.startsWith(site) || site.startsWith(known))
  return isAlike || /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}$/u.test(name)
}

const marks = '[rel~="author"], [class*="author" i], [class*="byline" i], [class*="autor" i]'

/** A class that marks the names of authors, alone or with words for its place. */
const mark = /(?:^|[\s_-])(?:authors?|byline|autor(?:en|es)?)(?:[_-]{1,2}(?:names?|links?|text))?(?:$|\s)/i

/** A name of two to four words, each with a capital where the script has them. */
const isPerson = (name: string): boolean =>
  /^\p{Lu}[\p{L}\p{M}.’'-]*(?:\s(?:d[aeiou]s?|van|von|de[lnr]|la|le|el|al|bin|ter|ten|y|\p{Lu}[\p{L}\p{M}.’'-]*)){1,4}$/u.test(
    name,
  ) || /^\p{Lo}[\p{Lo}\p{M}.·’-]*(?:\s\p{Lo}[\p{Lo}\p{M}.·’-]*){1,3}$/u.test(name)

/** The text of an element, with spaces where its elements meet. */
const spacedText = (element: DomElement): string =>
  [...element.childNodes]
    .map((node) => (isElement(node) ? ` ${spacedText(node)} ` : node.textContent))
    .join('')

/** Characters of a line that names authors; longer ones tell about them. */
const longestByline = 150

/**
 * The line that an element after the heading of the page marks as that of the authors: the first, where all that it names are
 * people by the look of their names. Empty where there is none.
 */
export const findByline = (document: DomDocument): string => {
  const all = [...document.body.querySelectorAll(`h1, ${marks}`)]
  const start = all.findIndex(({ localName }) => localName === 'h1')
  const lines = all
    .slice(start + 1, start + 1 + mostAuthors)
    .filter((element) => element.hasAttribute('rel') || mark.test(element.getAttribute('class') ?? ''))
    .map((element) => spacedText(element).replaceAll(/\s+/g, ' ').trim())
  const line = lines.find((text) => text !== '' && text.length <= longestByline)
  return line !== undefined && readByline(line).every(isPerson) ? line : ''
}
