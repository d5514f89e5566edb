/** A row of the index that matches, by how well: the lower, the better, as bm25 of FTS5 has it. */
export type Ranked = { key: number; rank: number }

const byRank = (one: Ranked, other: Ranked): number => one.rank - other.rank

/** The first `most` and all that rank as the last of them does, in order. */
const cut = (ranked: Ranked[], most: number): Ranked[] => {
  const sorted = ranked.sort(byRank)
  const last = sorted[most - 1]?.rank
  if (last === undefined) return sorted
  let end = most
  while (sorted[end]?.rank === last) end += 1
  return sorted.slice(0, end)
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
      worst = kept.at(-1)?.rank ?? Infinity
      room = kept.length + most
    },
    /** Those from `start` on, with the rest of those they tie with; `skip` is how many of them stand before `start`. */
    from(start: number): { ranked: Ranked[]; skip: number; total: number } {
      const sorted = cut(kept, most)
      let first = start
      while (first > 0 && sorted[first - 1]?.rank === sorted[start]?.rank) first -= 1
      return { ranked: sorted.slice(first), skip: start - first, total }
    },
  }
}
