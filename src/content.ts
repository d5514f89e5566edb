import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { readPart } from './folder/open-file.ts'
import type { GivenSettings } from './folder/settings.ts'
import type { FilePart, FileUse } from './library/library.ts'
import { holdIndex } from './library/sqlite/database.ts'
import { createHolding } from './threads/holding.ts'
import { createKeptAnswers } from './threads/kept-answers.ts'
import { createSearcher } from './threads/start-searcher.ts'
import { findIndex, followWriter } from './threads/follow.ts'
import {
  type ContentListener,
  type Opening,
  type Reader,
  startWriter,
  type Writing,
} from './threads/start-writer.ts'

type Settings = Pick<Config, 'DATA_DIR' | 'INDEX_FILE' | 'POLL_INTERVAL'> &
  Partial<Pick<Config, 'CACHE_DISK_BYTES'>> &
  Parameters<typeof givenIn>[0]

/** What the settings say of all files of a folder. */
export const givenIn = ({
  OUTLET: outlet,
  ARTICLE_LANGUAGE: language,
  SITE_NAME: siteName,
  STRICT: isStrict,
  SHOW_FUTURE: isFutureShown,
}: Partial<
  Pick<Config, 'OUTLET' | 'ARTICLE_LANGUAGE' | 'SITE_NAME' | 'STRICT' | 'SHOW_FUTURE'>
>): GivenSettings => ({
  outlet,
  language,
  siteName,
  isStrict,
  isFutureShown,
})

/** Several readers as one. */
const together = (readers: readonly Reader[]): Reader => ({
  advance: async (touched) => void (await Promise.all(readers.map((reader) => reader.advance(touched)))),
  renew: async () => void (await Promise.all(readers.map((reader) => reader.renew()))),
})

/** An index, and what writes it. */
type Index = {
  path: string
  isTemporary: boolean
  release: () => void
  /** To be called when all has been closed as it should. */
  rememberClosed: () => void
  /** Bytes of answers that may be kept beside it. */
  mostAnswers: number
  /** Seconds between two looks at the folder. */
  interval: number
  write: (parts: Pick<Opening, 'reader' | 'mayAdvance'>) => Writing
}

const contentOf = async ({
  path,
  isTemporary,
  release,
  rememberClosed,
  mostAnswers,
  interval,
  write,
}: Index) => {
  const holding = createHolding()
  const searcher = createSearcher({
    path,
    revision: () => state.snapshot?.revision() ?? 0,
    grown: () =>
      new Promise((grown) => {
        const forget = state.snapshot?.library.onChange(() => {
          forget?.()
          grown()
        })
      }),
    onError: (error) => state.listener?.onError(error),
  })
  const writing = write({ reader: searcher, mayAdvance: holding.released })
  const { state, served, opened, end, watch, lookNow, keepAnswers } = writing
  try {
    await served
    const { snapshot } = state
    if (snapshot === undefined) throw new Error('The index was not opened')
    const kept = createKeptAnswers({
      path,
      isTemporary,
      snapshot,
      keep: keepAnswers,
      onError: (error) => state.listener?.onError(error),
    })
    return {
      library: snapshot.library,
      /** The same of all articles, those that are not public included. */
      preview: snapshot.preview,
      /** The faults of files that are refused now. */
      faults: () => state.seen.faults,
      /** Makes the answers of searches in a thread of their own. */
      search: searcher.search,
      /** Answers that outlive memory. */
      answers: mostAnswers > 0 ? kept.answers : undefined,
      /** No change is answered from until the function that it returns is called. */
      hold: holding.hold,
      /** Reads the files beside articles. */
      readPart: async (use: FileUse, part: FilePart) => {
        if (!state.isOpened) await opened
        return readPart(state.seen.roots, use, part)
      },
      /** Where the index is, and whether it goes with this process. */
      path,
      isTemporary,
      revision: snapshot.revision,
      /** Takes what holds answers back while a change comes that other processes answer from too. */
      holdAnswersBy: writing.holdAnswersBy ?? (() => undefined),
      /** What the first look finds, which may be still under way. */
      looked: opened,
      isLooking: () => !state.isOpened,
      /** What is in the folder, as last seen. */
      seen: () => state.seen,
      /** Keeps in step with the folder until `close`; `lookNow` looks at once. */
      watch(listener: ContentListener) {
        watch(listener, interval * 1000)
        return { lookNow }
      },
      /** Reads files no more; what was read is answered from until `close`. */
      endWriting: end,
      close: async (): Promise<void> => {
        await end()
        await searcher.close()
        kept.close()
        snapshot.close()
        rememberClosed()
        release()
      },
    }
  } catch (error) {
    await end()
    state.snapshot?.close()
    release()
    throw error
  }
}

/**
 * Opens the library of a folder, filled with what can be served. `onRebuild` is told why an index on disk was built anew.
 * One thread reads files and writes; this one answers from a snapshot of the index, and `others` do. Rejects with UnusableIndex
 * where the index cannot be used.
 */
export const openContent = async (
  {
    DATA_DIR,
    INDEX_FILE: file,
    POLL_INTERVAL: interval,
    CACHE_DISK_BYTES: mostAnswers = 0,
    ...settings
  }: Settings,
  {
    onRebuild = () => {},
    heap,
    serveAfter,
    others,
  }: Partial<Pick<Opening, 'onRebuild' | 'heap' | 'serveAfter'>> & { others?: Reader } = {},
) => {
  const held = holdIndex(file === undefined ? undefined : { file, folder: resolve(DATA_DIR) })
  // A program may end without closing: a temporary index goes with it.
  process.on('exit', held.release)
  return contentOf({
    path: held.path,
    isTemporary: held.isTemporary,
    release() {
      process.off('exit', held.release)
      held.release()
    },
    rememberClosed: held.rememberClosed,
    mostAnswers,
    interval,
    write: ({ reader, mayAdvance }) =>
      startWriter({
        held,
        folder: DATA_DIR,
        given: givenIn(settings),
        onRebuild,
        heap,
        serveAfter,
        reader: others === undefined ? reader : together([reader, others]),
        mayAdvance,
        mostAnswers,
      }),
  })
}

/** The library of the folder that another process reads, which is the parent of this one. */
export const openFollowed = async ({ CACHE_DISK_BYTES: mostAnswers }: Pick<Config, 'CACHE_DISK_BYTES'>) => {
  const followed = await findIndex()
  const { path, isTemporary } = followed
  const nothing = (): void => undefined
  const write: Index['write'] = (parts) => followWriter({ followed, ...parts })
  return contentOf({
    path,
    isTemporary,
    release: nothing,
    rememberClosed: nothing,
    mostAnswers,
    interval: 0,
    write,
  })
}

/** The articles that a configuration names. */
export type Content = Awaited<ReturnType<typeof openContent>>
