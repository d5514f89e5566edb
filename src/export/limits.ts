/** The bounds of an export. */

/** Articles that are read in one question: their bodies are read one after another. */
export const articlesAtOnce = 200

/** Foreign files that an error names. */
export const mostNamed = 5

/** Bytes of a file beside an article that are in memory at once. */
export const copiedAtOnce = 1_000_000
