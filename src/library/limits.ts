/** The bounds of the engines. */

/** Bytes of an article's row that are parsed in one step: some 0.3 ms. */
export const stepOfBody = 32_768

/** Rows that a search ranks between two steps: some 100 µs. */
export const rowsOfStep = 100

/** Rows that FTS5 ranks faster than its tables are read: some 200 µs. */
export const fewRows = 300

/** Words of a query that are searched faster than it is known which of them texts have. */
export const fewWords = 4

/** How often a search begins anew because the library changed; after that it is done in one go, since it might never end. */
export const mostRestarts = 3

/** The ids that are near another, on each side of it: enough to guess what was meant. */
export const mostNear = 50

/** Translations that an article is told: some sites have so many languages. */
export const mostTranslations = 100

/** Ids that articles had, the oldest of which are forgotten: some 200 bytes each. */
export const mostFormerIds = 100_000

/** How often an id may lead to another that has no article any more. */
export const mostForwards = 10

/** A search that finds so few articles may be misspelled; a near word is suggested that so many times as many articles have. */
export const poorTotal = 2
export const timesMore = 10

/** The values of a facet that are counted for a result. */
export const mostFacetValues = 50

/** The words that a misspelt one is searched as, all equally near to it. */
export const mostNearWords = 10

/** Articles that are published or expire in one transaction: some 200 ms of writing. */
export const mostDueAtOnce = 100

/** Words of the vocabulary that are read between two steps, some 1 ms, and that are compared: some 0.2 ms. */
export const wordsOfStep = 250
export const comparedOfStep = 5000

/** Words of the texts that are kept in memory for what is misspelt: some 100 bytes each. */
export const mostKeptWords = 100_000

/** Of a query of so many words one of so many may be in no text with the others, as in a headline that is pasted from elsewhere. */
export const leastForFewer = 4

/** Articles that are looked through for most of the words of a query. */
export const mostCandidates = 2000

/** Bytes of the search index that are gathered before they are written: FTS5's own 1 MB makes many small parts, which it then merges. */
export const wordsInMemory = 8_000_000

/** Articles that leave the search index at once: each is held in memory until then. */
export const mostLeaving = 200

/** Milliseconds that the thread that writes waits for another to let go of the answers. */
export const patience = 1000

/** Revisions of articles that are remembered, some 150 bytes each: to ask for one takes 2 µs. */
export const mostRevisions = 20_000

/** Milliseconds that answers on the disk are read as of one moment. */
export const longestReading = 10

/** Kept answers that are removed at once when there is no room, and the share of the free disk that they may take. */
export const answersRemoved = 100
export const shareOfDisk = 4
