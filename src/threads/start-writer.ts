/** Starts the thread that writes, and starts it again where it ends by itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { Report } from '../folder/report.ts'
import type { GivenSettings } from '../folder/settings.ts'
import type { Listener } from '../folder/watch.ts'
import type { KeptAnswer, Touched } from '../library/library.ts'
import { type HeldIndex, isAnswerable, type OnRebuild } from '../library/sqlite/database.ts'
import { UnusableIndex } from '../library/sqlite/index-file.ts'
import { openSnapshot, type SnapshotLibrary } from '../library/sqlite/snapshot.ts'
import {
  heapOfWriter,
  longestEnding,
  megabytesOfMachine,
  mostKeeping,
  pauseAfter,
  steady,
  youngOfThread,
} from './limits.ts'
import type { Failure, FromWriter, Seen, ToWriter, WriterStart } from './messages.ts'
import { newNote, type Noted, readNote } from './note.ts'
import { isSmall } from './small.ts'
import type { Searcher } from './start-searcher.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
const post = (worker: Worker, message: ToWriter): void => worker.postMessage(message)

const errorOf = ({ error, hint }: Failure): unknown =>
  hint === undefined ? error : new UnusableIndex(error instanceof Error ? error.message : String(error), hint)

/** Listens to a folder that is served; `onJournal` is told how many bytes the journal of the index has after a change. */
export type ContentListener = Listener & { onJournal?: (bytes: number) => void }

/** Others that read the index: each resolves when it has done as the snapshot does. */
export type Reader = Pick<Searcher, 'advance' | 'renew'>

/** What writes, as those see it who answer. */
export type Writing = {
  /** Resolves when there is a snapshot to be answered from. */
  served: Promise<unknown>
  /** What the first look found. */
  opened: Promise<Report>
  /** The snapshot is undefined until `served` has resolved. */
  state: {
    seen: Seen
    snapshot: SnapshotLibrary | undefined
    listener: ContentListener | undefined
    /** Whether the first look has ended. */
    isOpened: boolean
  }
  /** Takes what holds answers back, where a change may be answered from by several at the same time alone. */
  holdAnswersBy?: (hold: () => () => void) => void
  watch: (listener: ContentListener, interval: number) => void
  keepAnswers: (answers: readonly KeptAnswer[]) => boolean
  lookNow: () => void
  end: () => Promise<void>
}

export type Opening = {
  held: HeldIndex
  folder: string
  given: GivenSettings
  onRebuild: OnRebuild
  /** Megabytes of memory for the objects of the thread; half of what a container allows, where that is less. */
  heap?: number | undefined
  /** Milliseconds of the first look after which an index as it was left is answered from; without it, it is waited for. */
  serveAfter?: number | undefined
  reader: Reader
  /** Bytes of answers that may be kept on the disk. */
  mostAnswers: number
  /** Resolves when a change may be answered from. */
  mayAdvance: () => Promise<void>
}

const newSeen = (): Seen => ({
  faults: [],
  refused: new Map(),
  roots: [''],
  fileCount: 0,
  links: [],
  relations: [],
  unusedTypes: new Map(),
})

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** The files at which threads ran out of memory: at the second time, when it was read on its own, one is refused. */
const createBlame = () => {
  const suspected = new Map<string, string>()
  const refused = new Map<string, string>()
  return {
    blamed: { suspected, refused },
    add({ file, stamp }: Noted): void {
      const isCertain = suspected.get(file) === stamp
      suspected.delete(file)
      const kind = isCertain ? refused : suspected
      kind.set(file, stamp)
    },
  }
}

/**
 * The thread that writes. One that ends by itself is started again, and goes on where it was. A small folder is read by this
 * thread at first, and the other starts when the folder is watched.
 */
