import { basename, extname, resolve } from 'node:path'
import type { Fault } from '../sources/fault.ts'
import { createPace, type Pace } from '../pace.ts'
import { batch, slice, switchPatience } from './limits.ts'
import { createRegistry, isInFolder, type Registry } from './registry.ts'
import { createReporter, type Outcome, type Report } from './report.ts'
import { emptyScan, placeOfRoot, placeOfScan, scan, scanOnly, type Scan } from './scan.ts'
import { type Pending, readAgain, settle } from './settle.ts'
import { createUpdate, type Due, type UpdateParts } from './update.ts'

/** A folder kept in step with a library. */
export type Folder = {
  /**
   * Looks at the folder and applies what changed, all or nothing; with names, only at these files and those that are pending,
   * unless another folder is at the path now. Looks never overlap: a second waits for the first.
   */
  look: (names?: Iterable<string>) => Promise<Report>
  /** Whether a name is that of an article file. */
  isArticle: (file: string) => boolean
  /** Every fault of every file that is refused now, in order. */
  faults: () => Fault[]
  /** The names of files that were seen to change and are not read yet. */
  pending: () => string[]
  /** What is in the folder, as last seen. */
  seen: () => Scan
  /** Ends the look that is under way, without applying it, and resolves when it has ended. Later looks reject. */
  close: () => Promise<void>
}

type State = {
  /** The path as it was given, which may lead elsewhere at each look. */
  address: string
  extensions: ReadonlySet<string>
  registry: Registry
  /** What was seen at the last look at the whole folder that was applied, and where the folder was then. */
  seen: Scan
  place: string | undefined
  /** Folders that could not be listed at the last look at the whole. */
  unread: Map<string, Fault>
  pending: Pending
  warnings: Fault[]
  isFirst: boolean
  /** Since when another folder is in place of the one that is served. */
  switchedSince: number | undefined
  isClosed: boolean
  update: ReturnType<typeof createUpdate>
}

const byName = ({ file: one }: { file: string }, { file: other }: { file: string }): number =>
  one < other ? -1 : Number(one > other)

/** Parts of at most `size` files, and at least one part. What is missing is of the first. */
const inBatches = ({ due, gone, missing }: Due, size: number): Due[] => {
  const entries = [...due]
  const first = { due: new Map(entries.slice(0, size)), gone, missing }
  const rest: Due[] = []
  for (let at = size; at < entries.length; at += size) {
    rest.push({ due: new Map(entries.slice(at, at + size)), gone: [], missing })
  }
  return [first, ...rest]
}

const paceOf = (state: State): Pace => {
  const breathe = createPace(undefined, slice)
  return async () => {
    if (state.isClosed) throw new Error('The folder is closed')
    await breathe()
  }
}

/** Decides what has settled of what was seen, and remembers the rest. */
const settleSeen = (state: State, files: Scan['files'], missing: readonly string[]): Due => {
  const sight = { files, missing, stampOf: state.registry.stampOf, isAtRest: state.isFirst }
  const { due, gone, memory } = settle(state.pending, sight, performance.now())
  state.pending = memory
  return { due, gone, missing }
}

const applyDue = async (state: State, part: Due, pace: Pace): Promise<number> => {
  const { changed, warnings, unread } = await state.update(state.seen.root, part, pace)
  for (const file of [...part.due.keys(), ...part.gone]) if (!unread.has(file)) state.pending.delete(file)
  const now = performance.now()
  for (const file of unread) {
    if (!state.pending.has(file)) state.pending.set(file, { stamp: readAgain, since: now, first: now })
  }
  state.warnings = state.warnings.concat(warnings)
  return changed
}

/** Whether another folder is in place of the one that is served, and its files still come: it is applied as one. */
const isBeingSwitched = (state: State, place: string, { due, gone }: Due): boolean => {
  const now = performance.now()
  if (state.place === undefined || state.place === place) state.switchedSince = undefined
  else state.switchedSince ??= now
  const isUnsettled = state.pending.size > due.size + gone.length
  return state.switchedSince !== undefined && isUnsettled && now - state.switchedSince < switchPatience
}

