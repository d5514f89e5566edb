/** Leads the processes that answer, from the one that writes. */
import type { Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KeptAnswer, Touched } from '../library/library.ts'
import type { Followed } from './follow.ts'
import { longestTurn } from './limits.ts'
import type { FromFollower, Seen, ToFollower } from './messages.ts'
import type { Reader } from './start-writer.ts'

/** A message without the turn that it is given. */
type Turned = { kind: 'pause' } | { kind: 'advance'; touched: Touched; seen: Seen } | { kind: 'renew' }

type Parts = {
  /** What is known of the folder now, and how many changes were answered from. */
  seen: () => Seen
  revision: () => number
  /** Takes answers for the disk. */
  keep: (answers: readonly KeptAnswer[]) => void
}

/** In parts, so that one that is over because this process hung itself ends nothing. */
const waitLong = async (signal: AbortSignal): Promise<void> => {
  for (let part = 0; part < 4; part += 1)
    await sleep(longestTurn / 4, undefined, { ref: false, signal }).catch(() => undefined)
}

/**
 * Makes what tells the processes that answer of each change. All pause before one advances: who was answered from the new state
 * by one is never answered from the old by another.
 */
export const createLead = ({ seen, revision, keep }: Parts) => {
  const followers = new Set<Worker>()
  /** Those that answer, and those that have opened the index at a revision that may be newer than what the others answer from. */
  const answering = new Set<Worker>()
  const opened = new Map<Worker, number>()
  const state = { isAdvancing: false }
  /** Who waits for a process that does what it was told. */
  const waiting = new Map<string, () => void>()
  let turns = 0

  const send = (worker: Worker, message: ToFollower): void => {
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  const nameOf = ({ id }: Worker, turn: number): string => `${id}/${turn}`

  /** Returns those that have not done it in time. */
  const tellAll = async (to: ReadonlySet<Worker>, message: Turned): Promise<Worker[]> => {
    turns += 1
    const turn = turns
    const told = [...to]
    const all = told.map(
      (worker) =>
        new Promise<void>((done) => {
          waiting.set(nameOf(worker, turn), done)
          send(worker, { ...message, turn })
        }),
    )
    const ended = new AbortController()
    const late = new Set(told)
    for (const [index, worker] of told.entries()) void all[index]?.then(() => late.delete(worker))
    await Promise.race([Promise.all(all), waitLong(ended.signal)])
    ended.abort()
    for (const worker of told) waiting.delete(nameOf(worker, turn))
    return [...late].filter((worker) => followers.has(worker))
  }

  const letAnswer = (worker: Worker): void => {
    if (!opened.delete(worker)) return
    answering.add(worker)
    send(worker, { kind: 'answer' })
  }

  const letAllAnswer = (): void => {
    if (state.isAdvancing) return
    for (const [worker, at] of opened) if (at <= revision()) letAnswer(worker)
  }

  const advance = async (touched: Touched): Promise<void> => {
    state.isAdvancing = true
    for (const worker of await tellAll(answering, { kind: 'pause' })) worker.process.kill('SIGKILL')
    await tellAll(followers, { kind: 'advance', touched, seen: seen() })
    state.isAdvancing = false
    letAllAnswer()
  }

  const leave = (worker: Worker): void => {
    followers.delete(worker)
    answering.delete(worker)
    opened.delete(worker)
    for (const [name, done] of waiting) if (name.startsWith(`${worker.id}/`)) done()
  }

  return {
    /** Reads as the processes do: each change is told to all, and is over when all have made it. */
    reader: {
      advance,
      renew: async () => void (await tellAll(followers, { kind: 'renew' })),
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
        } else if (message.kind === 'opened') {
          opened.set(worker, message.revision)
          letAllAnswer()
          setTimeout(letAnswer, longestTurn, worker).unref()
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
