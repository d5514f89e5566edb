/** The bounds of following a folder. Times are in milliseconds. */

/** A change must last so long before it is read: editors save in several steps. */
export const rest = 100

/** A file that never rests is read all the same after this time. */
export const restPatience = 1000

/** How long a folder that was put in place of another may be incomplete before it is applied all the same. */
export const switchPatience = 1000

/** A file that changes each time it is read is named as a fault after this time. */
export const incompletePatience = 10_000

/** Files that are read between two transactions at the start, when nobody is served yet. */
export const batch = 1000

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

/** The most missing images of a file that are named. */
export const mostMissingImages = 20

/** Bytes of a `maqal.yaml`. */
export const largestSettings = 100_000
