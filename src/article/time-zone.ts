/** Local times as moments. */

/** The offset of a time zone at a moment, in minutes. */
const offsetAt = (moment: number, timeZone: string): number => {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

const two = (number: number): string => String(number).padStart(2, '0')

const formatOffset = (minutes: number): string => {
  if (minutes === 0) return 'Z'
  const [size, sign] = [Math.abs(minutes), minutes < 0 ? '-' : '+']
  return `${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** The offset of a local time in a zone: asked twice, since the first guess may be on the other side of a change of clocks. */
export const offsetOfLocal = (local: string, timeZone: string): string => {
  if (timeZone === 'UTC') return 'Z'
  const moment = Date.parse(`${local}Z`)
  if (Number.isNaN(moment)) return 'Z'
  const guess = offsetAt(moment, timeZone)
  return formatOffset(offsetAt(moment - guess * 60_000, timeZone))
}

/** Milliseconds since 1970 of a date of the model; a day is its first moment in the time zone. */
export const momentInZone = (date: string, timeZone: string): number => {
  if (date.includes('T') || timeZone === 'UTC') return Date.parse(date)
  const local = `${date}T00:00:00`
  return Date.parse(local + offsetOfLocal(local, timeZone))
}
