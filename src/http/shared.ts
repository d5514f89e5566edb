type Running = { result: Promise<unknown>; waiting: number; wanted: AbortController }

const unwanted = new Error('Nobody waits for it')

/**
 * Makes the function that does a work once for all who ask for it at the same time. Who asks waits until `gone`. When
 * nobody waits any more, the signal that the work was given is aborted, and who asks after that begins the work again.
 */
export const createSharedWork = () => {
  const all = new Map<string, Running>()

  const forget = (name: string, running: Running): void => {
    if (all.get(name) === running) all.delete(name)
  }

  const begin = (name: string, work: (signal: AbortSignal) => Promise<unknown>): Running => {
    const wanted = new AbortController()
    const result = work(wanted.signal).finally(() => forget(name, running))
    const running: Running = { result, waiting: 0, wanted }
    all.set(name, running)
    return running
  }

  return <Result>(
    name: string,
    work: (signal: AbortSignal) => Promise<Result>,
    gone?: AbortSignal,
  ): Promise<Result> => {
    const running = all.get(name) ?? begin(name, work)
    running.waiting += 1
    const leave = () => {
      running.waiting -= 1
      if (running.waiting > 0) return
      forget(name, running)
      running.wanted.abort(unwanted)
    }
    gone?.addEventListener('abort', leave, { once: true })
    return running.result as Promise<Result>
  }
}
