/** Ranges of bytes: RFC 9110 §14. */

/** The first byte and how many there are. */
export type ByteRange = { start: number; length: number }

const single = /^bytes=[ \t]*(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))[ \t]*$/i

/**
 * The one range of bytes that a header asks for; 'none' where there is nothing at it, undefined where the header is not one
 * range: RFC 9110 §14.2 lets a server ignore it, and several ranges need a body of several parts, which few clients read.
 */
export const rangeIn = (header: string | undefined, size: number): ByteRange | 'none' | undefined => {
  const found = header === undefined ? null : single.exec(header)
  if (found === null) return undefined
  const [, first, last = '', suffix] = found
  if (first === undefined) {
    const length = Math.min(Number(suffix), size)
    return length === 0 ? 'none' : { start: size - length, length }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Number(last)
  // RFC 9110 §14.1.1: a range whose last byte is before its first is invalid.
  if (end < start && last !== '') return undefined
  return start >= size ? 'none' : { start, length: Math.min(end, size - 1) - start + 1 }
}
