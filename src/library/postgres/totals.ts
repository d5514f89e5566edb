/** How many articles each filter finds, remembered as long as it is the same. */
import type { Filter } from '../library.ts'
import { longestFilter, mostTotals } from './limits.ts'

/** What was counted at a revision and a moment, and holds until something is due. */
type Counted = { total: number; revision: number; moment: number; due: number }

/** A state is of one database: where that may be another, `forget` is called, and what is still under way is not remembered. */
export const createTotals = () => {
  let known = new Map<string, Counted>()
  return {
    forget: (): void => void (known = new Map()),
    /** What is remembered of a filter at a moment, and the function that remembers what is counted then. */
    of(filter: Filter, moment: number) {
      const [own, key] = [known, JSON.stringify(filter)]
      const before = own.get(key)
      const isOf = before !== undefined && before.moment <= moment && moment < before.due
      return {
        counted: isOf ? before : undefined,
        remember: (counted: Omit<Counted, 'moment'>): void => {
          if (key.length > longestFilter) return
          if (own.size >= mostTotals) own.clear()
          own.set(key, { ...counted, moment })
        },
      }
    },
  }
}
