import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { headersOf } from './headers.ts'
import { notModifiedIn, type Variant } from './representation.ts'

/** Joins lists of field names, each name once. */
export const joinVary = (...lists: unknown[]): string => {
  const names = lists.flat().flatMap((list) => (typeof list === 'string' ? list.split(',') : []))
  const all = new Map(names.map((name) => [name.trim().toLowerCase(), name.trim()]))
  all.delete('')
  return [...all.values()].join(', ')
}

/**
 * Adds a flat list of names and values to a reply, in its order. A `Vary` that is there already is kept beside the one
 * that is added.
 */
export const addHeaders = (reply: FastifyReply, flat: readonly string[]): void => {
  for (let index = 0; index < flat.length; index += 2) {
    const [name = '', value = ''] = flat.slice(index, index + 2)
    const before = reply.getHeader(name)
    void reply.removeHeader(name).header(name, name === 'vary' ? joinVary(value, before) : value)
  }
}

/** What goes out: `headers` is a flat list, and a 304 has no bytes. */
export type Answer = { status: 200 | 304; headers: readonly string[]; bytes: Buffer | undefined }

/** A variant as an answer, with the headers that only this request gets. */
export const answerWith = (status: 200 | 304, variant: Variant, more: readonly string[]): Answer => {
  const headers = status === 200 ? variant.ok : notModifiedIn(variant)
  return {
    status,
    headers: more.length === 0 ? headers : [...headers, ...more],
    bytes: status === 200 ? variant.bytes : undefined,
  }
}

/** Writes an answer on Node's own response, with the least work. */
export const writeAnswer = (response: ServerResponse, { status, headers, bytes }: Answer): void => {
  response.writeHead(status, headers as string[])
  response.end(bytes)
}

/** Sends an answer by Fastify: headers that hooks have set stay, and the hooks of the answer run. */
export const sendAnswer = (reply: FastifyReply, { status, headers, bytes }: Answer): FastifyReply => {
  addHeaders(reply, headers)
  return reply.code(status).send(bytes)
}

type Shared = { cacheControl: string; origins: readonly string[] }

/** Sends a permanent redirect, which may be kept as long as an answer. */
export const sendRedirect = (
  reply: FastifyReply,
  to: string,
  { cacheControl, origins }: Shared,
): FastifyReply => {
  addHeaders(reply, ['location', to, 'content-length', '0'])
  addHeaders(reply, headersOf({ cacheControl, vary: '', links: [], origins }))
  return reply.code(308).send()
}
