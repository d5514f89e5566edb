import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import type { Folder, Report } from './folder.ts'

/** Milliseconds that a burst of events is waited for. */
const burst = 25

/** Milliseconds until a file that was seen in the midst of a change is looked at again. */
const soon = 60

/** Polling takes at most a fifth of the time, however large the folder, but never waits longer than `longest` ms. */
const share = 4
const longest = 5000

/** The most folders that are watched; in a larger tree the poll alone finds what changed in the rest. */
const mostWatched = 1000

type Told = { onReport: (report: Report) => void; onError: (error: unknown) => void }

/** Watches over the folders there are; each by its inode, for a watch goes with the folder it was set on. */
const createWatchers = (root: string, onEvent: (folder: string, name: string | null) => void) => {
  const watchers = new Map<string, { inode: bigint; watcher: FSWatcher }>()

  const end = (name: string): void => {
    watchers.get(name)?.watcher.close()
    watchers.delete(name)
  }

  const start = (name: string, inode: bigint): void => {
    try {
      const watcher = watch(join(root, name), { persistent: false }, (_, changed) => onEvent(name, changed))
      watcher.on('error', () => end(name))
      watchers.set(name, { inode, watcher })
    } catch {
      // No watch is to be had, as on some network folders: the poll finds what changes.
    }
  }

  return {
    adapt(folders: ReadonlyMap<string, bigint>): void {
      for (const [name, { inode }] of watchers) if (folders.get(name) !== inode) end(name)
      for (const [name, inode] of folders) {
        if (!watchers.has(name) && watchers.size < mostWatched) start(name, inode)
      }
    },
    close: () => [...watchers.keys()].forEach(end),
  }
}

/**
 * Keeps looking at a folder: when something is said to have changed, and every `interval` milliseconds, for what is
 * said of changes cannot be relied on (`fs.watch` goes silent after some renames). 0 is never, but when told.
 */
export const watchFolder = (folder: Folder, interval: number, { onReport, onError }: Told) => {
  let timer: NodeJS.Timeout | undefined
  let due = Number.POSITIVE_INFINITY
  let wholeDue = Number.POSITIVE_INFINITY
  let isLooking = false
  let isClosed = false

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

  /** A file that is named is looked at alone; anything else may be a folder, and the whole is looked at. */
  const onEvent = (below: string, name: string | null): void => {
    if (name === null) want(burst)
    else if (folder.expect(below === '' ? name : `${below}/${name}`)) lookIn(burst)
    else if (!name.startsWith('.')) want(burst)
  }

  const watchers = interval === 0 ? undefined : createWatchers(folder.path, onEvent)

  const lookAtAll = async (): Promise<void> => {
    const started = performance.now()
    wholeDue = Number.POSITIVE_INFINITY
    onReport(await folder.look())
    if (isClosed) return
    watchers?.adapt(folder.folders())
    const now = performance.now()
    if (interval > 0)
      wholeDue = Math.min(wholeDue, now + Math.max(interval, Math.min(longest, share * (now - started))))
  }

  const look = async (): Promise<void> => {
    const isWhole = performance.now() >= wholeDue
    due = Number.POSITIVE_INFINITY
    isLooking = true
    try {
      if (isWhole) await lookAtAll()
      else onReport(await folder.lookAtUnsettled())
    } catch (error) {
      if (isWhole && interval > 0) wholeDue = Math.min(wholeDue, performance.now() + interval)
      onError(error)
    }
    isLooking = false
    const untilWhole = Math.max(0, wholeDue - performance.now())
    const delay = folder.isUnsettled() ? Math.min(soon, untilWhole) : untilWhole
    if (delay !== Number.POSITIVE_INFINITY) lookIn(delay)
  }

  if (interval > 0) {
    watchers?.adapt(folder.folders())
    want(interval)
  }

  return {
    /** Looks now, or right after the look that is under way. */
    lookNow: () => want(0),
    close(): void {
      isClosed = true
      clearTimeout(timer)
      watchers?.close()
    },
  }
}
