/** Sends the files beside articles: whole or in part, from the disk, as fast as the client reads. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileUse, ReadFilePart } from '../library/library.ts'
import { createCodingChoice, notAcceptable } from './choice.ts'
import { evaluate, isStrongMatch } from './conditional.ts'
import { endingIn } from './freshness.ts'
import { headersOf } from './headers.ts'
import { longestStall, mostDownloads, partLength } from './limits.ts'
import { Problem, unavailable } from './problem.ts'
import { type ByteRange, rangeIn } from './range.ts'
import { addHeaders } from './send.ts'
import { createSmallFiles } from './small-files.ts'

/** A drawing may hold scripts and load what it names; sandboxed it does neither, wherever it is opened. */
const policyOfDrawings = "sandbox; default-src 'none'; style-src 'unsafe-inline'"

/** The viewers of browsers for documents and films do not work below a policy. */
const policyOf = (type: string): string | null | undefined => {
  if (type === 'image/svg+xml') return policyOfDrawings
  return type.startsWith('image/') || type.startsWith('text/') ? undefined : null
}

const vary = 'Accept-Encoding'

/** The headers of a file as a flat list; `left` is how many milliseconds it is served for certain. */
export const headersOfFile = (
  { hash, type }: FileUse,
  origins: readonly string[],
  left: number,
): string[] => [
  'etag',
  `"${hash}"`,
  ...headersOf({
    cacheControl: endingIn('public, max-age=31536000, immutable', left),
    vary,
    links: [],
    origins,
    policy: policyOf(type),
    acceptRanges: 'bytes',
  }),
]

/** RFC 9110 §13.1.5: a range is of the representation that the client has the rest of, or else it gets the whole. */
const rangeOf = ({ method, headers }: FastifyRequest, { hash, bytes }: FileUse) => {
  const { range, 'if-range': ifRange } = headers
  if (method !== 'GET' || typeof range !== 'string') return undefined
  const isCurrent =
    ifRange === undefined || (typeof ifRange === 'string' && isStrongMatch(ifRange, `"${hash}"`))
  return isCurrent ? rangeIn(range, bytes) : undefined
}

/** The file has changed since its article was read, which is about to be read again. */
const changed = (): Problem => unavailable('The file is changing.')

/** The rest of a range after its first part. It fails, which cuts the connection, where the file has changed by then. */
const restOf = async function* (
  read: (part: ByteRange) => Promise<Buffer | undefined>,
  { start, length }: ByteRange,
  first: Buffer,
) {
  yield first
  for (let at = first.length; at < length; at += partLength) {
    const part = await read({ start: start + at, length: Math.min(partLength, length - at) })
    if (part === undefined) throw new Error('a file changed while it was sent')
    yield part
  }
}

/** Files that have the same bytes, and how many milliseconds they are served for certain. */
type FilesAsked = { files: readonly [FileUse, ...FileUse[]]; left: number }

type Parts = { readPart: ReadFilePart; origins: readonly string[] }

/** Makes the function that sends one of the files that have the same bytes. */
export const createFileSender = ({ readPart: readFromDisk, origins }: Parts) => {
  const readPart = createSmallFiles(readFromDisk)
  const { acceptsIdentity } = createCodingChoice()
  let downloads = 0

  /** The first part of a range, of the first file that is as its article found it. */
  const readFirst = async (files: readonly FileUse[], { start, length }: ByteRange) => {
    for (const file of files) {
      const first = await readPart(file, { start, length: Math.min(length, partLength) })
      if (first !== undefined) return { file, first }
    }
    throw changed()
  }

  /** Counts a download until it is over, and ends it where the client reads nothing for long. */
  const follow = ({ raw }: FastifyReply): void => {
    if (downloads >= mostDownloads) throw unavailable('Too many files are being sent.')
    downloads += 1
    raw.once('close', () => (downloads -= 1))
    raw.setTimeout(longestStall, () => raw.destroy())
  }

  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    { files, left }: FilesAsked,
  ): Promise<FastifyReply> => {
    const [about] = files
    if (!acceptsIdentity(request.raw.headers['accept-encoding']))
      throw notAcceptable('A file is sent without a coding alone.', ['identity'], vary)
    const status = evaluate(request.raw, `"${about.hash}"`)
    if (status === 412)
      throw new Problem('precondition-failed', 'The resource has changed: If-Match does not name its ETag.')
    const headers = headersOfFile(about, origins, left)
    if (status === 304) {
      addHeaders(reply, headers)
      return reply.code(304).send()
    }
    const range = rangeOf(request, about)
    if (range === 'none')
      throw new Problem('range-not-satisfiable', `The file has ${about.bytes} bytes.`, {
        headers: { 'content-range': `bytes */${about.bytes}` },
      })
    const asked = range ?? { start: 0, length: about.bytes }
    const isHead = request.method === 'HEAD'
    const { file, first } = await readFirst(files, isHead ? { start: 0, length: 1 } : asked)
    const { start, length } = asked
    const isLong = !isHead && first.length < length
    if (isLong) follow(reply)
    addHeaders(reply, ['content-type', about.type, 'content-length', String(length), ...headers])
    if (range !== undefined)
      void reply.header('content-range', `bytes ${start}-${start + length - 1}/${about.bytes}`)
    void reply.code(range === undefined ? 200 : 206)
    if (isHead) return reply.send()
    if (!isLong) return reply.send(first)
    const read = (part: ByteRange) => readPart(file, part)
    return reply.send(Readable.from(restOf(read, asked, first), { objectMode: false, highWaterMark: 1 }))
  }
}

export type SendFile = ReturnType<typeof createFileSender>
