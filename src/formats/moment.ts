/** A date of a source as a moment (RFC 3339): a day is its midnight in UTC. */
const momentOf = (date: string): string => (date.includes('T') ? date : `${date}T00:00:00Z`)

/** The same where there may be none. */
export const momentIf = (date: string | null): string | null => (date === null ? null : momentOf(date))

/** The latest of some moments, or null. */
export const latest = (moments: readonly string[]): string | null =>
  moments.toSorted((one, other) => Date.parse(other) - Date.parse(one))[0] ?? null
