/** The thread that writes: it scans, reads and parses the files of a folder and keeps them in the index. */
import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { type Folder, openFolder } from '../folder/folder.ts'
import { fewestShared } from '../folder/limits.ts'
import { newsOf, noReport, type Report } from '../folder/report.ts'
import { watchFolder } from '../folder/watch.ts'
import type { KeptAnswer, Shelf, Touched } from '../library/library.ts'
import { openAnswerStore, removeAnswers } from '../library/sqlite/answers.ts'
import { UnusableIndex } from '../library/sqlite/index-file.ts'
import { isOfDisk } from '../library/sqlite/result.ts'
import { openShelf } from '../library/sqlite/shelf.ts'
import { sources } from '../sources/sources.ts'
import type { Failure, FromWriter, ToWriter, WriterStart } from './messages.ts'
import { collect } from './collect.ts'
import { createDueTimer } from './due.ts'
import { createNoting, type Noted } from './note.ts'
import { giveWay, niceness } from './priority.ts'
import { createStartReading } from './start-ahead.ts'
import { seenIn } from './seen.ts'

const start = workerData as WriterStart

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
const tell = (message: FromWriter): void => parentPort?.postMessage(message)

const failureOf = (error: unknown): Failure =>
  error instanceof UnusableIndex ? { error, hint: error.hint } : { error }

/** Tells, and resolves when the other thread has answered. */
const createAsking = () => {
  let answered = (): void => {}
  return {
    done: (): void => answered(),
    ask: (message: FromWriter): Promise<void> =>
      new Promise((resolve) => {
        answered = resolve
        tell(message)
      }),
  }
}

/** The largest of some files; a stamp begins with the bytes of its file. */
const largestOf = (files: readonly Noted[]): Noted | undefined =>
  files.reduce<Noted | undefined>(
    (largest, file) =>
      largest === undefined || Number.parseInt(file.stamp, 10) > Number.parseInt(largest.stamp, 10)
        ? file
        : largest,
    undefined,
  )

const note = createNoting(start.note)

/** Keeps answers beside the index, until that fails: what is not kept is made again. */
const createKeeping = () => {
  const { held, mostAnswers } = start
  const state = {
    store: undefined as ReturnType<typeof openAnswerStore> | undefined,
    hasFailed: mostAnswers === 0,
  }

  const attempt = (work: (store: ReturnType<typeof openAnswerStore>) => void): void => {
    if (state.hasFailed) return
    try {
      state.store ??= openAnswerStore(held.path, mostAnswers)
      work(state.store)
    } catch (error) {
      state.hasFailed = true
      state.store?.close()
      state.store = undefined
      // What is damaged is made anew by the next start.
      if (!isOfDisk(error)) removeAnswers(held.path)
      tell({ kind: 'error', error: new Error('Answers are not kept on the disk any more', { cause: error }) })
    }
  }

  return {
    keep(answers: readonly KeptAnswer[]): void {
      attempt((store) => store.keep(answers))
      tell({ kind: 'kept' })
    },
    drop(articles: Touched): void {
      if (articles !== 'all' && articles.length > 0) attempt((store) => store.drop(articles))
    },
    close: (): void => state.store?.close(),
  }
}

const keeping = createKeeping()

/** Makes the function that does one work after another. */
const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/**
 * A shelf that remembers what was changed since the readers were told. Nothing is written while they are told. What falls due is
 * written and told by itself.
 */
