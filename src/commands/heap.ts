import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes of V8's young generation. A request takes some 9 KB: it is swept every thousand requests or so. */
const enough = 16_000_000

/** Milliseconds in which the young generation of a busy server doubles once at most. */
const interval = 100

const youngGeneration = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0

/**
 * Keeps V8 from taking memory that a server does not need. By itself its young generation grows to 134 MB under 1,000
 * connections and shrinks when they are silent, and its old one to four times what is alive. `--max-semi-space-size`,
 * the option for this, is read when the process starts; how far the young generation grows at a time, whenever it does.
 */
export const boundHeap = (): void => {
  setFlagsFromString('--heap-growing-percent=50')
  let growth = 2
  const bound = (): void => {
    const wanted = youngGeneration() < enough ? 2 : 1
    if (wanted === growth) return
    growth = wanted
    setFlagsFromString(`--semi-space-growth-factor=${growth}`)
  }
  bound()
  setInterval(bound, interval).unref()
}
