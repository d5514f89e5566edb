/** The bounds of threads. Times are in milliseconds. */
import { totalmem } from 'node:os'

/** Megabytes of objects of the thread that reads files: 100,000 articles take some 150, a file of 5 MB up to 100. */
export const heapOfWriter = 512

/** Megabytes for the youngest objects of a thread, two thirds of which V8 uses: without a bound it uses 134. */
export const youngOfThread = 12

/** The pause before a thread that ends again and again is started: it doubles from the shortest to the longest. */
export const shortestRestart = 1000
export const longestRestart = 60_000

/** A thread that has run for so long before it ended is started again at once. */
export const steady = 60_000

/** How long the thread that reads files may take to end what it does when the process stops. */
export const longestEnding = 2000

/** The files and bytes of a folder that is read without a thread: that takes some 50 ms, the start of a thread 200. */
export const mostSmall = 100
export const largestSmall = 200_000

/**
 * Of the thread that reads files ahead: megabytes of its objects and of the youngest of them, of the memory that the machine has
 * to have, and the files and bytes that it reads at once. It ends with the start, and takes a fifth less CPU than with 12 MB for
 * the youngest.
 */
export const heapOfAhead = 256
export const youngOfAhead = 48
export const leastForAhead = 1000
export const filesOfChunk = 16
export const largestAhead = 500_000

/** Megabytes of objects of the thread that searches. */
export const heapOfSearcher = 256

/** Searches that wait for others: some hundreds of milliseconds. */
export const mostSearches = 64

/** How long an answer waits for the state that it was made at. */
export const longestAdvance = 1000

export const megabytesOfMachine = (): number => (process.constrainedMemory() || totalmem()) / 1e6

/** The pause before a thread is started again that has ended so often in a short time. */
export const pauseAfter = (endings: number): number =>
  endings <= 1 ? 0 : Math.min(longestRestart, shortestRestart * 2 ** (endings - 2))

/** Milliseconds until the clock is looked at again, for it may have been set; and after a failed write of what is due. */
export const longestWait = 10_000
export const shortestRetry = 1000

/** Batches of answers that wait until the thread that writes keeps them on the disk: each some 2 MB. */
export const mostKeeping = 4

/** How long a change waits for a process that answers: one that hangs would answer from an older state than others, and is ended. */
export const longestTurn = 2000
