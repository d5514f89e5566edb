import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nearest } from '../article/nearest.ts'
import { paths, type Site } from '../formats/site.ts'
import type { createAnswer } from '../http/answer.ts'
import { Problem } from '../http/problem.ts'
import { encodeTarget, pathOf } from '../http/target.ts'
import type { Library } from '../library/library.ts'
import { findLikelyPath } from './redirect.ts'
import { createRouter, type Route } from './route.ts'

type Answering = Pick<ReturnType<typeof createAnswer>, 'handler' | 'redirect'>
type World = Answering & { library: Library; site: Site }

/** What is said of a path that no route has. `known` are paths that there are. */
export const nothingHere = ({ base }: Site, path: string, known: readonly string[]): Problem => {
  const start = `/${path.split('/')[1] ?? ''}`
  const near = nearest(start, known)
  const { service, articles } = paths({ base })
  return new Problem('not-found', 'Nothing stands at this address.', {
    available: [service, articles],
    ...(near !== undefined && { didYouMean: base + near, suggestions: [base + near] }),
  })
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
  const known = routes.flatMap(({ kind, path }) =>
    kind === 'asset' || path === '/' || path.includes(':') ? [] : [path],
  )

  const isThere = async (path: string): Promise<boolean> => {
    const found = match(path)
    return found !== undefined && (await found.value.has(found.params))
  }

  const answer = (path: string, request: FastifyRequest, reply: FastifyReply) => {
    const found = match(path)
    if (found === undefined) throw nothingHere(world.site, path, known)
    return found.value.answer(request, reply, found.params)
  }

  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const target = pathOf(request.raw.url ?? '')
    const path = pathBelow(target)
    try {
      return await answer(path, request, reply)
    } catch (error) {
      if (!(error instanceof Problem) || error.problem !== 'not-found') throw error
      const likely = await findLikelyPath(path, isThere)
      if (likely === undefined) throw error
      return world.redirect(reply, world.site.base + likely + encodeTarget(queryIn(target)))
    }
  }

  // Not Fastify's own HEAD, which would give a 304 a length.
  for (const url of ['/', '/*']) app.route({ method: ['GET', 'HEAD'], url, exposeHeadRoute: false, handler })
}
