/** How two threads divide the files of a batch: in chunks, each of which is read by the one that takes it first. */
import type { FileReading, ReadingSettings } from '../folder/read.ts'
import { filesOfChunk, largestAhead } from './limits.ts'

/** What the thread that reads ahead begins with; `root` is the real path of the folder. */
export type AheadStart = { root: string; settings: ReadingSettings }

/** A batch of files; `taken` has a 32-bit number for each chunk, which is 1 where one of the threads has taken it. */
export type ChunksToRead = { batch: number; chunks: readonly (readonly string[])[]; taken: Int32Array }

/** What was read of a chunk, in its order. */
export type ReadChunk = { batch: number; index: number; readings: (FileReading | undefined)[] }

/** Whether the chunk is the caller's, and nobody else's. */
export const takeChunk = (taken: Int32Array, index: number): boolean =>
  Atomics.compareExchange(taken, index, 0, 1) === 0

/** Divides files with their stamps. A large one is in no chunk: its thread could run out of memory, and would not say at which. */
export const chunksOf = (files: ReadonlyMap<string, string>): string[][] => {
  const chunks: string[][] = []
  let bytes = Infinity
  for (const [file, stamp] of files) {
    // A stamp begins with the bytes of its file.
    const size = Number.parseInt(stamp, 10) || 0
    if (size > largestAhead) continue
    const last = chunks.at(-1)
    if (last === undefined || last.length === filesOfChunk || bytes + size > largestAhead) {
      chunks.push([file])
      bytes = size
    } else {
      last.push(file)
      bytes += size
    }
  }
  return chunks
}
