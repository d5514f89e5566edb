/** Starts the thread that searches with the first search, and asks it one search after another. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { Problem, unavailable } from '../http/problem.ts'
import type { Representation } from '../http/representation.ts'
import { type Touched, Unavailable } from '../library/library.ts'
import {
  heapOfSearcher,
  longestAdvance,
  megabytesOfMachine,
  mostSearches,
  pauseAfter,
  steady,
  youngOfThread,
} from './limits.ts'
import type { SearchElsewhere, SearchWanted } from '../routes/represent.ts'
import type { FromSearcher, ToSearcher } from './messages.ts'

type Job = {
  id: number
  wanted: SearchWanted
  done: PromiseWithResolvers<Representation | undefined>
}

type Parts = {
  /** The path of the index. */
  path: string
  /** The revision that other questions are answered at, and when that has grown. */
  revision: () => number
  grown: () => Promise<void>
  onError: (error: unknown) => void
}

/** The bytes of a Buffer are those of a Uint8Array when they have crossed threads. */
const received = (made: Representation): Representation => {
  const { identity } = made
  const { buffer, byteOffset, byteLength } = identity.bytes
  return { ...made, identity: { ...identity, bytes: Buffer.from(buffer, byteOffset, byteLength) } }
}

export const createSearcher = ({ path, revision, grown, onError }: Parts) => {
  const state = {
    worker: undefined as Worker | undefined,
    isReady: false,
    isClosed: false,
    running: undefined as Job | undefined,
    waiting: [] as Job[],
    /** Who waits until the thread has advanced. */
    advancing: [] as (() => void)[],
    endings: 0,
    startedAt: 0,
    notBefore: 0,
    count: 0,
  }

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
  const post = (message: ToSearcher): void => state.worker?.postMessage(message)

  const next = (): void => {
    if (state.running !== undefined) return
    state.running = state.waiting.shift()
    if (state.running !== undefined)
      post({ kind: 'search', id: state.running.id, wanted: state.running.wanted })
  }

  /** An answer at a state that is not read here yet waits for that. */
  const onAnswer = async ({ done }: Job, made: Representation | undefined, at: number): Promise<void> => {
    if (at > revision()) await Promise.race([grown(), sleep(longestAdvance)])
    done.resolve(made === undefined || at > revision() ? undefined : received(made))
  }

  const receive = (message: FromSearcher): void => {
    if (message.kind === 'ready') state.isReady = true
    else if (message.kind === 'done') state.advancing.shift()?.()
    else {
      const job = state.running
      state.running = undefined
      if (job !== undefined && job.id === message.id) {
        if (message.kind === 'answer') void onAnswer(job, message.made, message.revision)
        else if (message.kind === 'problem')
          job.done.reject(new Problem(message.problem, message.detail, message.parts))
        else job.done.reject(message.isUnavailable ? new Unavailable(String(message.error)) : message.error)
      }
      next()
    }
  }

  const onEnd = (): void => {
    const left = [state.running, ...state.waiting]
    const advancing = state.advancing.splice(0)
    Object.assign(state, { worker: undefined, isReady: false, running: undefined, waiting: [] })
    for (const job of left) job?.done.reject(unavailable('The search was interrupted.', 1))
    for (const go of advancing) go()
    if (state.isClosed) return
    state.endings = performance.now() - state.startedAt > steady ? 1 : state.endings + 1
    state.notBefore = performance.now() + pauseAfter(state.endings + 1)
    onError(new Error('The thread that searches has ended: the next search starts it again'))
  }

  const start = async (): Promise<void> => {
    if (state.worker !== undefined || performance.now() < state.notBefore) return
    state.notBefore = Number.POSITIVE_INFINITY
    const { Worker: Thread } = await import('node:worker_threads')
    state.notBefore = 0
    if (state.isClosed) return
    const heap = Math.min(heapOfSearcher, megabytesOfMachine() / 4)
    const worker = new Thread(new URL('searcher.js', import.meta.url), {
      workerData: { path },
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heap), maxYoungGenerationSizeMb: youngOfThread },
    })
    Object.assign(state, { worker, startedAt: performance.now() })
    worker.unref()
    worker.on('message', receive)
    worker.on('error', onError)
    worker.once('exit', onEnd)
  }

  const search: SearchElsewhere = (wanted, signal) => {
    if (!state.isReady) {
      void start()
      return undefined
    }
    if (state.waiting.length >= mostSearches) throw unavailable('Too many searches are waiting.', 1)
    state.count += 1
    const job: Job = { id: state.count, wanted, done: Promise.withResolvers() }
    signal.addEventListener('abort', () => {
      if (state.running === job) post({ kind: 'cancel', id: job.id })
      state.waiting = state.waiting.filter((other) => other !== job)
      job.done.reject(signal.reason)
    })
    state.waiting.push(job)
    next()
    return job.done.promise
  }

  /** Resolves when the thread has done it, or has ended. */
  const told = (message: ToSearcher): Promise<void> => {
    if (state.worker === undefined) return Promise.resolve()
    post(message)
    return new Promise((go) => state.advancing.push(go))
  }

  return {
    search,
    advance: (touched: Touched): Promise<void> => told({ kind: 'advance', touched }),
    renew: (): Promise<void> => told({ kind: 'renew' }),
    close: async (): Promise<void> => {
      state.isClosed = true
      const { worker } = state
      if (worker === undefined) return
      post({ kind: 'close' })
      await worker.terminate()
    },
  }
}

export type Searcher = ReturnType<typeof createSearcher>
