import { createHash } from 'node:crypto'
import { stepLength } from './limits.ts'

/** The bytes of a representation, and their digest: base64url, of SHA-256. */
export type Body = { bytes: Buffer; digest: string }

/** The bytes in memory of their own. A Buffer in shared memory keeps all of that memory from being freed. */
export const owned = (bytes: Buffer): Buffer => {
  if (bytes.length === bytes.buffer.byteLength) return bytes
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}

/** The body of a text or of bytes, in one go. */
export const bodyOf = (content: string | Buffer): Body => {
  const bytes = owned(typeof content === 'string' ? Buffer.from(content) : content)
  return { bytes, digest: createHash('sha256').update(bytes).digest('base64url') }
}

/** Short pieces are joined before they are encoded. */
const encode = function* (texts: Iterable<string>): Generator<void, Buffer[], void> {
  const chunks: Buffer[] = []
  let text = ''
  for (const piece of texts) {
    text += piece
    if (text.length >= stepLength) {
      chunks.push(Buffer.from(text))
      text = ''
    }
    yield
  }
  chunks.push(Buffer.from(text))
  return chunks
}

const join = function* (chunks: Buffer[]): Generator<void, Buffer, void> {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return owned(only)
  const bytes = Buffer.allocUnsafeSlow(chunks.reduce((sum, { length }) => sum + length, 0))
  let length = 0
  for (const chunk of chunks) {
    length += chunk.copy(bytes, length)
    yield
  }
  return bytes
}

/** The body of a text that comes in pieces, step by step. */
export const bodyIn = function* (texts: Iterable<string>): Generator<void, Body, void> {
  const bytes = yield* join(yield* encode(texts))
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += stepLength) {
    hash.update(bytes.subarray(at, at + stepLength))
    yield
  }
  return { bytes, digest: hash.digest('base64url') }
}
