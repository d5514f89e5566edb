/** Nobody waits longer than this for a page, in milliseconds. */
const longest = 30_000

/** RFC 9110 §10.2.3: Retry-After in seconds or as a date, as milliseconds from now; a second where it says nothing. */
export const waitOf = (retryAfter: string | null, now = Date.now()): number => {
  const said = retryAfter === null || retryAfter === '' ? 1000 : Number(retryAfter) * 1000
  const wait = Number.isNaN(said) ? Date.parse(retryAfter ?? '') - now : said
  return Number.isNaN(wait) ? 1000 : Math.min(Math.max(wait, 0), longest)
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
