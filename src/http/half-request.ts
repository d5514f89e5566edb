import type { Duplex } from 'node:stream'

/** The part of Node's parser that is used here: it calls back when a head is whole. */
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
 * Whether a request that did not arrive whole is a HEAD, whose answer has no body (RFC 9110 §9.3.2). Node keeps none of
 * its bytes, but its parser knows the method and reports it at the end of a head. The connection can read nothing after
 * this. False where the request breaks off inside another word.
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
  // Node uses the parser again, for another connection.
  parser[kOnHeadersComplete] = before
  return method === head
}
