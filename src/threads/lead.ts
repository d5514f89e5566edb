/** Leads the processes that answer, from the one that writes. */
import type { Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KeptAnswer } from '../library/library.ts'
import type { Followed } from './follow.ts'
import { longestTurn } from './limits.ts'
import type { FromFollower, Seen, ToFollower } from './messages.ts'
import type { Reader } from './start-writer.ts'

/** A message without the turn that it is given. */
type Turned =
  | { kind: 'advance'; touched: Extract<ToFollower, { kind: 'advance' }>['touched']; seen: Seen }
  | { kind: 'renew' }

/**
 * Makes what tells the processes that answer of each change. `seen` is what is known of the folder now, `keep` takes their
 * answers for the disk.
 */
export const createLead = ({
  seen,
  keep,
}: {
  seen: () => Seen
  keep: (answers: readonly KeptAnswer[]) => void
}) => {
  const followers = new Set<Worker>()
  /** Who waits for a process that does what it was told. */
  const waiting = new Map<string, () => void>()
  let turns = 0

  const send = (worker: Worker, message: ToFollower): void => {
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  const nameOf = ({ id }: Worker, turn: number): string => `${id}/${turn}`

  const tellAll = async (message: Turned): Promise<void> => {
    turns += 1
    const turn = turns
    const all = [...followers].map(
      (worker) =>
        new Promise<void>((done) => {
          waiting.set(nameOf(worker, turn), done)
          send(worker, { ...message, turn })
        }),
    )
    const ended = new AbortController()
    await Promise.race([
      Promise.all(all),
      sleep(longestTurn, undefined, { ref: false, signal: ended.signal }).catch(() => undefined),
    ])
    ended.abort()
    for (const worker of followers) waiting.delete(nameOf(worker, turn))
  }

  const leave = (worker: Worker): void => {
    followers.delete(worker)
    for (const [name, done] of waiting) if (name.startsWith(`${worker.id}/`)) done()
  }

  return {
    /** Reads as the processes do: each change is told to all, and is over when all have made it. */
    reader: {
      advance: (touched) => tellAll({ kind: 'advance', touched, seen: seen() }),
      renew: () => tellAll({ kind: 'renew' }),
    } satisfies Reader,
    /** Tells what is known of the folder, where no article has changed. */
    tellSeen: (): void => {
      for (const worker of followers) send(worker, { kind: 'seen', seen: seen() })
    },
    /** Leads a process from when it says that it is ready until it ends. */
    follow(worker: Worker, index: () => Followed): void {
      worker.on('message', (message: FromFollower) => {
        if (message.kind === 'ready') {
          followers.add(worker)
          send(worker, { kind: 'index', ...index() })
        } else if (message.kind === 'done') waiting.get(nameOf(worker, message.turn))?.()
        else {
          keep(message.answers)
          send(worker, { kind: 'kept' })
        }
      })
      worker.once('disconnect', () => leave(worker))
      worker.once('exit', () => leave(worker))
    },
    tellToStop: (worker: Worker, signal: NodeJS.Signals): void => send(worker, { kind: 'stop', signal }),
  }
}

export type Lead = ReturnType<typeof createLead>
