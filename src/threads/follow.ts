/** Follows the process that writes, from one that only answers. */
import { noReport, type Report } from '../folder/report.ts'
import { openSnapshot } from '../library/sqlite/snapshot.ts'
import { mostKeeping } from './limits.ts'
import type { FromFollower, Seen, ToFollower } from './messages.ts'
import type { Reader, Writing } from './start-writer.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a process
const tell = (message: FromFollower): void => void process.send?.(message)

/** The index as the process that writes holds it. */
export type Followed = { path: string; isTemporary: boolean; seen: Seen }

/** Resolves with the index when the process that writes has opened it. */
export const findIndex = (): Promise<Followed> =>
  new Promise((resolve) => {
    const onMessage = (message: ToFollower): void => {
      if (message.kind !== 'index') return
      process.off('message', onMessage)
      resolve(message)
    }
    process.on('message', onMessage)
    tell({ kind: 'ready' })
  })

type Parts = { followed: Followed; reader: Reader; mayAdvance: () => Promise<void> }

/** What the other process writes is answered from here; each change when it is told. */
export const followWriter = ({ followed, reader, mayAdvance }: Parts): Writing => {
  const state: Writing['state'] = {
    seen: followed.seen,
    snapshot: openSnapshot(followed.path),
    listener: undefined,
    isOpened: false,
  }
  const opened = Promise.withResolvers<Report>()
  const pause = {
    isOn: false,
    hold: undefined as (() => () => void) | undefined,
    release: undefined as (() => void) | undefined,
  }
  let keeping = 0
  let last: Promise<unknown> = Promise.resolve()

  /** The server that answers may be ready later than the first pause. */
  const hold = (): void => {
    pause.isOn = true
    pause.release ??= pause.hold?.()
  }

  const release = (): void => {
    pause.isOn = false
    pause.release?.()
    pause.release = undefined
  }

  const advance = async ({
    turn,
    touched,
    seen,
  }: Extract<ToFollower, { kind: 'advance' }>): Promise<void> => {
    await mayAdvance()
    state.seen = seen
    try {
      state.snapshot?.advance(touched)
    } catch (error) {
      // Questions reject until the index can be read again.
      state.listener?.onError(error)
    }
    release()
    await reader.advance(touched)
    tell({ kind: 'done', turn })
  }

  const renew = async (turn: number): Promise<void> => {
    state.snapshot?.renew()
    await reader.renew()
    tell({ kind: 'done', turn })
  }

  /** One after another, in the order in which they were told. */
  const inTurn = (work: () => Promise<void>): void => {
    last = last.then(work).catch((error: unknown) => state.listener?.onError(error))
  }

  const onMessage = (message: ToFollower): void => {
    if (message.kind === 'pause') {
      hold()
      tell({ kind: 'done', turn: message.turn })
    } else if (message.kind === 'answer') {
      state.isOpened = true
      opened.resolve(noReport)
    } else if (message.kind === 'advance') inTurn(() => advance(message))
    else if (message.kind === 'renew') inTurn(() => renew(message.turn))
    else if (message.kind === 'seen') state.seen = message.seen
    else if (message.kind === 'kept') keeping -= 1
  }
  process.on('message', onMessage)
  tell({ kind: 'opened', revision: state.snapshot?.revision() ?? 0 })

  return {
    served: opened.promise,
    opened: opened.promise,
    state,
    holdAnswersBy(holdAnswers) {
      pause.hold = holdAnswers
      if (pause.isOn) hold()
    },
    watch: (listener) => void (state.listener = listener),
    keepAnswers(answers) {
      if (keeping >= mostKeeping) return false
      keeping += 1
      tell({ kind: 'keep', answers })
      return true
    },
    // The process that writes looks at the folder.
    lookNow: () => undefined,
    // What changes while this one stops is answered from until the end.
    end: async () => undefined,
  }
}
