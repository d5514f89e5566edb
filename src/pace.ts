/** Milliseconds that the work of one request may block others at a time. */
const shortSlice = 0.5

/** A queue for the event loop: one that waits goes on in each turn, and new requests are answered between two turns. */
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

/** All work that gives way waits in one queue, so that many such requests block others as little as one does. */
const takeTurn = createTurns()

/** Lets others go first when the work has blocked them long enough. Rejects with the reason of its signal when that is aborted. */
export type Pace = () => Promise<void>

/** `slice` is in milliseconds: with a longer one the work ends sooner under load, and blocks others for longer. */
export const createPace = (signal?: AbortSignal, slice = shortSlice): Pace => {
  let until = performance.now() + slice
  return async () => {
    if (performance.now() < until) return
    await takeTurn()
    signal?.throwIfAborted()
    until = performance.now() + slice
  }
}

/** Does work of many small steps at a pace. Resolves with its result. */
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
