import { LRUCache } from 'lru-cache'
import type { Representation } from './representation.ts'

/** What an entry costs besides its bytes: keys, header lists, buffers' own objects; an estimate. */
const overhead = 2000

/** Representations by address and format, the least recently used dropped when their bytes pass the limit. */
export type Cache = {
  get: (key: string) => Representation | undefined
  /** Made at most once at a time for a key; not kept if the library changed meanwhile. */
  make: (key: string, make: () => Promise<Representation>) => Promise<Representation>
  /** Tells that a representation has grown by a coding. */
  grown: (key: string, made: Representation) => void
  /** Drops what shows one of these articles, and all that may show any. */
  drop: (articles: readonly string[]) => void
  /** How many bytes and representations it holds. */
  size: () => { bytes: number; entries: number }
}

export const createCache = (limit: number, revision: () => number): Cache => {
  const kept = new LRUCache<string, Representation>({
    maxSize: limit,
    sizeCalculation: ({ bytes }) => bytes + overhead,
  })
  const making = new Map<string, Promise<Representation>>()

  const make = async (key: string, work: () => Promise<Representation>): Promise<Representation> => {
    const started = revision()
    const made = await work()
    if (made.isKept && revision() === started) kept.set(key, made)
    return made
  }

  return {
    get: (key) => kept.get(key),
    make(key, work) {
      const name = `${revision()} ${key}`
      const known = making.get(name)
      if (known !== undefined) return known
      const promise = make(key, work).finally(() => making.delete(name))
      making.set(name, promise)
      return promise
    },
    grown(key, made) {
      if (kept.peek(key) === made) kept.set(key, made)
    },
    drop(articles) {
      const touched = new Set(articles)
      for (const [key, { article }] of kept.entries()) {
        if (article === null || touched.has(article)) kept.delete(key)
      }
    },
    size: () => ({ bytes: kept.calculatedSize, entries: kept.size }),
  }
}
