/** Result codes of SQLite: https://sqlite.org/rescode.html */
export const busy = new Set([5, 6])
export const damaged = new Set([11, 26])

/** For a disk that is read-only, fails or is full, or a file that cannot be opened. */
const ofDisk = new Set([8, 10, 13, 14])

/** The result code of an error of SQLite, without its extension; -1 for any other error. */
export const resultOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : -1

export const isOfDisk = (error: unknown): boolean => ofDisk.has(resultOf(error))
