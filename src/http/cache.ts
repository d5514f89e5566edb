import type { Format } from '../formats/format.ts'
import type { Choice } from './choice.ts'
import { mostSpellings } from './limits.ts'
import { type Representation, sizeOf } from './representation.ts'

/** An address in its canonical spelling, and what decides in which format it is answered: its extension, or a choice. */
type Address = { address: string; choice: Choice; named: Format | undefined }

/** What is kept for an address. */
export type Kept = Address & {
  /** By the name of the format. */
  readonly representations: Record<string, Representation>
  /** Other spellings of the address, the oldest first. */
  readonly spellings: Spelling[]
  /** Bytes of memory. */
  size: number
  /** Whether it was asked for since the last round of the hand of the clock. */
  isUsed: boolean
}

/** A spelling of an address that is not the canonical one. `headers` is a flat list of those that only it has. */
type Spelling = { url: string; kept: Kept; headers: readonly string[] }

export type Spelled = Omit<Spelling, 'url'>

/** Bytes of memory of an address and of a spelling besides their characters: objects, and places in maps. Measured. */
const overhead = { address: 600, spelling: 250 }

const noHeaders: readonly string[] = []

/** V8 takes two bytes a character for a string that has one past U+00FF. */
const sizeOfText = (text: string): number => (/[^\0-\u00FF]/.test(text) ? 2 : 1) * text.length

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const sizeOfSpelling = ({ url, headers }: Spelling): number =>
  overhead.spelling + sum([url, ...headers].map(sizeOfText))

const sizeOfKept = ({ address, representations, spellings }: Kept): number =>
  overhead.address +
  sizeOfText(address) +
  sum(Object.values(representations).map(sizeOf)) +
  sum(spellings.map(sizeOfSpelling))

/** Entries by address and spelling, as long as they take at most `limit` bytes of memory. */
const createStore = (limit: number) => {
  const addresses = new Map<string, Kept>()
  const spellings = new Map<string, Spelling>()
  const state = { size: 0, hand: addresses.values() }

  const drop = (kept: Kept): void => {
    addresses.delete(kept.address)
    for (const { url } of kept.spellings) spellings.delete(url)
    state.size -= kept.size
  }

  /** The clock algorithm: the hand goes round, spares what was used since its last round, and drops the rest. */
  const makeRoom = (): void => {
    while (state.size > limit) {
      const { value: kept, done } = state.hand.next()
      if (done === true) state.hand = addresses.values()
      else if (kept.isUsed) kept.isUsed = false
      else drop(kept)
    }
  }

  const has = (kept: Kept): boolean => addresses.get(kept.address) === kept

  const measure = (kept: Kept): void => {
    if (!has(kept)) return
    const before = kept.size
    kept.size = sizeOfKept(kept)
    state.size += kept.size - before
    // What has no room at all would drop everything else first.
    if (kept.size > limit) drop(kept)
    else makeRoom()
  }

  return {
    drop,
    measure,
    all: () => addresses.values(),
    get: (address: string) => addresses.get(address),
    spelling: (url: string) => spellings.get(url),
    add: (kept: Kept) => addresses.set(kept.address, kept),
    spell(spelling: Spelling): void {
      const { url, kept } = spelling
      if (url === kept.address || spellings.has(url) || !has(kept)) return
      if (kept.spellings.length === mostSpellings) spellings.delete(kept.spellings.shift()?.url ?? '')
      kept.spellings.push(spelling)
      spellings.set(url, spelling)
      measure(kept)
    },
    size: () => ({ bytes: state.size, addresses: addresses.size, spellings: spellings.size }),
  }
}

/**
 * Keeps representations by address until they take more than `limit` bytes of memory, their addresses and headers
 * included.
 */
export const createCache = (limit: number) => {
  const store = createStore(limit)
  let changes = 0

  const add = ({ address, choice, named }: Address, made: Representation): Kept => {
    let kept = store.get(address)
    if (kept?.named !== named || kept === undefined) {
      if (kept !== undefined) store.drop(kept)
      kept = { address, choice, named, representations: {}, spellings: [], size: 0, isUsed: false }
      store.add(kept)
    }
    // One of another spelling may have been made at the same time.
    const before = kept.representations[made.format]
    if (before === undefined || before.due < made.due) kept.representations[made.format] = made
    store.measure(kept)
    return kept
  }

  /** Drops the representations of an address that are out of date, and the address with the last of them. */
  const dropFrom = (kept: Kept, isDropped: (made: Representation) => boolean): void => {
    const { representations } = kept
    const dropped = Object.entries(representations).filter(([, made]) => isDropped(made))
    for (const [name] of dropped) delete representations[name]
    if (Object.keys(representations).length === 0) store.drop(kept)
    else if (dropped.length > 0) store.measure(kept)
  }

  return {
    /** What is kept for an address as it is spelled. */
    find(url: string): Spelled | undefined {
      const kept = store.get(url)
      const spelled = kept === undefined ? store.spelling(url) : { kept, headers: noHeaders }
      if (spelled !== undefined) spelled.kept.isUsed = true
      return spelled
    },
    /** Finds what is kept by another spelling too. */
    learn: (url: string, { kept, headers }: Spelled): void => store.spell({ url, kept, headers }),
    /** Counts anew what an address takes. */
    measure: store.measure,
    /** How often the library has changed. */
    changes: () => changes,
    /**
     * Keeps what was made when the library had changed so often, and returns the entry of its address; undefined where it
     * may not be kept or the library has changed since.
     */
    keep: (address: Address, made: Representation, changedBefore: number): Kept | undefined =>
      made.isKept && changes === changedBefore ? add(address, made) : undefined,
    /** Drops what shows one of these articles and what may show any, or all. */
    drop(touched: readonly string[] | 'all'): void {
      changes += 1
      const ids = new Set(touched)
      for (const kept of store.all())
        dropFrom(kept, ({ article }) => touched === 'all' || article === null || ids.has(article))
    },
    size: store.size,
    /** About how many addresses there is room for. */
    mostAddresses(): number {
      const { bytes, addresses } = store.size()
      return bytes === 0 ? Infinity : (addresses * limit) / bytes
    },
  }
}

export type Cache = ReturnType<typeof createCache>
