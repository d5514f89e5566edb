import type { Answers } from '../library/library.ts'
import { openAnswers } from '../library/sqlite/answers.ts'
import { digestOfAnswers } from '../library/sqlite/fingerprint.ts'
import { busy, resultOf } from '../library/sqlite/result.ts'
import type { SnapshotLibrary } from '../library/sqlite/snapshot.ts'

type Parts = {
  path: string
  isTemporary: boolean
  snapshot: SnapshotLibrary
  keep: Answers['keep']
  onError: (error: unknown) => void
}

/** Answers beside the index, which this thread reads and the one that writes keeps. */
export const createKeptAnswers = ({ path, isTemporary, snapshot, keep, onError }: Parts) => {
  const state = {
    reader: undefined as ReturnType<typeof openAnswers> | undefined,
    isThere: !isTemporary,
    isClosed: false,
    digest: undefined as string | undefined,
  }

  const fail = (error: unknown): undefined => {
    state.reader?.close()
    Object.assign(state, { reader: undefined, isThere: false, isClosed: true })
    onError(new Error('Kept answers cannot be read', { cause: error }))
  }

  /** Opened with the first question, and again after the first were kept. */
  const openReader = (): void => {
    state.isThere = false
    try {
      state.reader = openAnswers(path)
    } catch {
      // There are none yet.
    }
  }

  const read = <Found>(
    ask: (reader: ReturnType<typeof openAnswers>) => Found | undefined,
  ): Found | undefined => {
    if (state.reader === undefined && state.isThere && !state.isClosed) openReader()
    try {
      return state.reader && ask(state.reader)
    } catch (error) {
      return busy.has(resultOf(error)) ? undefined : fail(error)
    }
  }

  const answers: Answers = {
    find: (place) => read((reader) => reader.find(place)),
    findBytes: (place, coding) => read((reader) => reader.findBytes(place, coding)),
    keep(some) {
      // What cannot be kept is forgotten.
      if (state.isClosed) return true
      state.isThere = true
      return keep(some)
    },
    revisionOf: snapshot.revisionOf,
    // A temporary index is of one process.
    digestOfCode: () => (state.digest ??= isTemporary ? '' : digestOfAnswers()),
  }

  return {
    answers,
    close(): void {
      state.isClosed = true
      state.reader?.close()
      state.reader = undefined
    },
  }
}
