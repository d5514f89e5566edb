import { problemOf } from './problem.ts'

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

/** Remembers at most so many answers with their ETags, the last used ones. */
const createMemory = (most: number) => {
  const kept = new Map<string, { etag: string; text: string }>()
  return {
    /** The answer of a URL, which becomes the last used one. */
    get(url: string) {
      const known = kept.get(url)
      if (known === undefined) return undefined
      kept.delete(url)
      kept.set(url, known)
      return known
    },
    /** Keeps a text that has an ETag, and returns it. */
    keep(url: string, etag: string | null, text: string): string {
      kept.delete(url)
      if (etag !== null) kept.set(url, { etag, text })
      if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
      return text
    },
  }
}

/** In milliseconds: nobody waits longer for a page. */
const longestWait = 30_000

/** RFC 9110 §10.2.3: the milliseconds that Retry-After says, in seconds or as a date; a second where it says neither. */
export const waitOf = (retryAfter: string | null, now = Date.now()): number => {
  const said = retryAfter === null || retryAfter === '' ? 1000 : Number(retryAfter) * 1000
  const wait = Number.isNaN(said) ? Date.parse(retryAfter ?? '') - now : said
  return Number.isNaN(wait) ? 1000 : Math.min(Math.max(wait, 0), longestWait)
}

/** Resolves after a time; rejects with the reason of the signal as soon as that is aborted. */
export const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((done, failed) => {
    const abort = () => {
      clearTimeout(timer)
      failed(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      done()
    }, milliseconds)
    if (signal?.aborted === true) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })

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
