/** What `maqal import` reads at most. Each bound limits the time and memory that one document can cost. */

/**
 * Tags of a page and the depth of its elements: no page of one article has more. Parsing takes quadratic time in the
 * signs that may begin or end a tag, and in lines.
 */
export const mostTags = 20_000
export const mostTagSigns = 50_000
export const mostLines = 100_000
export const deepestPage = 256

/** Marks of one paragraph of a page: more are those of a menu or of a page in which each word is a link. */
export const mostMarks = 200

/** Characters that make an article of a page. Readability asks for 500, which a short report in Chinese does not reach. */
export const shortestArticle = 140

/** Bytes of a Word document, which may carry its pictures. */
export const largestWord = 20_000_000

/** Files of a zip archive, and the bytes that they unpack to. */
export const mostZipped = 5000
export const largestUnpacked = 50_000_000

/**
 * What the XML of a Word document may hold in all its parts, styles and lists too, counted before any of it is parsed. A
 * report of 47,000 words has 450,000 elements and 600,000 attributes, and 43,000 paragraphs, cells and runs of text. What
 * is at these bounds takes at most 5 s and 720 MB.
 */
export const mostElements = 600_000
export const mostAttributes = 1_000_000
export const mostPieces = 150_000
export const largestXml = 20_000_000

/** Runs of one paragraph of a Word document: of one that has more only the text is read, for marks take quadratic time. */
export const mostRuns = 10_000

/** The depth of the elements of a Word document: a table in a table takes 10. */
export const deepestWord = 500

/** Styles that a style of Word is based on, one on another; Word's own go 4 deep. */
export const deepestStyle = 20

/** Tables in tables of a Word document: deeper ones are read as what their cells hold. */
export const deepestTable = 4

/** Columns of a table, as in Word. */
export const mostColumns = 63

/** The largest number that is written in letters before a paragraph in Word. */
export const largestNumber = 10_000

/** Notes of one import. */
export const mostNotes = 60

/** Characters of a text that a note cites. */
export const longestInNote = 60
