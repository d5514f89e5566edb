/** The bounds of an article and of the help with one. Lengths are in UTF-16 units. */

/** A title, name or heading is one line of a page. */
export const longestLine = 500

/** An id stands in addresses: in bytes of UTF-8, each of which may be three characters there. */
export const longestId = 200

/** An id that is made here, in characters and in bytes; shorter, so that "-2" and the like still fit. */
export const longestMadeId = 80
export const mostMadeBytes = 180

/** An alias of an article or section, and how many one has: they stand in every list of articles. */
export const longestAlias = 500
export const mostAliases = 100

/** Some browsers, proxies and search engines refuse longer addresses. */
export const longestAddress = 2000

/** More marks on one letter than any orthography has (UAX #15 §13); to order many more takes quadratic time. */
export const mostCombining = 30

/** An object with more unknown keys is of another kind: what each was meant for says nothing. */
export const mostExplainedKeys = 20

/** How many of those keys are cited, and how much of each. */
export const mostCitedKeys = 5
export const longestCitedKey = 60

/** How many names an error lists: more help nobody to find theirs, and cost every such request. */
export const mostAvailable = 100

/** Nobody types a longer name, and comparing two takes the product of their lengths. */
export const longestName = 100

/** No language has a longer name or tag. */
export const longestLanguage = 50

/** Lists in lists: more levels than a page has room for; a file may not be nested deeper either. */
export const deepestList = 32

/** Characters of a revision, of six bits each: no two that an article ever has are equal. */
export const revisionLength = 20

/** Cells of the tables of an article, those that short rows leave out among them. */
export const mostCells = 50_000

/** Facts that are not maqal's stand in every list of articles: how deep they may be, and how long as JSON. */
export const deepestMeta = 8
export const longestMeta = 10_000
