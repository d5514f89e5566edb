import { setPriority } from 'node:os'

/** The niceness of a thread that gives way to the one that answers requests, where cores are few. */
const niceness = 10

/** Linux gives each thread a priority of its own; elsewhere it is that of the process. */
export const giveWay = (): void => {
  if (process.platform === 'linux') setPriority(0, niceness)
}
