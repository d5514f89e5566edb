/** A row of the index that matches; a lower rank is a better match, as bm25 of FTS5 has it. */
export type Ranked = { key: number; rank: number }

const byRank = (one: Ranked, other: Ranked): number => one.rank - other.rank

/** The ranks in order: numbers are sorted ten times faster than objects. */
const ranksOf = (ranked: readonly Ranked[]): Float64Array =>
  Float64Array.from(ranked, ({ rank }) => rank).sort()

/** The best `most` rows, and all with the rank of the last of them. */
const cut = (ranked: readonly Ranked[], most: number): Ranked[] => {
  const last = ranksOf(ranked)[most - 1] ?? Infinity
  return ranked.filter(({ rank }) => rank <= last)
}

/** Counts many rows, and keeps those that may be among the best `most`. */
export const createBest = (most: number) => {
  let kept: Ranked[] = []
  let worst = Infinity
  let room = most * 2
  let total = 0

  return {
    add(key: number, rank: number): void {
      total += 1
      if (rank > worst) return
      kept.push({ key, rank })
      if (kept.length < room) return
      kept = cut(kept, most)
      worst = kept.reduce((highest, { rank: other }) => Math.max(highest, other), -Infinity)
      // Twice as many as are left, which may be all where they tie, so that each row is compared a few times at most.
      room = kept.length * 2
    },
    /**
     * The rows from `start` to `most` in order, and all with the same ranks; `skip` is how many of these are before
     * `start`. None where `start` is past the last.
     */
    from(start: number): { ranked: Ranked[]; skip: number; total: number } {
      const ranks = ranksOf(kept)
      const first = ranks[start]
      if (first === undefined) return { ranked: [], skip: 0, total }
      const last = ranks[most - 1] ?? Infinity
      const ranked = kept.filter(({ rank }) => rank >= first && rank <= last).sort(byRank)
      return { ranked, skip: start - ranks.indexOf(first), total }
    },
  }
}
