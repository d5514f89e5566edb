import { type Body, bodyOf, owned } from './body.ts'
import type { Compressed, Compressor } from './compress.ts'
import { cacheControlIn, headersEndingIn, reachOf } from './freshness.ts'
import { leastCoded } from './limits.ts'
import type { Coding } from './negotiate.ts'

/** The bytes of a representation in one coding, and the headers of its 200 as a flat list. */
export type Variant = { coding: Coding; etag: string; bytes: Buffer; ok: string[] }

/** One resource in one format, made once. */
export type Representation = {
  /** The name of the format. */
  format: string
  identity: Variant
  /** Made when first asked for. */
  coded: Partial<Record<Compressed, Variant>>
  /** Those that are being made, each once for all who wait for it. */
  coding: Record<Compressed, Promise<Variant> | undefined>
  /** The headers that do not depend on the coding. */
  headers: string[]
  contentType: string
  /** The article it shows; null where it may change with any article. */
  article: string | null
  /** When it may be another though no file changes: milliseconds since 1970, or never. */
  due: number
  /** Milliseconds that caches may use it. */
  reach: number
  /** The revision of that article. */
  revision?: string | undefined
  /** Whether it may be answered from again. */
  isKept: boolean
  /** Whether a coding would gain nothing. */
  isCompressed: boolean
  /** The parameters of its own path, where other paths lead to it too. */
  params?: Record<string, string> | undefined
}

/** RFC 9110 §8.8.3: strong, from the bytes alone, so that every replica gives the same. */
const tagOf = ({ digest }: Body): string => `"${digest.slice(0, 27)}"`

type Parts = Pick<Representation, 'headers' | 'contentType'>

/** The entity tag of a coding, by that of the identity. */
const tagFor = (tag: string, coding: Coding): string =>
  coding === 'identity' ? tag : `${tag.slice(0, -1)}-${coding}"`

const notModifiedOf = ({ headers }: Pick<Parts, 'headers'>, etag: string): string[] => [
  'etag',
  etag,
  ...headers,
]

/** Headers of the body, before those that a 304 has as well, and after them. */
const [before, after] = [4, 2]

/** The headers of the 304 of a variant as a flat list. */
export const notModifiedIn = ({ ok, coding }: Variant): string[] =>
  ok.slice(before, coding === 'identity' ? undefined : -after)

/** The variant of bytes. `tag` is the entity tag of the identity. */
export const variantOf = (
  parts: Parts,
  tag: string,
  { coding, bytes }: Pick<Variant, 'coding' | 'bytes'>,
): Variant => {
  const etag = tagFor(tag, coding)
  const ofBody = ['content-type', parts.contentType, 'content-length', String(bytes.length)]
  const ofCoding = coding === 'identity' ? [] : ['content-encoding', coding]
  return { coding, etag, bytes, ok: [...ofBody, ...notModifiedOf(parts, etag), ...ofCoding] }
}

type Made = Parts &
  Pick<Representation, 'format' | 'article' | 'revision' | 'isKept' | 'isCompressed' | 'params'> & {
    due?: number
    body: string | Buffer | Body
  }

const noCoding = (): Representation['coding'] => ({ br: undefined, gzip: undefined })

/** A representation of a body. `headers` are all but those that depend on the coding, as a flat list. */
export const representationOf = ({ body, due = Infinity, ...made }: Made): Representation => {
  const content = typeof body === 'string' || Buffer.isBuffer(body) ? bodyOf(body) : body
  const identity = variantOf(made, tagOf(content), { coding: 'identity', bytes: content.bytes })
  const reach = reachOf(cacheControlIn(made.headers))
  return { ...made, due, reach, identity, coded: {}, coding: noCoding() }
}

type Restored = Omit<Made, 'body' | 'isKept' | 'due'> & {
  /** The entity tag of the identity. */
  tag: string
  /** The bytes of the codings that were made. */
  bytes: { coding: Coding; bytes: Buffer }[]
}

/** A representation that was made before, and never falls due. */
export const restoreRepresentation = ({ tag, bytes, ...made }: Restored): Representation | undefined => {
  const variants = bytes.map((one) => variantOf(made, tag, one))
  const identity = variants.find(({ coding }) => coding === 'identity')
  if (identity === undefined) return undefined
  const coded = Object.fromEntries(
    variants.flatMap((one) => (one.coding === 'identity' ? [] : [[one.coding, one]])),
  )
  const reach = reachOf(cacheControlIn(made.headers))
  return { ...made, due: Infinity, reach, identity, coded, coding: noCoding(), isKept: true }
}

export const isWorthCoding = ({
  identity,
  isCompressed,
}: Pick<Representation, 'identity' | 'isCompressed'>): boolean =>
  !isCompressed && identity.bytes.length >= leastCoded

/** The variant in a coding, if it was made before. */
export const madeVariant = (made: Representation, coding: Coding): Variant | undefined =>
  coding === 'identity' ? made.identity : made.coded[coding]

/** What a 304 says of a coding, which needs no bytes: its entity tag, and its headers as a flat list. */
export const validatorOf = (
  made: Representation,
  coding: Coding,
): { etag: string; notModified: string[] } => {
  const etag = tagFor(made.identity.etag, coding)
  return { etag, notModified: notModifiedOf(made, etag) }
}

/** Flat headers of a representation, so that no cache uses it when it is due. */
export const headersUntilDue = (
  { due, reach }: Representation,
  headers: readonly string[],
  now: number,
): readonly string[] => (due - now >= reach ? headers : headersEndingIn(headers, due - now))

/** Makes the variant in a coding. Rejects where the coding fails; the next request tries again. */
export const makeVariant = (
  made: Representation,
  coding: Compressed,
  { compress }: Compressor,
): Promise<Variant> => {
  const make = async (): Promise<Variant> => {
    try {
      const bytes = owned(await compress(made.identity.bytes, coding))
      made.coded[coding] = variantOf(made, made.identity.etag, { coding, bytes })
      return made.coded[coding]
    } finally {
      made.coding[coding] = undefined
    }
  }
  return (made.coding[coding] ??= make())
}

/** Bytes of memory besides the characters and the body: lists of headers, buffers' own objects. Measured. */
const overhead = { representation: 300, variant: 800 }

const sizeOfVariant = ({ bytes, etag }: Variant): number => overhead.variant + bytes.length + etag.length

/** About how many bytes of memory a representation holds. */
export const sizeOf = ({ identity, coded, headers }: Representation): number =>
  [identity, ...Object.values(coded)].reduce(
    (sum, variant) => sum + sizeOfVariant(variant),
    overhead.representation + headers.reduce((sum, text) => sum + text.length, 0),
  )
