import { setImmediate } from 'node:timers/promises'

/** Milliseconds of work between two breaths of the event loop. */
const stride = 4

/** Lets the event loop breathe when it was held for long enough. */
export type Pace = () => Promise<void>

export const createPace = (): Pace => {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < stride) return
    await setImmediate()
    since = performance.now()
  }
}
