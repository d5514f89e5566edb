import { createMemory } from './memory.ts'
import { problemOf } from './problem.ts'
import { pause, waitOf } from './retry.ts'

/** How a client asks; what `createClient` takes besides the address. */
export type ClientOptions = {
  /** In place of the global `fetch`. */
  fetch?:
    | ((
        url: string,
        init: { headers: Record<string, string>; signal: AbortSignal | null },
      ) => Promise<Response>)
    | undefined
  /** How often an overloaded server (503) is asked again, after as long as its Retry-After says; 2. */
  retries?: number | undefined
  /** Where there is no HTTP cache, as in Node: how many answers are remembered, to be asked for by their ETag; 200. */
  remembered?: number | undefined
}

/**
 * Whether `fetch` has an HTTP cache, as in the pages and workers of browsers. An `If-None-Match` of our own would turn
 * it off, and make a preflight of every request to another origin (Fetch §4.6, §2.2.2 CORS-safelisted request-header).
 */
const hasHttpCache = (): boolean => 'window' in globalThis || 'WorkerGlobalScope' in globalThis

/** Asks for the JSON of an address. Resolves with its text; rejects with a MaqalProblem where the answer is an error. */
export const createAsk = ({
  fetch: ask = (url, init) => fetch(url, init),
  retries = 2,
  remembered = 200,
}: ClientOptions) => {
  const memory = createMemory(hasHttpCache() ? 0 : remembered)
  return async (url: string, signal: AbortSignal | undefined): Promise<string> => {
    for (let tries = 0; ; tries += 1) {
      const known = memory.get(url)
      const headers = { accept: 'application/json', ...(known && { 'if-none-match': known.etag }) }
      const answer = await ask(url, { headers, signal: signal ?? null })
      if (answer.status === 304 && known) {
        await answer.body?.cancel()
        return known.text
      }
      if (answer.ok) return memory.keep(url, answer.headers.get('etag'), await answer.text())
      if (answer.status !== 503 || tries >= retries) throw await problemOf(answer)
      await answer.body?.cancel()
      await pause(waitOf(answer.headers.get('retry-after')), signal)
    }
  }
}
