import type { Duplex } from 'node:stream'

/** What is used of Node's parser: it calls back with the parts of a head when the head is whole. */
type Parser = {
  constructor: { kOnHeadersComplete: number }
  execute: (bytes: Buffer) => unknown
  [callback: number]: unknown
}

/** The number of HEAD in Node's parser, llhttp. */
const head = 2

/** Skips the body that a head may announce. */
const skipBody = 2

/** Ends a head at the beginning of a line and inside a path, a name or a value. */
const endOfHead = Buffer.from('x:\r\n\r\n')

/**
 * Whether a request of which only the beginning came is a HEAD, whose answer has no body (RFC 9110 §9.3.2). Node tells
 * nothing of it and keeps none of its bytes; but its parser knows the method, and tells it with the end of a head. The
 * connection can read nothing after this. False where the beginning ends inside another word.
 */
export const isHalfHead = (socket: Duplex): boolean => {
  const parser = 'parser' in socket ? (socket.parser as Parser | null) : null
  if (parser === null) return false
  const { kOnHeadersComplete } = parser.constructor
  const before = parser[kOnHeadersComplete]
  let method: number | undefined
  parser[kOnHeadersComplete] = (_major: number, _minor: number, _headers: unknown, found: number) => {
    method = found
    return skipBody
  }
  parser.execute(endOfHead)
  // Parsers are used again.
  parser[kOnHeadersComplete] = before
  return method === head
}
