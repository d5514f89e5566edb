/** The bounds of query parameters, and of the errors about them. */

/** Characters of a text to search for or to filter by. */
export const longestText = 500

/** Whole numbers of `page`, `limit` and `paragraphs`. */
export const lastPage = 1_000_000
export const largestPage = 100
export const mostParagraphs = 100

/** Names in `fields`: more than any resource has keys that a client could want by name. */
export const mostFields = 100

/** Unknown parameters that an error names. */
export const mostUnknown = 20

/** How often an answer is made again because the articles changed; after that, changes wait for it. */
export const mostRepeats = 3
