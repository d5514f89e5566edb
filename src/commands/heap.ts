import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes of V8's young generation. A request needs some 9 KB, so that it is collected every thousand requests or so. */
const enough = 16_000_000

/** Milliseconds between two checks: the young generation of a busy server doubles at most once in that time. */
const interval = 100

const youngGeneration = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0

/**
 * Keeps V8 from using memory that a server does not need. By default its young generation grows to 134 MB under 1,000
 * connections, and its old one to four times what is alive. The option for this, `--max-semi-space-size`, is read only
 * when the process starts; the factors by which they grow are read whenever they grow.
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
