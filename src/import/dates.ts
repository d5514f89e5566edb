import { SourceDate } from '../article/text.ts'
import type { DomDocument, DomElement } from './dom.ts'
import type { Notes } from './notes.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const clock = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(\.\d+)?)?`
const zone = String.raw`(Z|UTC|GMT|(?:GMT|UTC)?[+-]\d\d:?\d\d|[+-]\d\d)?`
const tail = String.raw`(?:(?:T|\s+|,\s*)${clock}\s*${zone}(?:\s*\([^()]*\))?)?$`
const iso = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${tail}`, 'i')
const basic = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i
/** RFC 2822, and dates as English and JavaScript write them. */
const dayFirst = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3,9})\.?,?\s+(\d{4})${tail}`,
  'i',
)
const monthFirst = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})${tail}`,
  'i',
)

const two = (number: string | number): string => String(number).padStart(2, '0')

const monthOf = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1)

/** Year, month and day, then hour, minute, second, fraction and zone where they are written. */
const partsOf = (text: string): (string | undefined)[] | undefined => {
  const numbers = iso.exec(text) ?? basic.exec(text)
  if (numbers !== null) return numbers.slice(1)
  const [, day = '', name = '', year, ...time] = dayFirst.exec(text) ?? []
  if (year !== undefined) return [year, monthOf(name), day, ...time]
  const [, month = '', date = '', inYear, ...then] = monthFirst.exec(text) ?? []
  return inYear === undefined ? undefined : [inYear, monthOf(month), date, ...then]
}

const offsetOf = (written: string): string => {
  const offset = written.replace(/^(?:GMT|UTC)/i, '')
  if (offset === '' || offset.toUpperCase() === 'Z') return 'Z'
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

type Read = { date: string; isWhole: boolean }

/** A date as the model has it; of a time without an offset the day. */
const parsePageDate = (written: string): Read | undefined => {
  if (/^\d{10}(?:\d{3})?$/.test(written)) {
    const ms = Number(written.padEnd(13, '0'))
    return { date: new Date(ms).toISOString().replace('.000Z', 'Z'), isWhole: true }
  }
  const [year, month = '', date = '', hour, minute, second, fraction, offset] = partsOf(written) ?? []
  const day = `${year}-${two(month)}-${two(date)}`
  if (!SourceDate.safeParse(day).success) return undefined
  if (hour === undefined || minute === undefined) return { date: day, isWhole: true }
  if (offset === undefined) return { date: day, isWhole: false }
  const isMidnight = hour === '24'
  const time = `${isMidnight ? '00' : two(hour)}:${minute}:${second ?? '00'}${/[1-9]/.test(fraction ?? '') ? fraction : ''}`
  const moment = `${isMidnight ? nextDay(day) : day}T${time}${offsetOf(offset)}`
  return SourceDate.safeParse(moment).success
    ? { date: moment, isWhole: true }
    : { date: day, isWhole: false }
}

/** The first date that can be read; one that says the offset too goes before the same day without. */
export const readDate = (written: string[], notes: Notes): string | undefined => {
  const read = written.flatMap((text) => {
    const found = parsePageDate(text.trim())
    return found === undefined ? [] : [{ ...found, text }]
  })
  const [first] = read
  if (first === undefined) {
    if (written[0] !== undefined) notes.add('date', written[0])
    return undefined
  }
  const same = read.find(
    ({ date, isWhole }) => isWhole && date.length > 10 && date.startsWith(first.date.slice(0, 10)),
  )
  if (!first.isWhole && same === undefined) notes.add('dayOnly', first.text)
  return first.date.length > 10 ? first.date : (same?.date ?? first.date)
}

const valueOf = (element: DomElement): string =>
  ['datetime', 'content', 'title']
    .map((name) => element.getAttribute(name) ?? '')
    .find((value) => value !== '') ?? ''

/** The first `time` beside the title that is not of a change. */
const besideTitle = (document: DomDocument): string[] => {
  let around = document.querySelector('h1')?.parentElement ?? null
  for (let up = 0; up < 3 && around !== null && around.localName !== 'body'; up += 1) {
    const times = [...around.querySelectorAll('time[datetime]')].filter(
      (time) => !/updat|modif/i.test(time.getAttribute('class') ?? ''),
    )
    if (times.length > 0) return times.slice(0, 1).map(valueOf)
    around = around.parentElement
  }
  return []
}

/** When the article was published, as its elements say it for machines, the most certain first. */
export const datesInText = (document: DomDocument): string[] => {
  const marked = [
    '[itemprop~="datePublished"]',
    'time[pubdate]',
    '.h-entry .dt-published, .hentry .published, time.published, time.entry-date',
  ]
  const found = marked.flatMap((selector) => {
    const element = document.querySelector(selector)
    return element === null ? [] : [valueOf(element)]
  })
  return [...found, ...besideTitle(document)].filter((value) => value !== '')
}
