/** The bounds of following a folder. Times are in milliseconds. */

/** A file must stay as it is, or stay away, for so long before it is believed: editors save in several steps. */
export const rest = 100

/** A file that never rests is read all the same after this time. */
export const restPatience = 1000

/** The files of a folder that was put in place of another are waited for, to be taken at once. */
export const switchPatience = 1000

/** A file that changes each time it is read is named as a fault after this time. */
export const incompletePatience = 10_000

/** Files that are read between two transactions at the start, when nobody is served yet. */
export const batch = 1000

/**
 * Looking and reading between two breaths. Longer than that of a search: where every breath lets many requests go first,
 * what changed is to be served within seconds all the same.
 */
export const slice = 4

/** A burst of file system events is waited for. */
export const burst = 25

/** Until the next look where files are pending, and where the last look failed. */
export const soon = 60
export const afterFailure = 1000

/** Polling takes at most a fifth of the time, however large the folder, but never waits longer than `longestPause`. */
export const pauseShare = 4
export const longestPause = 5000

/** The most folders that are watched; in a larger tree the poll alone finds what changed in the rest. */
export const mostWatched = 1000

/** The most missing images of a file that are named. */
export const mostMissingImages = 20
