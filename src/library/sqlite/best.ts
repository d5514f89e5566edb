/** A row of the index that matches, by how well: the lower, the better, as bm25 of FTS5 has it. */
export type Ranked = { key: number; rank: number }

const byRank = (one: Ranked, other: Ranked): number => one.rank - other.rank

/** In order. Many numbers are sorted in a tenth of the time that as many objects take. */
const ranksOf = (ranked: readonly Ranked[]): Float64Array =>
  Float64Array.from(ranked, ({ rank }) => rank).sort()

/** The first `most` and all that rank as the last of them does. */
const cut = (ranked: readonly Ranked[], most: number): Ranked[] => {
  const last = ranksOf(ranked)[most - 1] ?? Infinity
  return ranked.filter(({ rank }) => rank <= last)
}

/** Keeps of many rows, which are only counted, those that may be among the first `most`. */
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
      // Twice as many as are left, which may be all where they tie: so that each row is cut a few times at most.
      room = kept.length * 2
    },
    /**
     * Those from `start` to `most`, in order, with all that they tie with; `skip` is how many of them stand before
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
