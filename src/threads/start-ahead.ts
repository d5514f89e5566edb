/** Starts the thread that reads files ahead. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SharedBatch, StartReading } from '../folder/ahead.ts'
import type { FileReading } from '../folder/read.ts'
import { type AheadStart, chunksOf, type ChunksToRead, type ReadChunk, takeChunk } from './chunks.ts'
import { heapOfAhead, leastForAhead, megabytesOfMachine, youngOfAhead } from './limits.ts'

type Readings = ReadChunk['readings']

/** A batch, and what becomes of each of its chunks: undefined where the other thread does not read it. */
type Shared = ChunksToRead & { read: readonly PromiseWithResolvers<Readings | undefined>[] }

const share = (batch: number, files: ReadonlyMap<string, string>): Shared => {
  const chunks = chunksOf(files)
  const taken = new Int32Array(new SharedArrayBuffer(chunks.length * Int32Array.BYTES_PER_ELEMENT))
  return { batch, chunks, taken, read: chunks.map(() => Promise.withResolvers<Readings | undefined>()) }
}

/** The thread that asks takes chunks from the end, so that the two meet. */
const divide = ({ chunks, taken, read }: Shared, all: Iterable<string>): SharedBatch => {
  const elsewhere = new Map<string, Promise<FileReading | undefined>>()
  return {
    *files() {
      const divided = new Set(chunks.flat())
      for (const file of all) if (!divided.has(file)) yield file
      for (const [index, files] of [...chunks.entries()].toReversed()) {
        if (takeChunk(taken, index)) yield* files
        else
          for (const [at, file] of files.entries()) {
            const reading = read[index]?.promise.then((readings) => readings?.[at])
            if (reading !== undefined) elsewhere.set(file, reading)
          }
      }
      yield* elsewhere.keys()
    },
    reading: (file) => elsewhere.get(file),
  }
}

/** Whether there is a core and the memory for it. */
const isWorthwhile = (): boolean => availableParallelism() > 1 && megabytesOfMachine() >= leastForAhead

/** Where the thread ends by itself, `onError` is told, and the one that asks reads all. */
export const createStartReading =
  (onError: (error: unknown) => void): StartReading =>
  (root, settings) => {
    if (!isWorthwhile()) return undefined
    const workerData: AheadStart = { root, settings }
    const worker = new Worker(new URL('ahead.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapOfAhead, maxYoungGenerationSizeMb: youngOfAhead },
    })
    const state = {
      batches: new Map<number, Shared>(),
      count: 0,
      hasEnded: false,
      cause: undefined as unknown,
    }

    const giveUp = (): void => {
      state.hasEnded = true
      for (const { read } of state.batches.values()) for (const chunk of read) chunk.resolve(undefined)
      state.batches.clear()
    }

    worker.on('message', ({ batch, index, readings }: ReadChunk) =>
      state.batches.get(batch)?.read[index]?.resolve(readings),
    )
    worker.on('error', (error) => (state.cause = error))
    worker.on('exit', () => {
      if (state.hasEnded) return
      giveUp()
      const { cause } = state
      onError(new Error('The thread that reads files ahead has ended: one thread reads them', { cause }))
    })

    return {
      begin(files) {
        const batch = state.count
        state.count += 1
        if (state.hasEnded) return { files: () => files.keys(), reading: () => undefined }
        const shared = share(batch, files)
        // The thread is at most one batch ahead.
        state.batches.delete(batch - 2)
        state.batches.set(batch, shared)
        const { chunks, taken } = shared
        const asked: ChunksToRead = { batch, chunks, taken }
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
        worker.postMessage(asked)
        return divide(shared, files.keys())
      },
      close(): void {
        giveUp()
        void worker.terminate()
      },
    }
  }
