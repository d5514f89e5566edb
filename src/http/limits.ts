/** The bounds of requests, answers and connections. Lengths are in characters, sizes in bytes, times in milliseconds. */

/** An address; the whole head of a request has 16 KB. */
export const longestTarget = 8000

/** The `instance` of a problem: an address of 8,000 characters is not sent back whole. */
export const longestInstance = 200

/** What the page of an error searches for, which are the words of a wrong address. */
export const longestSuggestedSearch = 100

/** For how many headers it is remembered what they chose, and how long these are: browsers of one make send the same. */
export const mostHeaders = 256
export const longestHeader = 512

/** The smallest body that is sent in a coding: with a smaller one it would save less than a packet. */
export const leastCoded = 1024

/** Spellings of an address that the cache knows besides the canonical one. */
export const mostSpellings = 8

/** What is copied and digested in one step, which takes a tenth of a millisecond. */
export const stepLength = 65_536

/** Bodies that may wait to be compressed: what one core compresses in some 20 ms. */
export const longestQueue = 1_000_000

/** Seconds in which a browser need not ask again whether it may read answers: a day. */
export const preflightAge = 86_400

/** Between two looks for silent connections while the server closes. */
export const sweepInterval = 25

/** Turns of the event loop without a new connection, after which none is waiting to be accepted. */
export const calmTurns = 10

/** How long an answer is held back while the server closes. */
export const longestHold = 250

/** What of a file is in memory for one download. */
export const partLength = 65_536

/** What of small files is kept in memory: those that fit into one part. */
export const mostSmallBytes = 8_000_000

/** Downloads of files that do not fit into one part: each holds up to three parts. */
export const mostDownloads = 1000

/** How long a download waits for its client to read on. */
export const longestStall = 60_000

/** Milliseconds until an answer is kept on the disk, and how many are kept at once: copying them takes some 15 µs each. */
export const keepPause = 50
export const mostKeptAtOnce = 100

/** Bytes of a body that is read from its coding, which takes some 0.1 ms for 16 KB; the longer ones are kept beside it. */
export const longestDecoded = 65_536

/** Addresses that were answered from the disk lately, of which one that is asked again comes into memory. */
export const recentAddresses = 16_384

/** What answers on the disk have alike is parsed once, and so many kinds of it are remembered: some 1 KB each. */
export const mostFacts = 200

/** Answers that wait to be kept on the disk: they are held in memory meanwhile. */
export const mostWaiting = 1000
