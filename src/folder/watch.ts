/** Decides when to look at a folder. */
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { linkTarget } from '../disk.ts'
import type { Folder } from './folder.ts'
import { afterFailure, burst, longestPause, mostWatched, pauseShare, soon } from './limits.ts'
import { newsOf, type Report } from './report.ts'
import type { Scan } from './scan.ts'

/** What a host is told while a folder is watched: of looks that found something new, and of those that failed. */
export type Listener = { onReport: (report: Report) => void; onError: (error: unknown) => void }

/** A file or folder in one that is watched may have changed; without a name, any of them. */
type OnEvent = (root: string, folder: string, name: string | null) => void

/** Watches the folders there are, each by its identity, since a watch goes with the folder that it was set on. */
const watchTree = (onEvent: OnEvent) => {
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
      // No watch can be set, as on some network folders: the poll finds what changes.
    }
  }

  return {
    follow({ root, folders }: Pick<Scan, 'root' | 'folders'>): void {
      for (const [name, { identity }] of watchers) if (folders.get(name) !== identity) end(name)
      for (const [name, identity] of folders) {
        if (!watchers.has(name) && watchers.size < mostWatched) start(root, name, identity)
      }
    },
    close: () => [...watchers.keys()].forEach(end),
  }
}

const never = Number.POSITIVE_INFINITY

/** Calls back after some milliseconds, unless the returned function is called before. */
const startTimer = (callback: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

/** One timer, which goes off at the earliest of the times that are asked for. */
const createAlarm = (ring: () => void, start: typeof startTimer) => {
  const state = { due: never, stop: () => {} }
  const onTime = (): void => {
    state.due = never
    ring()
  }
  return {
    /** In so many milliseconds, or sooner if that is planned already. */
    set(delay: number): void {
      const due = performance.now() + delay
      if (due >= state.due) return
      state.stop()
      Object.assign(state, { due, stop: start(onTime, delay) })
    },
    stop: () => state.stop(),
  }
}

/** Tells of looks that found something new, and of those that failed: an error that comes again is told once. */
const createTeller = ({ onReport, onError }: Listener) => {
  let failure: string | undefined
  return {
    hasFailed: () => failure !== undefined,
    report(report: Report): void {
      if (newsOf(report).length > 0) onReport(report)
      failure = undefined
    },
    error(error: unknown): void {
      const message = String(error)
      if (message !== failure) onError(error)
      failure = message
    },
  }
}

type Options = Listener & {
  /** Milliseconds between two looks at the whole; with 0 it looks only when `lookNow` is called. */
  interval: number
  /** For tests: where events and time come from. */
  triggers?: { watchTree: typeof watchTree; startTimer: typeof startTimer }
}

/**
 * Looks at a folder when an event tells of a change, and at the whole every `interval`, since events are unreliable (`fs.watch`
 * goes silent after some renames).
 */
export const watchFolder = (
  folder: Folder,
  { interval, triggers = { watchTree, startTimer }, ...listener }: Options,
) => {
  const state = {
    /** Files that events told of. */
    names: new Set<string>(),
    wholeDue: never,
    isLooking: false,
    isClosed: false,
    watched: undefined as Scan | undefined,
  }
  const teller = createTeller(listener)
  const alarm = createAlarm(() => void look(), triggers.startTimer)

  const lookIn = (delay: number): void => {
    if (!state.isClosed && !state.isLooking) alarm.set(delay)
  }

  const lookAtAllIn = (delay: number): void => {
    state.wholeDue = Math.min(state.wholeDue, performance.now() + delay)
    lookIn(delay)
  }

  /**
   * A file that is named is looked at alone; anything else may be a folder, and the whole is looked at. Names that begin
   * with a dot are passed over, but for links: files may be links through them, which are switched all at once ("..data").
   */
  const onEvent: OnEvent = (root, below, name) => {
    if (name === null) return lookAtAllIn(burst)
    const file = below === '' ? name : `${below}/${name}`
    if (folder.isArticle(file)) {
      state.names.add(file)
      lookIn(burst)
    } else if (!name.startsWith('.') || linkTarget(join(root, file)) !== undefined) lookAtAllIn(burst)
  }

  const watchers = interval === 0 ? undefined : triggers.watchTree(onEvent)

  /** Watches the folders that were seen. */
  const follow = (): void => {
    if (state.watched !== folder.seen()) watchers?.follow(folder.seen())
    state.watched = folder.seen()
  }

  const lookAt = async (names: readonly string[] | undefined): Promise<void> => {
    try {
      const report = await folder.look(names)
      if (!state.isClosed) follow()
      teller.report(report)
    } catch (error) {
      if (!state.isClosed) teller.error(error)
    }
  }

  const look = async (): Promise<void> => {
    const started = performance.now()
    const isWhole = started >= state.wholeDue
    const names = [...state.names]
    state.names.clear()
    if (isWhole) state.wholeDue = never
    state.isLooking = true
    await lookAt(isWhole ? undefined : names)
    state.isLooking = false
    const now = performance.now()
    const pause = Math.max(interval, Math.min(longestPause, pauseShare * (now - started)))
    if (isWhole && interval > 0) state.wholeDue = Math.min(state.wholeDue, now + pause)
    if (state.wholeDue !== never) lookIn(Math.max(0, state.wholeDue - now))
    if (folder.pending().length > 0) lookIn(teller.hasFailed() ? afterFailure : soon)
    if (state.names.size > 0) lookIn(burst)
  }

  if (interval > 0) {
    follow()
    lookAtAllIn(interval)
  }

  return {
    /** Looks at the whole now, or right after the look that is under way. */
    lookNow: () => lookAtAllIn(0),
    /** Looks no more; resolves when the look that is under way has ended. */
    async close(): Promise<void> {
      state.isClosed = true
      alarm.stop()
      watchers?.close()
      await folder.close()
    },
  }
}
