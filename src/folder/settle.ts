/** Milliseconds for which a file must stay as it is, or stay away, before it is believed: editors save in several steps. */
const rest = 100

/** A file that never rests is read all the same after this many milliseconds. */
const patience = 1000

/** In place of the stamp of a file that was read: it is to be read again, whatever its stamp is now. */
export const readAgain = ''

/** In place of the stamp of a file that is not there. */
const gone = 'gone'

/** What is to be done: files to read, with their stamps, and files that are not there, for good or for a moment. */
export type Due = { changed: ReadonlyMap<string, string>; gone: readonly string[]; away: readonly string[] }

/** `files` are those that are there, with their stamps; `missing` are those that were read before and are not there. */
export type Sight = { files: ReadonlyMap<string, string>; missing: readonly string[] }

/**
 * Tells files that have settled from files in the midst of a change. `stampOf` tells the stamp at which a file was last
 * read. Times are in milliseconds of a clock that never jumps: the times of files are not compared with it.
 */
export const createSettling = (stampOf: (file: string) => string | undefined) => {
  const waiting = new Map<string, { stamp: string; since: number; first: number }>()

  const isSettled = (file: string, stamp: string, now: number): boolean => {
    const known = waiting.get(file)
    const first = known?.first ?? now
    const since = known?.stamp === stamp ? known.since : now
    waiting.set(file, { stamp, since, first })
    return now - since >= rest || now - first >= patience
  }

  return {
    /** `isCalm` takes everything as settled, as at the start. Files that do not rest stay in `names` until they do. */
    settle({ files, missing }: Sight, now: number, isCalm: boolean): Due {
      const away = new Set(missing)
      for (const file of waiting.keys()) {
        if (!away.has(file) && (!files.has(file) || files.get(file) === stampOf(file))) waiting.delete(file)
      }
      const changed = [...files].filter(([file, stamp]) => {
        const known = stampOf(file)
        return known !== stamp && (isCalm || known === readAgain || isSettled(file, stamp, now))
      })
      return {
        changed: new Map(changed.toSorted(([one], [other]) => (one < other ? -1 : 1))),
        gone: missing.filter((file) => isCalm || isSettled(file, gone, now)),
        away: missing,
      }
    },
    forget: (file: string): void => void waiting.delete(file),
    clear: (): void => waiting.clear(),
    names: (): string[] => [...waiting.keys()],
    size: (): number => waiting.size,
  }
}
