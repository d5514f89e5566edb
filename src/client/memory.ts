/** Answers with their ETags, the least recently used forgotten beyond `most`. */
export const createMemory = (most: number) => {
  const kept = new Map<string, { etag: string; text: string }>()
  return {
    /** What is known of a URL, which is then the last to be forgotten. */
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
