/** The bounds of an export. */

/** Articles that are read in one question: their bodies are read one after another. */
export const articlesAtOnce = 200

/** How often all is exported anew because the articles changed meanwhile: of the last time only what changed is written. */
export const mostExports = 5

/** Foreign files that an error names. */
export const mostNamed = 5

/** Bytes of a file beside an article that are in memory at once. */
export const copiedAtOnce = 1_000_000
