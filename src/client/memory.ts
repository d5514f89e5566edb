/** Answers with their ETags, the least recently used forgotten beyond `most`. */
export const createMemory = (most: number) => {
  const kept = new Map<string, { etag: string; text: string }>()
  return {
    get: (url: string) => kept.get(url),
    /** Keeps a text that has an ETag, and returns it. */
    keep(url: string, etag: string | null, text: string): string {
      kept.delete(url)
      if (etag !== null) kept.set(url, { etag, text })
      if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
      return text
    },
  }
}