/** Files that were there and are not, but for those in folders that could not be listed. */
const missingOf = ({ registry }: State, { files, unread }: Scan): string[] => {
  const folders = [...unread.keys()]
  return registry
    .files()
    .filter((file) => !files.has(file) && !folders.some((below) => isInFolder(file, below)))
}

const lookAtAll = async (state: State, pace: Pace): Promise<number> => {
  const seen = await scan(state.address, state.extensions, pace)
  state.unread = seen.unread
  if (seen.unread.has('')) {
    state.pending.clear()
    return 0
  }
  const place = placeOfScan(seen)
  const settled = settleSeen(state, seen.files, missingOf(state, seen))
  if (isBeingSwitched(state, place, settled)) return 0
  Object.assign(state, { seen, place })
  let changed = 0
  for (const part of inBatches(settled, state.isFirst ? batch : Number.POSITIVE_INFINITY))
    changed += await applyDue(state, part, pace)
  return changed
}

const lookAtSome = async (state: State, told: Iterable<string>, pace: Pace): Promise<number> => {
  const names = [...new Set([...state.pending.keys(), ...told])]
  const files = await scanOnly(state.seen.root, names, pace)
  if (files === undefined) return lookAtAll(state, pace)
  const missing = names.filter((file) => state.registry.isKnown(file) && !files.has(file))
  return applyDue(state, settleSeen(state, files, missing), pace)
}

/** Whether the path leads to another folder than at the last look, as when a link was switched. */
const isSwitched = ({ address, place }: State): boolean => placeOfRoot(address) !== place

/** Returns how many articles changed. */
const lookAt = async (state: State, names: Iterable<string> | undefined): Promise<number> => {
  const pace = paceOf(state)
  const isWhole = names === undefined || isSwitched(state)
  let changed = isWhole ? await lookAtAll(state, pace) : await lookAtSome(state, names, pace)
  if (state.isFirst && state.pending.size > 0) changed += await lookAtAll(state, pace)
  state.isFirst = false
  return changed
}

const faultsOf = ({ unread, registry }: State): Fault[] =>
  [...unread.values(), ...registry.faults()].toSorted(byName)

/** Whether articles of a file are served, or of a folder that could not be listed. */
const isServed = ({ registry, unread }: State, name: string): boolean =>
  registry.idOf(name) !== undefined ||
  [...unread].some(([below, { file }]) => file === name && registry.hasBelow(below))

/** What is so after a look, for a report. */
const outcomeOf = (state: State, changed: number): Outcome => {
  const { warnings, seen, registry } = state
  state.warnings = []
  return {
    changed,
    warnings,
    faults: faultsOf(state),
    links: seen.passedOver.links,
    isServed: (name) => isServed(state, name),
    isThere: (name) => name === '.' || registry.isKnown(name) || seen.folders.has(name),
  }
}

type FolderParts = Omit<UpdateParts, 'registry'> & { folder: string }

/**
 * Opens a folder; nothing is read before the first `look`, which reads all that the shelf does not hold yet. Its path is
 * resolved at each look at the whole: a link that is switched is followed, and what is then in the folder is applied at once.
 * A file that is refused, incomplete, missing for a moment or in a folder that cannot be listed keeps its last good version.
 */
export const openFolder = async ({ folder, ...parts }: FolderParts): Promise<Folder> => {
  const registry = createRegistry(await parts.shelf.files())
  const state: State = {
    address: resolve(folder),
    extensions: new Set(parts.sources.flatMap((source) => source.extensions)),
    registry,
    seen: emptyScan(),
    place: undefined,
    unread: new Map(),
    pending: new Map(),
    warnings: [],
    isFirst: true,
    switchedSince: undefined,
    isClosed: false,
    update: createUpdate({ ...parts, registry }),
  }
  const reportOf = createReporter()
  let looking: Promise<unknown> = Promise.resolve()
  return {
    look(names) {
      const mine = looking.then(async () => reportOf(outcomeOf(state, await lookAt(state, names))))
      looking = mine.catch(() => undefined)
      return mine
    },
    isArticle: (file) => !basename(file).startsWith('.') && state.extensions.has(extname(file).toLowerCase()),
    faults: () => faultsOf(state),
    pending: () => [...state.pending.keys()],
    seen: () => state.seen,
    async close() {
      state.isClosed = true
      await looking
    },
  }
}
