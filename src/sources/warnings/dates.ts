import type { Finding, Rule } from './finding.ts'

const anHour = 3_600_000

/** A day begins in Kiribati 14 hours before it does in Greenwich, and ends on Baker Island 12 hours after. */
const [earliest, latest] = [14 * anHour, 36 * anHour]

const isDay = (date: string): boolean => !date.includes('T')

/** When a date may have been, in milliseconds: a day says neither its hour nor its place. */
const spanOf = (date: string): { start: number; end: number } => {
  const moment = Date.parse(date)
  return isDay(date) ? { start: moment - earliest, end: moment + latest } : { start: moment, end: moment }
}

/** Two days are of one place; a day and a moment may be of two. */
const isBefore = (one: string, other: string): boolean =>
  isDay(one) && isDay(other) ? one < other : spanOf(one).end < spanOf(other).start

/** The first newspapers are from 1605: an earlier year is one of another calendar. */
const firstYear = 1600

const inThePast = (key: string, date: string, now: number): Finding[] => {
  const year = Number(date.slice(0, 4))
  if (year < firstYear) {
    const hint = 'write the year of the Gregorian calendar, as in 2024'
    return [{ path: [key], problem: `is of the year ${year}`, hint }]
  }
  const hint =
    key === 'datePublished'
      ? 'it is served from then on: write an earlier day, if that is not meant'
      : 'it is served now: write the day on which it was changed'
  return spanOf(date).start > now ? [{ path: [key], problem: `is in the future: ${date}`, hint }] : []
}

/** Dates that are valid and cannot be: in the future, of another calendar, changed before it was published. */
export const reviewDates: Rule = ({ article: { datePublished, dateModified }, now }) => {
  const dates = Object.entries({ datePublished, dateModified })
  const found = dates.flatMap(([key, date]) => (date === null ? [] : inThePast(key, date, now)))
  if (datePublished === null || dateModified === null || !isBefore(dateModified, datePublished)) return found
  const problem = `is before it was published: ${dateModified} is before ${datePublished}`
  return [
    ...found,
    { path: ['dateModified'], problem, hint: 'write the later of the two here, or leave it out' },
  ]
}
