/** The bounds of the engine in PostgreSQL. */

/** Positions of a tsvector end at 16,383, and each of its words keeps 255; a row of terms ends before that. */
export const mostPositions = 16_000
export const mostOfTerm = 250

/** Bytes of the words of a tsvector: the most are 1 MB. */
export const mostTermBytes = 500_000

/** Terms that the next row of a text begins with again, so that phrases are found that stand on both. */
export const overlap = 64

/** Clauses of a search whose statement is prepared: with more there are thousands of them, of half a megabyte each for each connection. */
export const mostPrepared = 3

/** The words of a query that matches are ranked by. */
export const mostWeighed = 8

/** What is remembered of the words of a state: whether texts have them, each some 100 bytes. */
export const mostWordsKnown = 20_000

/** Ids of a change that are named; of a larger one every answer is dropped. Changes that are remembered. */
export const mostTouched = 1000
export const mostChanges = 1000

/** Rows that are deleted in one statement. */
export const rowsAtOnce = 5000

/** Connections to the database at once. */
export const mostDatabaseConnections = 8

/** Filters whose totals are remembered, and the longest of them. */
export const mostTotals = 500
export const longestFilter = 500

/** Words of texts that a writer remembers to have stored. */
export const mostStoredWords = 500_000

/** Bytes of a file beside an article in one row. */
export const bytesOfRow = 262_144

/** Milliseconds between two looks at the revision, and those that one may take. */
export const lookInterval = 500
export const probePatience = 2000

/** Milliseconds within which one of several hosts says what it is. */
export const hostPatience = 1000

/** How often a question is asked again that an older state has answered, as of a standby, and the milliseconds between. */
export const mostAskedAgain = 20
export const askedAgainAfter = 50

/** After so many changed articles the database counts its rows anew, by which it plans its questions. */
export const manyChanged = 500

/** The memory in which the search index of a first publish is made. */
export const indexMemory = '256MB'
