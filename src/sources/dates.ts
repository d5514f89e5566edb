/** Dates in the forms in which people and other tools write them. */
import { SourceDate } from '../article/text.ts'
import { offsetOfLocal } from '../article/time-zone.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const clock = String.raw`(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]m)?`
const zone = String.raw`(?:\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?(?:\s*\([A-Za-z ]{1,40}\))?`
const time = String.raw`(?:(?:T|,?\s+(?:at\s+)?)${clock}${zone})?`
const ending = String.raw`${time}$`

/** 2024-01-02, 2024/1/2, 20240102; with or without a time. */
const numeric = new RegExp(String.raw`^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})${ending}`, 'i')
/** 2 January 2024, Tue, 02 Jan 2024 10:00:00 GMT. */
const dayFirst = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})${ending}`,
  'i',
)
/** January 2, 2024; Tue Jan 02 2024 10:00:00 GMT+0200 (CEST). */
const monthFirst = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)??([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${ending}`,
  'i',
)
/** 31/1/2024: only where one of the two numbers can be no month. */
const slashed = new RegExp(String.raw`^(\d{1,2})[/.](\d{1,2})[/.](\d{4})${ending}`, 'i')

type Parts = { year: string; month: string; day: string; rest: (string | undefined)[] }

const monthOf = (name: string): string | undefined => {
  const index = months.indexOf(name.slice(0, 3).toLowerCase())
  return index < 0 ? undefined : String(index + 1)
}

const slashedParts = ([, one = '', other = '', year = '', ...rest]: RegExpExecArray): Parts | undefined => {
  if (Number(one) > 12) return { year, month: other, day: one, rest }
  return Number(other) > 12 ? { year, month: one, day: other, rest } : undefined
}

const partsOf = (text: string): Parts | undefined => {
  const numbers = numeric.exec(text)
  if (numbers !== null) {
    const [, year = '', , month = '', day = '', ...rest] = numbers
    return { year, month, day, rest }
  }
  const english = dayFirst.exec(text)
  if (english !== null) {
    const [, day = '', name = '', year = '', ...rest] = english
    const month = monthOf(name)
    return month === undefined ? undefined : { year, month, day, rest }
  }
  const american = monthFirst.exec(text)
  if (american !== null) {
    const [, name = '', day = '', year = '', ...rest] = american
    const month = monthOf(name)
    return month === undefined ? undefined : { year, month, day, rest }
  }
  const numbered = slashed.exec(text)
  return numbered === null ? undefined : slashedParts(numbered)
}

const two = (number: string | number): string => String(number).padStart(2, '0')

const readOffset = (written: string): string => {
  if (/^(?:z|utc|gmt)$/i.test(written)) return 'Z'
  const digits = written.slice(1).replace(':', '').padEnd(4, '0')
  return `${written.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`
}

const hourOf = (hour: string, half: string | undefined): number => {
  if (half === undefined) return Number(hour)
  return (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

/**
 * A date as the model has it: a day, or a moment with its offset, which is that of `timeZone` where none is written. Undefined
 * for what is no date, or may be two: 1/2/2024.
 */
export const parseDate = (written: string, timeZone: string): string | undefined => {
  const text = written.trim().replaceAll(/\s+/g, ' ')
  if (text.length > 80) return undefined
  const exact = SourceDate.safeParse(text)
  if (exact.success) return exact.data
  const parts = partsOf(text.replace(/^(.{10,30}?)GMT([+-]\d)/i, '$1$2').replace(/GMT([+-]\d)/i, '$1'))
  if (parts === undefined) return undefined
  const { year, month, day, rest } = parts
  const [hour, minute = '00', second = '00', fraction, half, offset] = rest
  const date = `${year}-${two(month)}-${two(day)}`
  if (hour === undefined) return SourceDate.safeParse(date).data
  const local = `${date}T${two(hourOf(hour, half))}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`
  return SourceDate.safeParse(
    local + (offset === undefined ? offsetOfLocal(local, timeZone) : readOffset(offset)),
  ).data
}
