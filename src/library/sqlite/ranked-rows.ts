import type { DatabaseSync } from 'node:sqlite'
import { rowsOfStep } from '../limits.ts'
import type { Condition } from './list.ts'

/** Is given the number and the rank of a row. */
type Receive = (key: number, rank: number) => void

/**
 * Reads the rows that searches rank. SQL gives each to `ranked`, as a condition, and returns one now and then alone, so that other
 * work is done in between: a row that SQLite returns costs four times as much as a call.
 */
export const createRankedRows = (database: DatabaseSync) => {
  const running = new Set<Iterator<unknown>>()
  let receive: Receive = () => {}
  let count = 0
  database.function('ranked', (key, rank) => {
    receive(Number(key), Number(rank))
    count += 1
    return count % rowsOfStep === 0 ? 1 : 0
  })

  return {
    read: function* ({ sql, values }: Condition, receiveOne: Receive): Generator<void, void, void> {
      const rows: Iterator<unknown> = database.prepare(sql).iterate(...values)
      running.add(rows)
      try {
        for (;;) {
          // Searches take turns: each step is of one of them.
          receive = receiveOne
          if (rows.next().done === true) return
          yield
        }
      } finally {
        rows.return?.()
        running.delete(rows)
      }
    },
    /** Ends what is being read. */
    stop(): void {
      for (const rows of running) rows.return?.()
      running.clear()
    },
  }
}

export type RankedRows = ReturnType<typeof createRankedRows>
