import { basename } from 'node:path'
import type { Pace } from '../pace.ts'
import type { Fault } from '../sources/fault.ts'
import { addBeside, hasOutdated } from './beside.ts'
import { batch, fewestShared, largestBatch, mostAtOnce, switchPatience } from './limits.ts'
import { type Report, reportOn } from './report.ts'
import { placeNow, scan, scanOnly, type Scan, settingsFile, whyPassedOver } from './scan.ts'
import { readAgain, settle } from './settle.ts'
import {
  folderFaults,
  type FolderParts,
  isInFolder,
  isKnown,
  openState,
  paceOf,
  type State,
  unusedTypes,
} from './state.ts'
import { type Due, update } from './update.ts'

/** Decides what has settled of what was seen, and remembers the rest. */
const settleSeen = (state: State, files: ReadonlyMap<string, string>, missing: readonly string[]): Due => {
  const { refused, records } = state
  const isAtRest = state.isFirst && !state.isServed
  const stampOf = (file: string) => refused.get(file)?.stamp ?? records.get(file)?.stamp
  const { due, gone, memory } = settle(
    state.pending,
    { files, missing, stampOf, isAtRest },
    performance.now(),
  )
  state.pending = memory
  return { due, gone, missing }
}

const applyDue = async (state: State, part: Due, pace: Pace): Promise<number> => {
  const { changed, again } = await update(state, part, pace)
  for (const file of [...part.due.keys(), ...part.gone]) if (!again.has(file)) state.pending.delete(file)
  const now = performance.now()
  for (const file of again) {
    if (!state.pending.has(file)) state.pending.set(file, { stamp: readAgain, since: now, first: now })
  }
  return changed
}

/** Divides files with their stamps into what is read at once; each that is suspected is read on its own, before the rest. */
const batchesOf = (due: Due['due'], suspected: ReadonlyMap<string, string>): Map<string, string>[] => {
  const [alone, rest] = [true, false].map((isSo) => [...due].filter(([file]) => suspected.has(file) === isSo))
  const batches = (alone ?? []).map((entry) => new Map([entry]))
  let last = new Map<string, string>()
  let bytes = 0
  for (const [file, stamp] of rest ?? []) {
    // A stamp begins with the bytes of its file.
    const size = Number.parseInt(stamp, 10) || 0
    if (last.size === batch || bytes + size > largestBatch || last.size === 0) {
      last = new Map()
      bytes = 0
      batches.push(last)
    }
    last.set(file, stamp)
    bytes += size
  }
  return batches.length === 0 ? [last] : batches
}

/** Others read at the start alone, before anybody is answered. */
const startReading = ({ startReading: start, isFirst, isServed, settings, seen }: State) => {
  const context = settings.now()
  return isFirst && !isServed && context !== undefined
    ? start?.(seen.root, { read: context.read, key: context.key })
    : undefined
}

/** Applies all at once, or in batches where that is the start or too much. */
const applyAll = async (state: State, { due, gone, missing }: Due, pace: Pace): Promise<number> => {
  const isDivided = state.isFirst || due.size > mostAtOnce
  const batches = isDivided ? batchesOf(due, state.suspected) : [due]
  let changed = 0
  const coming = new Set(due.keys())
  const reading = due.size < fewestShared ? undefined : startReading(state)
  try {
    let next = reading?.begin(batches[0] ?? due)
    for (const [index, files] of batches.entries()) {
      const shared = next
      // Read while this one is applied.
      const following = batches[index + 1]
      next = following && reading?.begin(following)
      for (const file of files.keys()) coming.delete(file)
      const part = { due: files, gone: index === 0 ? gone : [], missing, coming, batch: shared }
      changed += await applyDue(state, part, pace)
    }
  } finally {
    reading?.close()
  }
  if (state.isFirst || batches.length === 1) return changed
  // Ids that were taken by an article of a later batch.
  const again = new Map([...due].filter(([file]) => state.pending.has(file)))
  return changed + (await applyDue(state, { due: again, gone: [], missing }, pace))
}

/** Whether another folder is in place of the one that is served and is not complete yet: it is applied as a whole. */
const isBeingSwitched = (state: State, { place }: Scan, { due, gone }: Due): boolean => {
  const now = performance.now()
  if (state.seen.place === '' || state.seen.place === place) state.switchedSince = undefined
  else state.switchedSince ??= now
  const isUnsettled = state.pending.size > due.size + gone.length
  return state.switchedSince !== undefined && isUnsettled && now - state.switchedSince < switchPatience
}

