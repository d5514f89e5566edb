/** Does something when it is due by the clock of the machine, which may be set. */
import { longestWait, shortestRetry } from './limits.ts'

type Parts = {
  /** When the next is due: milliseconds since 1970, or never. */
  next: () => number
  /** Does some of what is due now, and says whether there was any. */
  work: () => Promise<boolean>
  onError: (error: unknown) => void
}

/** Makes `wait`, to be called whenever `next` may be another, and `close`. */
export const createDueTimer = ({ next, work, onError }: Parts) => {
  const state = { timer: undefined as NodeJS.Timeout | undefined, isWorking: false, isClosed: false }

  /** Timers count at most 2^31 ms, and know nothing of a clock that is set: the time is compared again after each wait. */
  const waitFor = (milliseconds: number): void => {
    clearTimeout(state.timer)
    if (!state.isClosed && !state.isWorking)
      state.timer = setTimeout(() => void run(), Math.max(0, Math.min(milliseconds, longestWait)))
  }

  const wait = (): void => waitFor(Math.ceil(next() - Date.now()))

  const run = async (): Promise<void> => {
    state.isWorking = true
    let pause: number | undefined
    try {
      if (await work()) pause = 0
    } catch (error) {
      pause = shortestRetry
      if (!state.isClosed) onError(error)
    }
    state.isWorking = false
    if (state.isClosed) return
    if (pause === undefined) wait()
    else waitFor(pause)
  }

  return {
    wait,
    close(): void {
      state.isClosed = true
      clearTimeout(state.timer)
    },
  }
}
