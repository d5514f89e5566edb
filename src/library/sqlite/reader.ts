import type { DatabaseSync } from 'node:sqlite'
import type { Article } from '../../article/article.ts'
import { articleIn } from './row.ts'

/** Some articles as they stood when the reading began, each read when it is asked for. */
export type Reading = { article: (index: number) => Article; take: () => void }

/**
 * Reads whole articles one at a time, so that few are in memory at once, and other requests are answered in between.
 * Where the library is about to change, all of a reading is taken as it is stored.
 */
export const createReader = (database: DatabaseSync) => {
  const one = database.prepare('SELECT CAST(body AS BLOB) AS body FROM article WHERE number = ?')
  const byId = database.prepare('SELECT CAST(body AS BLOB) AS body FROM article WHERE id = ?')
  /** Held weakly: a reading is over when nobody knows it any more. */
  const open = new Set<WeakRef<Reading>>()
  /** The article that was read last: its parts are asked for one after another, and a large one takes long to parse. */
  let latest: WeakRef<Article> | undefined

  return {
    article(id: string): Article | null {
      const known = latest?.deref()
      if (known?.id === id) return known
      const row = byId.get(id)
      if (row === undefined) return null
      const article = articleIn(row)
      latest = new WeakRef(article)
      return article
    },

    /** `keys` are numbers of articles that are there. */
    read(keys: readonly number[]): Reading {
      let taken: (Record<string, unknown> | undefined)[] | undefined
      const row = (key: number | undefined) => (key === undefined ? undefined : one.get(key))
      const reading: Reading = {
        article: (index) => articleIn(taken === undefined ? row(keys[index]) : taken[index]),
        take() {
          taken = keys.map(row)
        },
      }
      open.add(new WeakRef(reading))
      return reading
    },

    /** To be called before each change. */
    takeAll(): void {
      for (const reading of open) reading.deref()?.take()
      open.clear()
      latest = undefined
    },
  }
}

export type Reader = ReturnType<typeof createReader>
