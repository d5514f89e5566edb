import { basename, extname, resolve } from 'node:path'
import type { Fault } from '../sources/fault.ts'
import type { SourceEntry } from '../sources/sources.ts'
import { createIntake } from './intake.ts'
import type { Shelf } from '../library/library.ts'
import { createPace, type Pace } from '../pace.ts'
import { createRegistry, isInFolder } from './registry.ts'
import { createReporter, type Report } from './report.ts'
import { emptyScan, type PassedOver, placeOfRoot, placeOfScan, scan, scanOnly, type Scan } from './scan.ts'
import { createSettling, type Due } from './settle.ts'

/** How many files are read between two transactions at the start, when nobody is served yet. */
const batch = 1000

/**
 * Milliseconds of looking and reading between two breaths. Longer than that of a search: where every breath lets many
 * requests go first, what changed is to be served within seconds all the same.
 */
const slice = 4

/** Milliseconds for which the files of a folder that was put in place of another are waited for, to be taken at once. */
const switchPatience = 1000

/** A folder kept in step with a library. */
export type Folder = {
  /** Looks at the folder and applies what changed, all or nothing. Looks never overlap: a second waits for the first. */
  look: () => Promise<Report>
  /** The same, but only at the files that were seen in the midst of a change. */
  lookAtUnsettled: () => Promise<Report>
  /** Counts a file among those that may be in the midst of a change; false where its name is not that of an article. */
  expect: (file: string) => boolean
  /** Every fault of every file that is refused now, in order. */
  faults: () => Fault[]
  /** What is in the folder and not read, as last seen. */
  passedOver: () => PassedOver
  /** Whether it holds no file of an article. */
  isEmpty: () => boolean
  /** Whether a file was seen that may be in the midst of a change. */
  isUnsettled: () => boolean
  /** Whether the path of the folder leads elsewhere than at the last look, as when a link was switched. */
  isSwitched: () => boolean
  /** The real path of the folder, and the folders in it with their identities, as last seen. */
  tree: () => { root: string; folders: ReadonlyMap<string, string> }
  /** Ends the look that is under way, without applying it, and resolves when it has ended. Later looks reject. */
  close: () => Promise<void>
}

/** Thrown by a look at a folder that is closed. */
class FolderClosed extends Error {}

type State = {
  /** What was seen at the last whole look that was applied, and where the folder was then. */
  seen: Scan
  place: string | undefined
  /** Folders that could not be listed at the last whole look. */
  unread: Map<string, Fault>
  /** Files said to have changed since the last look began. */
  expected: Set<string>
  warnings: Fault[]
  isFirst: boolean
  /** Whether the next look is to be a whole one. */
  isWholeDue: boolean
  /** Since when another folder is in place of the one that is served. */
  switchedSince: number | undefined
  isClosed: boolean
  looking: Promise<unknown>
}

const initialState = (): State => ({
  seen: emptyScan(),
  place: undefined,
  unread: new Map(),
  expected: new Set(),
  warnings: [],
  isFirst: true,
  isWholeDue: false,
  switchedSince: undefined,
  isClosed: false,
  looking: Promise.resolve(),
})

const byName = ({ file: one }: { file: string }, { file: other }: { file: string }): number =>
  one < other ? -1 : Number(one > other)

/** Parts of at most `size` entries, and at least one part. What is not there is of the first. */
const inBatches = ({ changed, gone, away }: Due, size: number): Due[] => {
  const entries = [...changed]
  const first = { changed: new Map(entries.slice(0, size)), gone, away }
  const rest: Due[] = []
  for (let at = size; at < entries.length; at += size) {
    rest.push({ changed: new Map(entries.slice(at, at + size)), gone: [], away })
  }
  return [first, ...rest]
}

type Parts = { folder: string; sources: readonly SourceEntry[]; library: Shelf }

/**
 * Opens a folder; nothing is read before the first `look`, which reads all that the library does not hold yet. Its path is
 * resolved at each whole look: a link that is switched is followed, and what is then in the folder is taken at once.
 * A file that is refused, torn, away for a moment or in a folder that cannot be listed keeps its last good version.
 */
