import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { paths, type Site } from '../formats/site.ts'
import type { createAnswer } from '../http/answer.ts'
import { Problem } from '../http/problem.ts'
import { encodeTarget } from '../http/target.ts'
import type { Library } from '../library/library.ts'
import { findLikelyPath } from './redirect.ts'
import { createRouter, type Route } from './route.ts'

type Answering = Pick<ReturnType<typeof createAnswer>, 'handler' | 'redirect'>
type World = Answering & { library: Library; site: Site }

/** What is said of an address that no route has. */
export const nothingHere = (site: Site): Problem => {
  const { service, articles } = paths(site)
  return new Problem('not-found', 'Nothing stands at this address.', { available: [service, articles] })
}

const queryIn = (url: string): string => {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start)
}

/** The path of an address below a prefix. A segment of the prefix may be a parameter of the host, so they are counted. */
const createPathBelow = (prefix: string) => {
  const depth = prefix.replace(/\/+$/, '').split('/').length
  return (url: string): string => `/${(url.split('?', 1)[0] ?? '').split('/').slice(depth).join('/')}`
}

/** Answers every GET and HEAD below the prefix of a server. */
export const mount = (app: FastifyInstance, routes: readonly Route[], world: World): void => {
  const match = createRouter(routes, world)
  const pathBelow = createPathBelow(app.prefix)

  const isThere = async (path: string): Promise<boolean> => {
    const found = match(path)
    return found !== undefined && (await found.value.has(found.params))
  }

  const answer = (path: string, request: FastifyRequest, reply: FastifyReply) => {
    const found = match(path)
    if (found === undefined) throw nothingHere(world.site)
    return found.value.answer(request, reply, found.params)
  }

  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = pathBelow(request.raw.url ?? '')
    try {
      return await answer(path, request, reply)
    } catch (error) {
      if (!(error instanceof Problem) || error.problem !== 'not-found') throw error
      const likely = await findLikelyPath(path, isThere)
      if (likely === undefined) throw error
      return world.redirect(reply, world.site.base + likely + encodeTarget(queryIn(request.originalUrl)))
    }
  }

  // Not Fastify's own HEAD, which would give a 304 a length.
  for (const url of ['/', '/*']) app.route({ method: ['GET', 'HEAD'], url, exposeHeadRoute: false, handler })
}