export const startWriter = (opening: Opening): Writing => {
  const {
    folder,
    given,
    onRebuild,
    reader,
    mayAdvance,
    mostAnswers,
    serveAfter,
    heap = Math.min(heapOfWriter, megabytesOfMachine() / 2),
  } = opening
  const { release: _, rememberClosed: __, ...held } = opening.held
  const opened = Promise.withResolvers<Report>()
  const blame = createBlame()
  const ending = new AbortController()
  const state = {
    seen: newSeen(),
    snapshot: undefined as SnapshotLibrary | undefined,
    isOpened: false,
    interval: undefined as number | undefined,
    listener: undefined as ContentListener | undefined,
    /** How often it has ended, each time soon after its start. */
    endings: 0,
    isKept: false,
    /** Told to look while no thread ran. */
    isLookWanted: false,
    /** How many batches of answers the thread has not kept yet. */
    keeping: 0,
  }

  const onError = (error: unknown): void => state.listener?.onError(error)

  const settle = (first: Report): void => {
    state.isOpened = true
    opened.resolve(first)
  }

  const report = (news: Report): void => {
    try {
      state.listener?.onReport(news)
    } catch (error) {
      onError(error)
    }
  }

  const advance = async (touched: Touched): Promise<void> => {
    await mayAdvance()
    try {
      state.snapshot?.advance(touched)
    } catch (error) {
      // Questions reject until the index can be read again.
      onError(error)
    }
    await reader.advance(touched)
  }

  const begin = async (turn: 'first' | 'after reading here' | 'again'): Promise<void> => {
    // A start that needs no thread does not wait for this.
    const { Worker: Thread } = await import('node:worker_threads')
    if (ending.signal.aborted) return
    const isServed = state.snapshot !== undefined
    const note = newNote()
    const workerData: WriterStart = {
      held: {
        ...held,
        isNew: held.isNew && turn === 'first',
        isAsClosed: held.isAsClosed && turn === 'first',
      },
      folder,
      given,
      mostAnswers,
      isServed,
      known: state.isOpened ? state.seen : undefined,
      blamed: blame.blamed,
      note,
    }
    const started = new Thread(new URL('writer.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heap), maxYoungGenerationSizeMb: youngOfThread },
    })
    const startedAt = performance.now()
    const failure = { error: undefined as unknown, isFinal: false }
    const send = (message: ToWriter): void => post(started, message)

    const onOpened = async (first: Report, touched: Touched): Promise<void> => {
      opener = started
      if (!state.isKept) started.unref()
      if (isServed) {
        // What the one before it has committed may not have been told.
        if (turn === 'again') await advance('all')
        else if (touched.length > 0) await advance(touched)
        if (state.isOpened) report(first)
        settle(first)
        if (state.interval !== undefined) send({ kind: 'watch', interval: state.interval })
        if (state.isLookWanted) send({ kind: 'look' })
        state.isLookWanted = false
        return
      }
      state.snapshot = openSnapshot(held.path)
      settle(first)
    }

    const onChanged = async (news: Report, touched: Touched): Promise<void> => {
      if (touched.length > 0) await advance(touched)
      report(news)
      send({ kind: 'done' })
    }

    const onCopied = async (journal: number): Promise<void> => {
      state.snapshot?.renew()
      await reader.renew()
      state.listener?.onJournal?.(journal)
      send({ kind: 'done' })
    }

    const onFailed = (error: unknown): void => {
      if (state.isOpened) return onError(error)
      failure.isFinal = true
      opened.reject(error)
    }

    started.on('message', (message: FromWriter) => {
      if ('seen' in message) state.seen = message.seen
      if (message.kind === 'opened') void onOpened(message.report, message.touched)
      else if (message.kind === 'rebuild') onRebuild(message.why, message.news)
      else if (message.kind === 'kept') state.keeping = Math.max(0, state.keeping - 1)
      else if (message.kind === 'error') onError(errorOf(message))
      else if (message.kind === 'failed') onFailed(errorOf(message))
      else if (message.kind === 'changed') void onChanged(message.report, message.touched)
      else void onCopied(message.journal)
    })
    started.on('error', (error) => (failure.error = error))
    started.on('exit', () => {
      state.keeping = 0
      if (ending.signal.aborted || failure.isFinal) return
      const noted = isOutOfMemory(failure.error) ? readNote(note) : undefined
      // Before the first look has ended only a file that can be blamed is a reason to try again.
      if (!state.isOpened && noted === undefined)
        return opened.reject(failure.error ?? new Error('The thread that reads files has ended'))
      const isSteady = performance.now() - startedAt > steady
      if (noted !== undefined) blame.add(noted)
      else state.endings = isSteady ? 1 : state.endings + 1
      const why = noted === undefined ? 'has ended' : `has run out of memory at ${noted.file}`
      const cause = failure.error === undefined ? {} : { cause: failure.error }
      onError(new Error(`The thread that reads files ${why}: it is started again`, cause))
      void beginAgain(noted === undefined ? pauseAfter(state.endings) : 0)
    })
    worker = started
  }

  const beginAgain = async (pause: number): Promise<void> => {
    try {
      if (pause > 0) await sleep(pause, undefined, { signal: ending.signal, ref: state.isKept })
    } catch {
      return
    }
    await begin('again')
  }

  let worker: Worker | undefined
  /** The last thread that has ended its first look. */
  let opener: Worker | undefined

  const tell = (message: ToWriter): void => {
    if (worker !== undefined) post(worker, message)
  }

  const open = async (): Promise<unknown> => {
    if (isSmall(folder)) {
      const { readHere } = await import('./read-here.ts')
      const { report: first, seen } = await readHere(opening)
      state.seen = seen
      state.snapshot = openSnapshot(held.path)
      settle(first)
    } else {
      if (serveAfter !== undefined && isAnswerable(opening.held)) state.snapshot = openSnapshot(held.path)
      await begin('first')
      if (state.snapshot !== undefined)
        return Promise.race([opened.promise, sleep(serveAfter, undefined, { ref: false })])
    }
    return opened.promise
  }

  const served = open()
  served.catch(opened.reject)
  // Who waits for one of them may not wait for the other.
  opened.promise.catch(() => undefined)

  /**
   * A thread is told to end when it has opened, and ended where it has not or takes too long: what it has not committed is read
   * again at the next start.
   */
  const end = async (): Promise<void> => {
    if (ending.signal.aborted) return
    ending.abort()
    const last = worker
    if (last === undefined || last.threadId < 0) return
    if (last === opener) {
      const exited = new Promise<void>((done) => last.once('exit', () => done()))
      last.ref()
      post(last, { kind: 'close' })
      await Promise.race([exited, sleep(longestEnding)])
    }
    await last.terminate()
  }

  let ended: Promise<void> | undefined

  return {
    served,
    opened: opened.promise,
    state,
    end: (): Promise<void> => (ended ??= end()),
    /** Only a folder that is watched keeps the process running. */
    watch: (listener: ContentListener, interval: number): void => {
      Object.assign(state, { listener, interval, isKept: interval > 0 })
      if (ending.signal.aborted) return
      if (state.isKept) worker?.ref()
      if (worker === undefined) void begin('after reading here')
      else if (worker === opener) tell({ kind: 'watch', interval })
    },
    /** Answers are not kept while the thread has much else to do. */
    keepAnswers: (answers: readonly KeptAnswer[]): boolean => {
      if (worker === undefined || worker.threadId < 0 || state.keeping >= mostKeeping) return false
      state.keeping += 1
      tell({ kind: 'keep', answers })
      return true
    },
    lookNow: (): void => {
      if (worker === undefined || worker.threadId < 0) state.isLookWanted = true
      else tell({ kind: 'look' })
    },
  }
}
