/** What is read of a file at most. Each bound limits the time and memory that one file can cost. */

/** Bytes of a JSON file, and of a text or page to import. */
export const largestText = 5_000_000

/** Items of the lists of a JSON file, more than any article has, and its keys: all are checked within a second. */
export const mostItems = 25_000
export const mostKeys = 150_000

/** UTF-16 units of a text whose error is explained, which takes 60 times its size in memory. */
export const longestExplained = 1_000_000

/** Bytes of a Markdown file: the tree and its places take ten times the time and memory of JSON. */
export const largestMarkdown = 1_500_000

/** Deeper than any article needs; a tree within it cannot exhaust the stack of what walks it. */
export const deepest = 32

/** Lines, list and quote markers and inline signs of a Markdown file, those that take longer several times: 20 µs each. */
export const mostSigns = 50_000

/** Lines and signs of one paragraph. Delimiters are paired by looking back, so time grows with their square: 20 ns each. */
export const mostInParagraph = 5000

/** The squares of all paragraphs together, and the closing brackets of a file by its link definitions. */
export const mostPairs = mostInParagraph ** 2

/** Characters that micromark scans for the ends of comments, code and link titles that do not end soon. 50 ns each. */
export const mostScanned = 10_000_000

/** Characters of front matter, and of the words and signs in it; each of the latter takes 10 µs. */
export const longestFront = 200_000
export const mostFrontTokens = 20_000

/** UTF-16 units of a block of attributes: what looks for its end gives up there. */
export const longestAttributes = 2000

/** UTF-16 units of a tag of a template, such as `{{< figure … >}}`: what looks for its end gives up there. */
export const longestTemplate = 4000

/** Colons of a line that ends a block of fewer: a longer line is compared with blocks of as many and of up to this. */
export const mostColons = 16

/** Tags of HTML in Markdown that are open at once: marks of text are begun anew in each block, and others looked through. */
export const mostOpenTags = 64
export const mostOpenMarks = 8

/** A file with more faults than this is most likely of another kind: the first are enough to tell. */
export const mostFaults = 50

/** Warnings do not keep a file from being served, and many may be meant: more of them are shown. */
export const mostWarnings = 200

/** UTF-16 units of a key or value that a message cites, and of a message. */
export const longestCited = 100
export const longestMessage = 600

/** How many faults of a file get a hint that takes milliseconds to find. */
export const mostSuggested = 20

/** Warnings of invisible characters in one file. */
export const mostInvisible = 20

/** Paths of one article that are looked for in its folder, each for some 20 µs. */
export const mostReferences = 2000

/** Lines of a file in which misplaced front matter is looked for. */
export const mostFrontLines = 60

/** Patterns of `maqal.yaml`, their length, and their wildcards: `*` and `?` in a name, and `**`. */
export const mostGlobs = 100
export const longestGlob = 200
export const mostWildcards = 3
export const mostGlobstars = 2

/** Folders that `maqal.yaml` names for files: a path that is in none is looked for in each. */
export const mostFolders = 10

/** Words of the synonyms of `maqal.yaml`, those of one group, and the UTF-16 units of one: each is compared with queries. */
export const mostSynonyms = 2000
export const mostInGroup = 20
export const longestSynonym = 100

/** UTF-16 units of a text by which its language is guessed. */
export const longestGuessed = 20_000
/** Links in double brackets of one stretch of text. */
export const mostWiki = 1000

/** How often a text is mended and judged again: a mended part may show what else is wrong. */
export const mostMendRounds = 8
