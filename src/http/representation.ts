import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Coding } from './negotiate.ts'

/** The bytes of a representation in one coding, and the headers of its 200 and its 304 as flat lists. */
export type Variant = { coding: Coding; etag: string; bytes: Buffer; ok: string[]; notModified: string[] }

/** One resource in one format, made once. */
export type Representation = {
  identity: Variant
  /** Made when first asked for, each at most once. */
  coded: Partial<Record<Coding, Promise<Variant> | Variant>>
  /** The headers but for those of the coding. */
  headers: string[]
  contentType: string
  /** The article it shows; null where it may change with any article. */
  article: string | null
  /** Whether it may be answered from again. */
  isKept: boolean
  /** Whether a coding would gain nothing. */
  isCompressed: boolean
  bytes: number
}

/** A body smaller than this goes as it is: a coding would save less than a packet. */
const worthCoding = 1024

const brotli = promisify(brotliCompress)
const deflate = promisify(gzip)

/** Off the event loop. Brotli at 5, which takes less than a millisecond an article where 11 takes tens. */
const encode = (bytes: Buffer, coding: Coding): Promise<Buffer> =>
  coding === 'br'
    ? brotli(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 5,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      })
    : deflate(bytes, { level: 6 })

/** RFC 9110 §8.8.3: strong, from the bytes alone, so that every replica gives the same. */
const tagOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 27)

type Parts = Pick<Representation, 'headers' | 'contentType'>

const variantOf = ({ headers, contentType }: Parts, tag: string, coding: Coding, bytes: Buffer): Variant => {
  const etag = coding === 'identity' ? `"${tag}"` : `"${tag}-${coding}"`
  const notModified = ['etag', etag, ...headers]
  const ok = ['content-type', contentType, 'content-length', String(bytes.length), ...notModified]
  if (coding !== 'identity') ok.push('content-encoding', coding)
  return { coding, etag, bytes, ok, notModified }
}

type Made = Parts & Pick<Representation, 'article' | 'isKept' | 'isCompressed'> & { body: string | Buffer }

/** A representation of a body. `headers` are all but those that depend on the coding, as a flat list. */
export const represent = ({ body, ...made }: Made): Representation => {
  const bytes = Buffer.from(body)
  const identity = variantOf(made, tagOf(bytes), 'identity', bytes)
  return { ...made, identity, coded: {}, bytes: bytes.length }
}

export const isWorthCoding = ({ identity, isCompressed }: Representation): boolean =>
  !isCompressed && identity.bytes.length >= worthCoding

/** The variant in a coding: at once if it was made before. */
export const variant = (
  made: Representation,
  coding: Coding,
  onMade: () => void,
): Promise<Variant> | Variant => {
  if (coding === 'identity') return made.identity
  const known = made.coded[coding]
  if (known !== undefined) return known
  const tag = made.identity.etag.slice(1, -1)
  const making = encode(made.identity.bytes, coding).then((bytes) => {
    const ready = variantOf(made, tag, coding, bytes)
    made.coded[coding] = ready
    made.bytes += bytes.length
    onMade()
    return ready
  })
  made.coded[coding] = making
  return making
}
