/** The bounds of analysing texts and queries. Lengths are in UTF-16 units. */

/** The words of a query. */
export const mostWords = 32

/** A phrase of so many words, as a headline in quotes, may be searched for word by word. */
export const leastLoosened = 4

/** The words that synonyms add to a query. */
export const mostAddedWords = 60

/** What is read of a word, and the length of a term: a word of 5 MB is cut first. */
export const longestWord = 256
export const longestTerm = 64

/** Words of a language whose terms are kept in memory, and the length of the longest; slices up to the other length are copies. */
export const mostRemembered = 30_000
export const longestRemembered = 32
export const longestCopied = 12

/** Languages whose words are kept at once: an article may name any. */
export const mostLanguages = 10

/** Words of the texts that may be meant by the beginnings of a query, before all passages of what is found are looked through. */
export const mostBegunWords = 250

/** Articles, and UTF-16 units of them, that are read to know how a word is written: at most some 20 ms. */
export const mostSpelled = 20
export const mostSpelledUnits = 100_000

/** Tokens that are matched in one step: some 20 µs. */
export const tokensOfStep = 100

/** The text around a match that is shown: about three lines. */
export const excerptLength = 280

/** An excerpt looks so far for a space before it cuts a word. */
export const longestCutWord = 40