export const openFolder = async ({ folder, sources, library }: Parts): Promise<Folder> => {
  const address = resolve(folder)
  const extensions = new Set(sources.flatMap((source) => source.extensions))
  const registry = createRegistry(await library.files())
  const intake = createIntake({ sources, library, registry })
  const settling = createSettling(registry.stampOf)
  const reportOf = createReporter()
  const state = initialState()

  const createLookPace = (): Pace => {
    const breathe = createPace(undefined, slice)
    return async () => {
      if (state.isClosed) throw new FolderClosed('The folder is closed')
      await breathe()
    }
  }

  const take = async (due: Due, pace: Pace): Promise<number> => {
    const { changed, warnings, torn, retried } = await intake(state.seen.root, due, pace)
    const unread = new Set(torn)
    for (const file of [...due.changed.keys(), ...due.gone]) if (!unread.has(file)) settling.forget(file)
    for (const file of [...torn, ...retried]) state.expected.add(file)
    state.warnings = state.warnings.concat(warnings)
    return changed
  }

  /** Whether another folder is in place of the one that is served, and its files still come: it is taken as one. */
  const isBeingSwitched = (place: string, now: number): boolean => {
    if (state.place === undefined || state.place === place) state.switchedSince = undefined
    else state.switchedSince ??= now
    return (
      state.switchedSince !== undefined && settling.size() > 0 && now - state.switchedSince < switchPatience
    )
  }

  /** Files that were there and are not, but for those in folders that could not be listed. */
  const missingOf = ({ files, unread }: Scan): string[] => {
    const folders = [...unread.keys()]
    return registry
      .files()
      .filter((file) => !files.has(file) && !folders.some((below) => isInFolder(file, below)))
  }

  const lookAtAll = async (pace: Pace): Promise<number> => {
    state.isWholeDue = false
    state.expected.clear()
    const seen = await scan(address, extensions, pace)
    state.unread = seen.unread
    if (seen.unread.has('')) {
      settling.clear()
      return 0
    }
    const now = performance.now()
    const place = placeOfScan(seen)
    const due = settling.settle({ files: seen.files, missing: missingOf(seen) }, now, state.isFirst)
    if (isBeingSwitched(place, now)) {
      state.isWholeDue = true
      return 0
    }
    state.seen = seen
    state.place = place
    let changed = 0
    for (const part of inBatches(due, state.isFirst ? batch : Number.POSITIVE_INFINITY))
      changed += await take(part, pace)
    return changed
  }

  const lookAtSome = async (pace: Pace): Promise<number> => {
    const names = new Set([...settling.names(), ...state.expected])
    state.expected.clear()
    const { files, isOdd } = await scanOnly(state.seen.root, names, pace)
    state.isWholeDue ||= isOdd
    const missing = [...names].filter((file) => registry.isKnown(file) && !files.has(file))
    return take(settling.settle({ files, missing }, performance.now(), false), pace)
  }

  const faults = (): Fault[] => [...state.unread.values(), ...registry.faults()].toSorted(byName)

  /** Whether articles of a folder that could not be listed are served. */
  const hasServedBelow = (name: string): boolean =>
    [...state.unread].some(([below, { file }]) => file === name && registry.hasBelow(below))

  const report = (changed: number): Report => {
    const { warnings, seen } = state
    state.warnings = []
    return reportOf({
      changed,
      warnings,
      faults: faults(),
      links: seen.passedOver.links,
      isServed: (name) => registry.idOf(name) !== undefined || hasServedBelow(name),
      isThere: (name) => name === '.' || registry.isKnown(name) || seen.folders.has(name),
    })
  }

  const look = async (): Promise<Report> => {
    const pace = createLookPace()
    let changed = await lookAtAll(pace)
    if (state.isFirst && state.expected.size > 0) changed += await lookAtAll(pace)
    state.isFirst = false
    return report(changed)
  }

  const isSwitched = (): boolean => placeOfRoot(address) !== state.place

  const lookAtUnsettled = async (): Promise<Report> =>
    state.isWholeDue || isSwitched() ? look() : report(await lookAtSome(createLookPace()))

  const afterOthers = (work: () => Promise<Report>): Promise<Report> => {
    const mine = state.looking.then(work)
    state.looking = mine.catch(() => undefined)
    return mine
  }

  return {
    look: () => afterOthers(look),
    lookAtUnsettled: () => afterOthers(lookAtUnsettled),
    expect(file) {
      if (basename(file).startsWith('.') || !extensions.has(extname(file).toLowerCase())) return false
      state.expected.add(file)
      return true
    },
    faults,
    passedOver: () => state.seen.passedOver,
    isEmpty: () => state.seen.files.size === 0,
    isUnsettled: () => state.isWholeDue || settling.size() + state.expected.size > 0,
    isSwitched,
    tree: () => state.seen,
    async close() {
      state.isClosed = true
      await state.looking
    },
  }
}
