/** Decides when to look at a folder. */
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { linkTarget } from '../disk.ts'
import type { Folder } from './folder.ts'
import { afterFailure, burst, longestPause, mostWatched, pauseShare, soon } from './limits.ts'
import { newsOf, type Report } from './report.ts'
import type { Scan } from './scan.ts'

/** Called with the report of a look that found something new, and with the error of one that failed. */
export type Listener = { onReport: (report: Report) => void; onError: (error: unknown) => void }

/**
 * Watches the folders there are, each by its identity, since a watch goes with the folder that it was set on. Calls back with
 * the name of an article file, or with none for anything else, which may be a folder. Names that begin with a dot are passed
 * over, but for links: files may be links through them, which are switched all at once ("..data").
 */
const watchTree = (isArticle: Folder['isArticle'], onEvent: (file?: string) => void) => {
  const watchers = new Map<string, { identity: string; watcher: FSWatcher }>()
  let followed: Scan | undefined

  const end = (name: string): void => {
    watchers.get(name)?.watcher.close()
    watchers.delete(name)
  }

  const interpret = (root: string, folder: string, name: string | null): void => {
    if (name === null) return onEvent()
    const file = folder === '' ? name : `${folder}/${name}`
    if (isArticle(file)) onEvent(file)
    else if (!name.startsWith('.') || linkTarget(join(root, file)) !== undefined) onEvent()
  }

  const start = (root: string, folder: string, identity: string): void => {
    try {
      const watcher = watch(join(root, folder), { persistent: false }, (_, name) =>
        interpret(root, folder, name),
      )
      watcher.on('error', () => end(folder))
      watchers.set(folder, { identity, watcher })
    } catch {
      // No watch can be set, as on some network folders: the poll finds what changes.
    }
  }

  return {
    follow(seen: Scan): void {
      if (seen === followed) return
      followed = seen
      for (const [name, { identity }] of watchers) if (seen.folders.get(name) !== identity) end(name)
      for (const [name, identity] of seen.folders) {
        if (!watchers.has(name) && watchers.size < mostWatched) start(seen.root, name, identity)
      }
    },
    close: () => [...watchers.keys()].forEach(end),
  }
}

/** Calls back after some milliseconds, unless the returned function is called before. */
const startTimer = (callback: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

/** Calls the listener. An error that comes again with each look, as of a full disk, is passed on once. */
const createNotifier = ({ onReport, onError }: Listener) => {
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
  /** Called after each look, when events of what it found are listened to; the next look waits for it. */
  afterLook?: (report: Report) => Promise<void>
  /** For tests: where events and time come from. */
  triggers?: { watchTree: typeof watchTree; startTimer: typeof startTimer }
}

const never = Number.POSITIVE_INFINITY

/**
 * Looks at a folder when an event tells of a change, and at the whole every `interval`, since events are unreliable (`fs.watch`
 * goes silent after some renames).
 */
export const watchFolder = (
  folder: Folder,
  { interval, afterLook, triggers = { watchTree, startTimer }, ...listener }: Options,
) => {
  /** `names` are files that events named; `due` is the time of the next look, `wholeDue` that of the next at the whole. */
  const state = { names: new Set<string>(), due: never, wholeDue: never, isLooking: false, isClosed: false }
  const notifier = createNotifier(listener)
  let stopTimer = (): void => {}

  /** Looks in so many milliseconds, or sooner if that is planned already. */
  const lookIn = (delay: number): void => {
    const due = performance.now() + delay
    if (state.isClosed || state.isLooking || due >= state.due) return
    state.due = due
    stopTimer()
    stopTimer = triggers.startTimer(() => void look(), delay)
  }

  const lookAtAllIn = (delay: number): void => {
    state.wholeDue = Math.min(state.wholeDue, performance.now() + delay)
    lookIn(delay)
  }

  const onEvent = (file?: string): void => {
    if (file === undefined) return lookAtAllIn(burst)
    state.names.add(file)
    lookIn(burst)
  }

  const watchers = interval === 0 ? undefined : triggers.watchTree(folder.isArticle, onEvent)

  const lookAt = async (names: readonly string[] | undefined): Promise<void> => {
    try {
      const report = await folder.look(names)
      if (!state.isClosed) watchers?.follow(folder.seen())
      await afterLook?.(report)
      notifier.report(report)
    } catch (error) {
      if (!state.isClosed) notifier.error(error)
    }
  }

  const look = async (): Promise<void> => {
    const started = performance.now()
    const isWhole = started >= state.wholeDue
    const names = [...state.names]
    state.names.clear()
    Object.assign(state, { due: never, isLooking: true, ...(isWhole && { wholeDue: never }) })
    await lookAt(isWhole ? undefined : names)
    state.isLooking = false
    const now = performance.now()
    const pause = Math.max(interval, Math.min(longestPause, pauseShare * (now - started)))
    if (isWhole && interval > 0) state.wholeDue = Math.min(state.wholeDue, now + pause)
    if (state.wholeDue !== never) lookIn(Math.max(0, state.wholeDue - now))
    if (folder.pending().length > 0) lookIn(notifier.hasFailed() ? afterFailure : soon)
    if (state.names.size > 0) lookIn(burst)
  }

  watchers?.follow(folder.seen())
  if (interval > 0) lookAtAllIn(interval)

  return {
    /** Looks at the whole now, or right after the look that is under way. */
    lookNow: () => lookAtAllIn(0),
    /** Looks no more; resolves when the look that is under way has ended. */
    close: async (): Promise<void> => {
      state.isClosed = true
      stopTimer()
      watchers?.close()
      await folder.close()
    },
  }
}
