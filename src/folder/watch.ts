import { type FSWatcher, lstatSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Folder } from './folder.ts'
import { newsOf, type Report } from './report.ts'

/** Milliseconds that a burst of events is waited for. */
const burst = 25

/** Milliseconds until a file that was seen in the midst of a change is looked at again. */
const soon = 60

/** Milliseconds until one looks again after a look that failed. */
const afterFailure = 1000

/** Polling takes at most a fifth of the time, however large the folder, but never waits longer than `longest` ms. */
const share = 4
const longest = 5000

/** The most folders that are watched; in a larger tree the poll alone finds what changed in the rest. */
const mostWatched = 1000

/** What a host is told while a folder is watched: of looks that found something new, and of those that failed. */
export type Told = { onReport: (report: Report) => void; onError: (error: unknown) => void }

type Tree = ReturnType<Folder['tree']>

/** Watches over the folders there are; each by its identity, for a watch goes with the folder it was set on. */
const createWatchers = (onEvent: (root: string, folder: string, name: string | null) => void) => {
  const watchers = new Map<string, { identity: string; watcher: FSWatcher }>()

  const end = (name: string): void => {
    watchers.get(name)?.watcher.close()
    watchers.delete(name)
  }

  const start = (root: string, name: string, identity: string): void => {
    try {
      const watcher = watch(join(root, name), { persistent: false }, (_, changed) =>
        onEvent(root, name, changed),
      )
      watcher.on('error', () => end(name))
      watchers.set(name, { identity, watcher })
    } catch {
      // No watch is to be had, as on some network folders: the poll finds what changes.
    }
  }

  return {
    adapt({ root, folders }: Tree): void {
      for (const [name, { identity }] of watchers) if (folders.get(name) !== identity) end(name)
      for (const [name, identity] of folders) {
        if (!watchers.has(name) && watchers.size < mostWatched) start(root, name, identity)
      }
    },
    close: () => [...watchers.keys()].forEach(end),
  }
}

const isLink = (path: string): boolean => {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/**
 * Keeps looking at a folder: when an event tells of a change, and every `interval` milliseconds, since events are
 * unreliable (`fs.watch` goes silent after some renames). With 0 it looks only when `lookNow` is called.
 */
export const watchFolder = (folder: Folder, interval: number, { onReport, onError }: Told) => {
  let timer: NodeJS.Timeout | undefined
  let due = Number.POSITIVE_INFINITY
  let wholeDue = Number.POSITIVE_INFINITY
  let isLooking = false
  let isClosed = false
  /** What the last look failed with. */
  let failure: string | undefined

  const tell = (report: Report): void => {
    if (newsOf(report).length > 0) onReport(report)
  }

  /** Looks when `delay` milliseconds have passed, or sooner if that is wanted already. */
  const lookIn = (delay: number): void => {
    const at = performance.now() + delay
    if (isClosed || isLooking || at >= due) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(() => void look(), delay)
  }

  /** The whole folder is looked at, after the burst of events that told of it. */
  const want = (delay: number): void => {
    wholeDue = Math.min(wholeDue, performance.now() + delay)
    lookIn(delay)
  }

  /**
   * A file that is named is looked at alone; anything else may be a folder, and the whole is looked at. Names that begin
   * with a dot are passed over, but for links: files may be links through them, which are switched all at once ("..data").
   */
  const onEvent = (root: string, below: string, name: string | null): void => {
    if (name === null) return want(burst)
    const file = below === '' ? name : `${below}/${name}`
    if (folder.expect(file)) lookIn(burst)
    else if (!name.startsWith('.') || isLink(join(root, file))) want(burst)
  }

  const watchers = interval === 0 ? undefined : createWatchers(onEvent)

  /** An error that comes again with each look, as of a full disk, is told once. */
  const tellError = (error: unknown): void => {
    const message = String(error)
    if (!isClosed && message !== failure) onError(error)
    failure = message
  }

  const pauseBeforeNext = (): number => {
    if (folder.isUnsettled()) return failure === undefined ? soon : afterFailure
    return interval === 0 ? Number.POSITIVE_INFINITY : interval
  }

  const lookAtAll = async (): Promise<void> => {
    const started = performance.now()
    wholeDue = Number.POSITIVE_INFINITY
    tell(await folder.look())
    if (isClosed) return
    watchers?.adapt(folder.tree())
    const now = performance.now()
    if (interval > 0)
      wholeDue = Math.min(wholeDue, now + Math.max(interval, Math.min(longest, share * (now - started))))
  }

  const look = async (): Promise<void> => {
    const isWhole = performance.now() >= wholeDue || (interval > 0 && folder.isSwitched())
    due = Number.POSITIVE_INFINITY
    isLooking = true
    try {
      if (isWhole) await lookAtAll()
      else if (folder.isUnsettled()) tell(await folder.lookAtUnsettled())
      failure = undefined
    } catch (error) {
      if (isWhole && interval > 0) wholeDue = Math.min(wholeDue, performance.now() + interval)
      tellError(error)
    }
    isLooking = false
    const untilWhole = Math.max(0, wholeDue - performance.now())
    const delay = Math.min(untilWhole, pauseBeforeNext())
    if (delay !== Number.POSITIVE_INFINITY) lookIn(delay)
  }

  if (interval > 0) {
    watchers?.adapt(folder.tree())
    want(interval)
  }

  return {
    /** Looks now, or right after the look that is under way. */
    lookNow: () => want(0),
    /** Looks no more; resolves when the look that is under way has ended. */
    async close(): Promise<void> {
      isClosed = true
      clearTimeout(timer)
      watchers?.close()
      await folder.close()
    },
  }
}
