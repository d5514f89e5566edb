/** What the path of an article's file says: names for its id, its date, its language and a title. */
import { canonicalLanguage } from './languages.ts'
import { slug } from './slug.ts'

export type FileName = {
  /** Ids that it may have, the shortest first: others are for files in one folder that would have the same. */
  ids: string[]
  /** The folders above, from the nearest, as the beginnings of ids. */
  parents: string[]
  language: string | undefined
  /** The language that a folder above may be named after: `it` may also mean something else. */
  folderLanguage: string | undefined
  date: string | undefined
  /** The name as words. */
  title: string
}

const isDay = (text: string): boolean => {
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}

/** `2024-01-02-name`: the day and the name. */
const splitDate = (name: string): { date?: string; rest: string } => {
  const [, year = '', month = '', day = '', rest = ''] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_. ]+(.*))?$/s.exec(name) ?? []
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return year !== '' && isDay(date) ? { date, rest: rest === '' ? name : rest } : { rest: name }
}

/** `01-name`, `1. name`: the name. A number without zeros before it, as in `10-tips`, is a part of the name. */
const withoutNumber = (name: string): string => {
  const rest = /^(?:0\d{0,3}[-_. ]+|\d{1,4}(?:[._)]\s*|\s+-\s+))(?=\S)(.+)$/s.exec(name)?.[1]
  return rest === undefined || /^\d/.test(rest) ? name : rest
}

/** `name.ar`: the name and the language. One of three letters needs a region: `old` and `min` are languages too. */
export const splitLanguage = (name: string): { language?: string; rest: string } => {
  const [, rest = '', tag = ''] =
    /^(.+)\.([a-z]{2}(?:[-_][a-z]{2,4})?|[a-z]{3}[-_][a-z]{2,4})$/is.exec(name) ?? []
  const language = tag === '' ? undefined : canonicalLanguage(tag.replace('_', '-'))
  return language === undefined ? { rest: name } : { language, rest }
}

const languageNamed = (folder: string): string | undefined =>
  /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i.test(folder) ? canonicalLanguage(folder.replace('_', '-')) : undefined

const asWords = (name: string): string => {
  const words = name.replaceAll(/[-_\s]+/g, ' ').trim()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

const plainName = (name: string): string => withoutNumber(splitDate(name).rest)

/** `file` is a path of a folder, with slashes; its extension goes. */
export const readFileName = (file: string): FileName => {
  const folders = file.split('/')
  const above = folders.slice(0, -1).toReversed()
  const stem = (folders.pop() ?? '').replace(/\.[^.]*$/, '')
  const { language, rest: unlocalised } = splitLanguage(stem)
  const isIndex = /^_?index$/i.test(unlocalised) && folders.length > 0
  const name = isIndex ? (folders.pop() ?? '') : unlocalised
  const { date, rest } = splitDate(name)
  const base = withoutNumber(rest)
  const tail = language === undefined ? [] : [`${base}-${language}`]
  const whole = isIndex ? `${name}-${stem.replace(/^_/, '')}` : stem
  const ids = [base, ...tail, whole].map(slug)
  return {
    ids: [...new Set(ids)],
    parents: folders.toReversed().map((folder) => slug(plainName(folder.replace(/^_/, '')))),
    language,
    folderLanguage: above.map(languageNamed).find((tag) => tag !== undefined),
    date,
    title: asWords(base) || asWords(name) || stem,
  }
}
