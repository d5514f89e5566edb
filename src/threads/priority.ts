import { setPriority } from 'node:os'

/**
 * The niceness of threads, which give way to the one that answers requests where cores are few. While searches run without a
 * pause, p99 of a cached article was 1.0 to 2.0 times its quiet value with 19, and 1.8 to 2.0 with 10, beside other work. Files
 * that change are to be served soon on a busy machine too.
 */
export const niceness = { writing: 10, searching: 19 }

/** Linux gives each thread a priority of its own; elsewhere it is that of the process. */
export const giveWay = (priority: number): void => {
  if (process.platform === 'linux') setPriority(0, priority)
}
