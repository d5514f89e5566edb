import type { FastifyReply, FastifyRequest } from 'fastify'
import { paths } from '../formats/site.ts'
import type { SendFile } from '../http/files.ts'
import { endingIn } from '../http/freshness.ts'
import { Problem } from '../http/problem.ts'
import { sendRedirect } from '../http/send.ts'
import type { World } from './represent.ts'

/** RFC 9110 §4.2.3: percent-encoded or not, a name is the same. */
const fileAt = (path: string): { hash: string; name: string } | undefined => {
  const [, hash, name] = /^\/files\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  return hash === undefined || name === undefined ? undefined : { hash, name: decodeURIComponent(name) }
}

/** Whether an address is of a file. */
export const isOfFile = (path: string): boolean => path.startsWith('/files/')

/**
 * Makes the function that answers for a file. Its address names a digest, by which the library knows its path: no path comes
 * from the client. Another name after the digest leads to the right one.
 */
export const createFileAnswer = (world: World, send: SendFile, now: () => number) => {
  const { library, site, cacheControl, origins } = world
  return async (request: FastifyRequest, reply: FastifyReply, path: string): Promise<FastifyReply> => {
    const asked = fileAt(path)
    const isHash = asked !== undefined && /^[\da-f]{16}$/.test(asked.hash)
    const { files, due } = isHash ? await library.filesWith(asked.hash) : { files: [], due: Infinity }
    const left = due - now()
    const [first, ...others] = files
    if (asked === undefined || first === undefined) {
      const { service, articles } = paths(site)
      throw new Problem('not-found', 'There is no such file.', { available: [service, articles] })
    }
    const named = files.find(({ name }) => name === asked.name)
    if (named === undefined)
      return sendRedirect(reply, paths(site).file(first.hash, first.name), {
        cacheControl: endingIn(cacheControl, left),
        origins,
      })
    const same = [first, ...others].filter((file) => file !== named)
    return send(request, reply, { files: [named, ...same], left })
  }
}