/** Files that were there before and are not there now; files in folders that could not be listed are not among them. */
const missingOf = ({ records, refused }: State, { files, unread }: Scan): string[] => {
  const folders = [...unread.keys()]
  const missing = new Set<string>()
  for (const known of [records, refused])
    for (const file of known.keys())
      if (!files.has(file) && !folders.some((below) => isInFolder(file, below))) missing.add(file)
  return [...missing]
}

/** Which files are read, and how; undefined while that cannot be told. */
const readingOf = (state: State) => {
  const settings = state.settings.now()
  return settings && { extensions: state.extensions, settings, known: state.records }
}

const lookAtAll = async (state: State, pace: Pace): Promise<number> => {
  await state.settings.look(state.isFirst)
  const reading = readingOf(state)
  if (state.settings.isChanging() || reading === undefined) return 0
  const seen = await scan(state.address, reading, pace)
  state.unread = seen.unread
  if (seen.unread.has('')) {
    state.pending.clear()
    return 0
  }
  const files = await addBeside(state, seen.files, { pace, seen })
  const settled = settleSeen(state, files, missingOf(state, seen))
  if (isBeingSwitched(state, seen, settled)) return 0
  state.seen = seen
  return applyAll(state, settled, pace)
}

const lookAtSome = async (state: State, changed: Iterable<string>, pace: Pace): Promise<number> => {
  const names = [...new Set([...state.pending.keys(), ...changed])]
  const settings = state.settings.now()
  const at = settings && { root: state.seen.root, key: settings.key }
  const files = at && (await scanOnly(at, names, pace))
  if (files === undefined) return lookAtAll(state, pace)
  const missing = names.filter((file) => isKnown(state, file) && !files.has(file))
  return applyDue(state, settleSeen(state, await addBeside(state, files, { pace }), missing), pace)
}

/** Whether the path leads to another folder than at the last look, as when a link was switched. */
const isSwitched = ({ address, seen }: State): boolean => placeNow(address) !== seen.place

/** Returns how many articles changed. */
const lookAt = async (state: State, names: Iterable<string> | undefined): Promise<number> => {
  const pace = paceOf(state)
  state.isContinued = false
  const isWhole = names === undefined || state.settings.isChanging() || isSwitched(state)
  let changed = isWhole ? await lookAtAll(state, pace) : await lookAtSome(state, names, pace)
  if (state.isFirst && (state.pending.size > 0 || hasOutdated(state))) changed += await lookAtAll(state, pace)
  state.isFirst = false
  return changed
}

/**
 * Opens a folder; nothing is read before the first `look`, which reads all that the shelf does not hold yet. Its path is
 * resolved at each look at the whole: a link that is switched is followed, and what is then in the folder is applied at once.
 * A file that is refused, incomplete, missing for a moment or in a folder that cannot be listed keeps its last good version.
 */
export const openFolder = async (parts: FolderParts) => {
  const state = await openState(parts)
  let looking: Promise<unknown> = Promise.resolve()
  return {
    /**
     * Looks at the folder and applies what changed, all or nothing; with names, only at these files and those that are
     * pending, unless another folder is at the path now. Looks never overlap: a second waits for the first.
     */
    look: (names?: Iterable<string>): Promise<Report> => {
      const mine = looking.then(async () => reportOn(state, await lookAt(state, names)))
      looking = mine.catch(() => undefined)
      return mine
    },
    /** Whether a name is that of an article file. */
    isArticle: (file: string): boolean => {
      const reading = readingOf(state)
      return (
        reading !== undefined && !basename(file).startsWith('.') && whyPassedOver(file, reading) === undefined
      )
    },
    /** Every fault of every file that is refused now, in order. */
    faults: (): Fault[] => folderFaults(state),
    refused: (): State['refused'] => state.refused,
    /** The warnings of names and translations that go wrong between articles. */
    relations: (): Fault[] => [...state.reported.relations.values()],
    /** The names of files that were seen to change and are not read yet. */
    pending: (): string[] => [
      ...(state.settings.isChanging() ? [settingsFile] : []),
      ...state.pending.keys(),
    ],
    /** Reads a part of a file beside an article, if that is as the article found it. */
    /** The folders that files beside articles are in. */
    roots: () => state.roots(),
    /** How many files of each other type there are that no article uses. */
    unusedTypes: () => unusedTypes(state),
    /** What is in the folder, as last seen. */
    seen: (): Scan => state.seen,
    /** Ends the look that is under way, without applying it, and resolves when it has ended. Later looks reject. */
    close: async (): Promise<void> => {
      state.isClosed = true
      await looking
    },
  }
}

/** A folder kept in step with a shelf. */
export type Folder = Awaited<ReturnType<typeof openFolder>>
