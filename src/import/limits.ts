/** What `maqal import` reads at most. Each bound limits the time and memory that one document can cost. */

/** Bytes of a page in which its charset is looked for: some write it after 58,000 bytes of scripts. */
export const longestPageHead = 200_000

/**
 * Tags of a page, elements that the parser makes of them (it repeats open formatting in each paragraph), the depth of
 * elements, and lines: no page of one article has more.
 */
export const mostTags = 20_000
export const mostTagSigns = 50_000
export const mostLines = 100_000
export const deepestPage = 256
export const mostPageElements = 40_000

/** Attributes of one element of a page: setting them takes quadratic time. */
export const mostTagAttributes = 500

/**
 * The depths of all elements of a page, added up. Readability reads the text of each element again for those around it:
 * its time is proportional to this. Of 569 real pages the largest has 113,908 and the deepest is of 51 levels.
 */
export const heaviestPage = 400_000

/** Marks of one paragraph of a page: more are those of a menu or of a page in which each word is a link. */
export const mostMarks = 200

/**
 * Characters under which Readability looks again with looser rules, and in the end takes the longest of what it found.
 * With fewer, a newsletter box is taken for the article.
 */
export const shortestArticle = 500

/** Characters of a paragraph outside of the article that may belong to it: shorter ones are of menus and lists. */
export const shortestProse = 80

/** How many times as long as the article that was found its text in JSON-LD is where much was left out. */
export const mostLongerBody = 1.5

/** JSON-LD that is looked through for articles: its depth and its objects. */
export const deepestData = 12
export const mostData = 5000

/** Elements that are looked through for the authors of an article. */
export const mostAuthors = 20

/** Bytes of a Word document, which may carry its pictures. */
export const largestWord = 20_000_000

/** Files of a zip archive, and the bytes that they unpack to. */
export const mostZipped = 5000
export const largestUnpacked = 50_000_000

/**
 * What the XML of a Word document may hold in all its parts, styles and lists too, counted before any of it is parsed. A
 * report of 47,000 words has 450,000 elements and 600,000 attributes, and 43,000 paragraphs, cells and runs of text. What
 * is at these bounds takes at most 5 s and 800 MB.
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
