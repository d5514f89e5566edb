/** The bounds of following a folder. Times are in milliseconds. */

/** A change must last so long before it is read: editors save in several steps. */
export const rest = 100

/** A file that never rests is read all the same after this time. */
export const restPatience = 1000

/** How long a folder that was put in place of another may be incomplete before it is applied all the same. */
export const switchPatience = 1000

/** A file that changes each time it is read is named as a fault after this time. */
export const incompletePatience = 10_000

/** Files, and their bytes, that are read between two transactions at the start and in a large change: all are in memory. */
export const batch = 1000
export const largestBatch = 20_000_000

/** Files at the start that another thread reads too: it takes as long to start as some hundred take. */
export const fewestShared = 500

/** Changed files that are read before any is applied. More are applied in batches, and are seen by readers at once all the same. */
export const mostAtOnce = 2000

/** How long a look works before it gives way to requests. Longer than a search does, so that it ends under load as well. */
export const slice = 4

/** From an event to the look: events come in bursts. */
export const burst = 25

/** Until the next look where files are pending, and where they are pending because a look failed. */
export const soon = 60
export const afterFailure = 1000

/** A pause is four times as long as the look before it, so that polling costs at most a fifth of the time, but at most this. */
export const pauseShare = 4
export const longestPause = 5000

/** The most folders that are watched; in a larger tree the poll alone finds what changed in the rest. */
export const mostWatched = 1000

/** Bytes of a `maqal.yaml`. */
export const largestSettings = 100_000

/** The most paths of a file that lead nowhere and are named. */
export const mostBroken = 20

/** The most warnings of names and translations that go wrong between articles. */
export const mostRelationFaults = 200

/** Bytes of a file beside an article: a larger one is for a server of its own. It is read once, at 1 GB in 2 s. */
export const largestFile = 2_000_000_000

/** Bytes of a file that are read in one go; those of a larger one are read without holding up requests. */
export const readAtOnce = 262_144

/** Bytes in which an image says how large it is: photographs have previews and profiles before it. */
export const longestHead = 262_144

/** Bytes in which the root of a drawing begins: what looks for it takes time that grows with their square. */
export const longestProlog = 8192

/** Segments of a JPEG before its frame: photographs have some 20, and each costs some 50 µs. */
export const mostSegments = 64

/** Files whose digest is remembered, some 300 bytes each. */
export const mostKnownFiles = 100_000

/** Hexadecimal digits of a digest in an address. */
export const hashLength = 16

/** Pixels of a side that an image may claim. */
export const longestSide = 100_000
