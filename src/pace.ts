/** Milliseconds that one piece of work of a request may hold up others at a time. */
const shortSlice = 0.5

/** Turns at the event loop: each of those that wait has one, and requests that come meanwhile are answered in between. */
const createTurns = () => {
  const waiting: (() => void)[] = []
  const next = () => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(next)
  }
  return (): Promise<void> =>
    new Promise((turn) => {
      waiting.push(turn)
      if (waiting.length === 1) setImmediate(next)
    })
}

/** There is one event loop, so all work that gives way waits in one line: many such requests hold up others as little as one. */
const takeTurn = createTurns()

/**
 * Lets others go first, where the work has held them up for long enough. Rejects with the reason of its signal where nobody
 * wants the work any more.
 */
export type Pace = () => Promise<void>

/** `slice` is in milliseconds: with a longer one the work is done sooner under load, and holds up others for longer. */
export const createPace = (signal?: AbortSignal, slice = shortSlice): Pace => {
  let until = performance.now() + slice
  return async () => {
    if (performance.now() < until) return
    await takeTurn()
    signal?.throwIfAborted()
    until = performance.now() + slice
  }
}

/** Does work that is cut into small steps, at a pace. Resolves with its result. */
export const inSlices = async <Result>(
  steps: Iterator<unknown, Result, void>,
  pace: Pace,
): Promise<Result> => {
  try {
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
      await pace()
    }
  } finally {
    steps.return?.()
  }
}

/** Does the same work in one go. */
export const atOnce = <Result>(steps: Iterator<unknown, Result, void>): Result => {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
