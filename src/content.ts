import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Config } from './config.ts'
import { readPart } from './folder/open-file.ts'
import type { Report } from './folder/report.ts'
import type { GivenSettings } from './folder/settings.ts'
import type { Listener } from './folder/watch.ts'
import type { FilePart, FileUse, Touched } from './library/library.ts'
import { type HeldIndex, holdIndex } from './library/sqlite/database.ts'
import { UnusableIndex } from './library/sqlite/index-file.ts'
import { openSnapshot, type SnapshotLibrary } from './library/sqlite/snapshot.ts'
import type { Failure, FromWriter, Seen, ToWriter, WriterStart } from './messages.ts'

type Settings = Pick<Config, 'DATA_DIR' | 'INDEX_FILE' | 'POLL_INTERVAL'> & Parameters<typeof givenIn>[0]

/** What the settings say of all files of a folder. */
export const givenIn = ({
  OUTLET: outlet,
  ARTICLE_LANGUAGE: language,
  SITE_NAME: siteName,
  STRICT: isStrict,
}: Partial<Pick<Config, 'OUTLET' | 'ARTICLE_LANGUAGE' | 'SITE_NAME' | 'STRICT'>>): GivenSettings => ({
  outlet,
  language,
  siteName,
  isStrict,
})

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
const post = (worker: Worker, message: ToWriter): void => worker.postMessage(message)

/** How often a thread that ended is started again without a change that it applied. */
const mostRestarts = 5

const errorOf = ({ error, hint }: Failure): unknown =>
  hint === undefined ? error : new UnusableIndex(error instanceof Error ? error.message : String(error), hint)

type Opening = {
  held: HeldIndex
  folder: string
  given: GivenSettings
  onRebuild: (why: string) => void
}

const newSeen = (): Seen => ({ faults: [], roots: [''], fileCount: 0, links: [], unusedTypes: new Map() })

/** The thread that writes. One that ends by itself is started again, and goes on where it was. */
const startWriter = ({ held: { release: _, ...held }, folder, given, onRebuild }: Opening) => {
  const opened = Promise.withResolvers<Report>()
  const state = {
    seen: newSeen(),
    /** Undefined until the first look has ended. */
    snapshot: undefined as SnapshotLibrary | undefined,
    interval: undefined as number | undefined,
    listener: undefined as Listener | undefined,
    isClosing: false,
    restarts: 0,
  }

  const begin = (isServed: boolean): Worker => {
    const workerData: WriterStart = {
      held: { ...held, isNew: held.isNew && !isServed },
      folder,
      given,
      isServed,
    }
    const started = new Worker(new URL('writer.js', import.meta.url), { workerData })
    const send = (message: ToWriter): void => post(started, message)

    const report = (news: Report): void => {
      const { listener } = state
      try {
        listener?.onReport(news)
      } catch (error) {
        listener?.onError(error)
      }
    }

    const onOpened = (first: Report): void => {
      if (isServed) {
        // What it has committed before it ended may not have been told.
        state.snapshot?.advance('all')
        report(first)
        if (state.interval !== undefined) send({ kind: 'watch', interval: state.interval })
        return
      }
      state.snapshot = openSnapshot(held.path)
      // Only a folder that is watched keeps the process running.
      started.unref()
      opened.resolve(first)
    }

    const onChanged = (news: Report, touched: Touched): void => {
      state.restarts = 0
      if (touched.length > 0) state.snapshot?.advance(touched)
      report(news)
      send({ kind: 'done' })
    }

    const receive = (message: FromWriter): void => {
      if ('seen' in message) state.seen = message.seen
      if (message.kind === 'opened') onOpened(message.report)
      else if (message.kind === 'rebuild') onRebuild(message.why)
      else if (message.kind === 'error') state.listener?.onError(errorOf(message))
      else if (message.kind === 'failed') onFailure(errorOf(message))
      else if (message.kind === 'changed') onChanged(message.report, message.touched)
      else {
        state.snapshot?.renew()
        send({ kind: 'done' })
      }
    }

    const onFailure = (error: unknown): void => {
      if (state.snapshot === undefined) opened.reject(error)
      else if (!state.isClosing) state.listener?.onError(error)
    }

    ended = new Promise((done) => started.once('exit', () => done()))
    started.on('message', receive)
    started.on('error', onFailure)
    started.on('exit', () => {
      if (state.isClosing) return
      if (state.snapshot === undefined)
        return opened.reject(new Error('The thread that reads files has ended'))
      state.restarts += 1
      const isTried = state.restarts <= mostRestarts
      const what = isTried ? 'it is started again' : 'what changes is not read any more'
      state.listener?.onError(new Error(`The thread that reads files has ended: ${what}`))
      if (isTried) worker = begin(true)
    })
    return started
  }

  let ended: Promise<void>
  let worker = begin(false)
  const tell = (message: ToWriter): void => post(worker, message)

  const end = async (): Promise<void> => {
    if (state.isClosing) return ended
    state.isClosing = true
    worker.ref()
    tell({ kind: 'close' })
    return ended
  }

  return {
    opened: opened.promise,
    state,
    end,
    watch: (listener: Listener, interval: number): void => {
      Object.assign(state, { listener, interval })
      if (interval > 0) worker.ref()
      tell({ kind: 'watch', interval })
    },
    lookNow: () => tell({ kind: 'look' }),
  }
}

/**
 * Opens the library of a folder, filled with what can be served. `onRebuild` is told why an index on disk was built anew.
 * One thread reads files and writes; this one answers from a snapshot of the index. Rejects with UnusableIndex where the
 * index cannot be used.
 */
export const openContent = async (
  { DATA_DIR, INDEX_FILE: file, POLL_INTERVAL, ...settings }: Settings,
  onRebuild: (why: string) => void = () => {},
) => {
  const held = holdIndex(file === undefined ? undefined : { file, folder: resolve(DATA_DIR) })
  // A program may end without closing: a temporary index goes with it.
  process.on('exit', held.release)
  const release = (): void => {
    process.off('exit', held.release)
    held.release()
  }
  const { state, opened, end, watch, lookNow } = startWriter({
    held,
    folder: DATA_DIR,
    given: givenIn(settings),
    onRebuild,
  })
  try {
    const report = await opened
    const { snapshot } = state
    if (snapshot === undefined) throw new Error('The index was not opened')
    return {
      library: snapshot.library,
      /** The faults of files that are refused now. */
      faults: () => state.seen.faults,
      /** Reads the files beside articles. */
      readPart: (use: FileUse, part: FilePart) => readPart(state.seen.roots, use, part),
      /** What the first look found. */
      report,
      /** What is in the folder, as last seen. */
      seen: () => state.seen,
      /** Keeps in step with the folder until `close`; `lookNow` looks at once. */
      watch(listener: Listener) {
        watch(listener, POLL_INTERVAL * 1000)
        return { lookNow, close: end }
      },
      close: async (): Promise<void> => {
        await end()
        snapshot.close()
        release()
      },
    }
  } catch (error) {
    await end()
    release()
    throw error
  }
}

/** The articles that a configuration names. */
export type Content = Awaited<ReturnType<typeof openContent>>