const createTellingShelf = (isServed: boolean) => {
  const index = openShelf(start.held, (why, news) => tell({ kind: 'rebuild', why, news }))
  const { ask, done } = createAsking()
  const inTurn = createTurns()
  const state = { isServed, touched: [] as string[], hasNewSynonyms: false, roots: '' }
  const shelf: Shelf = {
    files: async () => index.files(),
    synonyms: async () => index.synonyms(),
    apply: (changes) =>
      inTurn(() => {
        note(largestOf(changes.put))
        const touched = index.apply(changes)
        note(undefined)
        if (state.isServed) state.touched.push(...touched)
        if (state.isServed && changes.synonyms !== undefined) state.hasNewSynonyms = true
        due?.wait()
        return touched
      }),
  }

  const takeTouched = (): Touched => {
    const articles = state.touched.splice(0)
    const isAll = state.hasNewSynonyms
    state.hasNewSynonyms = false
    return isAll ? 'all' : articles
  }

  /** Lets the readers see what was applied before anything else is written. */
  const publishNow = async (folder: Folder, report: Report): Promise<void> => {
    const touched = takeTouched()
    const seen = seenIn(folder)
    const roots = seen.roots.join('\n')
    const isNew = touched.length > 0 || newsOf(report).length > 0 || roots !== state.roots
    state.roots = roots
    if (isNew) await ask({ kind: 'changed', seen, report, touched })
    const journal = index.checkpoint()
    if (isNew) await ask({ kind: 'copied', journal })
    keeping.drop(touched)
  }

  const publish = (folder: Folder, report: Report): Promise<void> => inTurn(() => publishNow(folder, report))

  /** Writes all that is due now. */
  const catchUp = (): void => {
    for (let moved = index.moveDue(); moved.length > 0; moved = index.moveDue())
      if (state.isServed) state.touched.push(...moved)
  }

  let due: ReturnType<typeof createDueTimer> | undefined

  const followClock = (folder: Folder): void => {
    due = createDueTimer({
      next: index.nextDue,
      work: () =>
        inTurn(async () => {
          const moved = index.moveDue()
          if (moved.length === 0) return false
          state.touched.push(...moved)
          await publishNow(folder, { ...noReport, changed: moved.length })
          return true
        }),
      onError: (error) => tell({ kind: 'error', ...failureOf(error) }),
    })
    due.wait()
  }

  const serve = (): void => {
    state.isServed = true
    index.checkpointByItself(false)
    index.checkpoint()
  }
  if (isServed) serve()
  const close = (): void => {
    due?.close()
    index.close()
  }
  return { shelf, done, serve, publish, takeTouched, catchUp, followClock, close }
}

const open = async () => {
  const { folder: path, given, isServed, known, blamed } = start
  if (isServed) giveWay(niceness.writing)
  const { shelf, done, serve, publish, takeTouched, catchUp, followClock, close } =
    createTellingShelf(isServed)
  const startReading = isServed
    ? undefined
    : createStartReading((error) => tell({ kind: 'error', ...failureOf(error) }))
  const parts = { folder: path, sources, shelf, given, known, blamed, onReading: note, startReading }
  const folder = await openFolder(parts)
  let watching: ReturnType<typeof watchFolder> | undefined
  let isToldToLook = false
  const end = async (): Promise<void> => {
    await (watching ?? folder).close()
    close()
    keeping.close()
    parentPort?.close()
  }
  parentPort?.on('message', (message: ToWriter) => {
    if (message.kind === 'done') done()
    else if (message.kind === 'keep') keeping.keep(message.answers)
    else if (message.kind === 'look') {
      isToldToLook = watching === undefined
      watching?.lookNow()
    } else if (message.kind === 'close') void end()
    else {
      watching = watchFolder(folder, {
        interval: message.interval,
        afterLook: (report) => publish(folder, report),
        onReport: () => undefined,
        onError: (error) => tell({ kind: 'error', ...failureOf(error) }),
      })
      // What has changed since the first look was told by no event.
      if (message.interval > 0 || isToldToLook) watching.lookNow()
    }
  })
  const report = await folder.look()
  catchUp()
  serve()
  tell({ kind: 'opened', seen: seenIn(folder), report, touched: takeTouched() })
  followClock(folder)
  giveWay(niceness.writing)
  flushCompileCache()
  if (report.changed >= fewestShared) collect()
}

try {
  await open()
} catch (error) {
  tell({ kind: 'failed', ...failureOf(error) })
  parentPort?.close()
}
