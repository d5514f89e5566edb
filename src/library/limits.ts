/** The bounds of the engines. */

/** Rows that a search reads between two steps: some 50 µs. */
export const rowsOfStep = 50

/** How often a search begins anew because the library changed; after that it is done in one go, since it might never end. */
export const mostRestarts = 3

/** The ids that are near another, on each side of it: enough to guess what was meant. */
export const mostNear = 50
