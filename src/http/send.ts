import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Variant } from './representation.ts'

/** Lists of field names as one, each name once. */
export const joinVary = (...lists: unknown[]): string => {
  const names = lists.flatMap((list) => (typeof list === 'string' ? list.split(',') : []))
  return [...new Map(names.map((name) => [name.trim().toLowerCase(), name.trim()])).values()].join(', ')
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

const flatOf = (status: 200 | 304, { ok, notModified }: Variant): string[] =>
  status === 200 ? ok : notModified

/** Writes a variant on the bare response: the least work. */
export const writeVariant = (response: ServerResponse, status: 200 | 304, variant: Variant): void => {
  response.writeHead(status, flatOf(status, variant))
  response.end(status === 200 ? variant.bytes : undefined)
}

/** Sends a variant by Fastify: headers that hooks have set stay, and the hooks of the answer run. */
export const sendVariant = (reply: FastifyReply, status: 200 | 304, variant: Variant): FastifyReply => {
  addHeaders(reply, flatOf(status, variant))
  return reply.code(status).send(status === 200 ? variant.bytes : undefined)
}
