/** How many items a page of a list has where nobody asked for another number. */
export const usualLimit = 20

/** UTF-16 units of a text that a preview shows: more is cut off where previews are shown. */
export const previewLength = 200

/** How many headed sections an article has at least where its page has a table of contents. */
export const fewestContents = 3

/** How many entries a table of contents shows at most without a click: more would keep the text a screen away. */
export const mostOpenContents = 40

/** How many blocks of Markdown are printed in one step; other requests are answered between two steps. */
export const blocksOfStep = 10

/** How many open brackets are searched for the one that a closing bracket ends: UAX #9 BD16 has the same limit. */
export const mostOpenBrackets = 63
