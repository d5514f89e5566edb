/** Lets so many work at once; others wait for their turn, until they give up. */
export const createTurns = (most: number) => {
  const waiting = new Set<() => void>()
  let free = most

  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(begin)
        signal.removeEventListener('abort', give)
      }
      const begin = (): void => {
        leave()
        resolve()
      }
      const give = (): void => {
        leave()
        reject(signal.reason as Error)
      }
      waiting.add(begin)
      signal.addEventListener('abort', give)
    })

  return async <Answer>(work: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> => {
    signal.throwIfAborted()
    if (free > 0) free -= 1
    else await wait(signal)
    try {
      return await work()
    } finally {
      const [next] = waiting
      if (next === undefined) free += 1
      else next()
    }
  }
}
