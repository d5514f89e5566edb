/** Decides which files have settled after a change. Knows no disk and no clock. */
import { rest, restPatience } from './limits.ts'

/** In place of the stamp of a file that was read: it is to be read again, whatever its stamp is now. */
export const readAgain = ''

/** In place of the stamp of a file that is missing. */
const missingStamp = 'missing'

/** A change that was seen and not applied: since when the file is as it is now, and when it was first seen to change. */
type Change = { stamp: string; since: number; first: number }

/** Changed and missing files, until they are read or removed. */
export type Pending = Map<string, Change>

export type Sight = {
  /** The files that are there, with their stamps. */
  files: ReadonlyMap<string, string>
  /** Files that were read before and are not there. */
  missing: readonly string[]
  /** The stamp at which a file was last read. */
  stampOf: (file: string) => string | undefined
  /** Takes everything as settled, as at the start. */
  isAtRest: boolean
}

const byName = ([one]: [string, string], [other]: [string, string]): number => (one < other ? -1 : 1)

/**
 * `due` are files to be read, with their stamps, `gone` those that are missing for good. Both stay in `memory` with those that
 * have not settled: the caller takes them out when the change is applied. `now` is of a clock that never jumps.
 */
export const settle = (
  before: Pending,
  { files, missing, stampOf, isAtRest }: Sight,
  now: number,
): { due: Map<string, string>; gone: string[]; memory: Pending } => {
  const memory: Pending = new Map()

  const isSettled = (file: string, stamp: string): boolean => {
    if (isAtRest) return true
    const known = before.get(file)
    const change = {
      stamp,
      since: known?.stamp === stamp ? known.since : now,
      first: known?.first ?? now,
    }
    memory.set(file, change)
    return now - change.since >= rest || now - change.first >= restPatience
  }

  const due: [string, string][] = []
  for (const [file, stamp] of files) {
    const read = stampOf(file)
    if (read !== stamp && (isSettled(file, stamp) || read === readAgain)) due.push([file, stamp])
  }
  const gone = missing.filter((file) => isSettled(file, missingStamp))
  return { due: new Map(due.toSorted(byName)), gone, memory }
}
