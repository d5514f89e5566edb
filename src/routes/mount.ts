import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nearest } from '../article/nearest.ts'
import { paths, type Site } from '../formats/site.ts'
import { headersOf } from '../http/headers.ts'
import { Problem } from '../http/problem.ts'
import { addHeaders } from '../http/send.ts'
import { encodeTarget, pathOf } from '../http/target.ts'
import { createPatterns } from './address.ts'
import { type Answering, createAnswer, hasResource } from './answer.ts'
import { createMatcher } from './match.ts'
import { findLikelyPath } from './redirect.ts'
import type { World } from './represent.ts'
import type { Route } from './route.ts'

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

/** A permanent redirect, which may be kept as long as an answer. */
const redirect = (reply: FastifyReply, to: string, { cacheControl, origins }: World): FastifyReply => {
  addHeaders(reply, ['location', to, 'content-length', '0'])
  addHeaders(reply, headersOf({ cacheControl, vary: '', links: [], origins }))
  return reply.code(308).send()
}

type Mounted = Answering & { routes: readonly Route[] }

/** Answers every GET and HEAD below the prefix of a server. */
export const mount = (app: FastifyInstance, { routes, ...answering }: Mounted): void => {
  const { world } = answering
  const match = createMatcher(routes.flatMap(createPatterns()))
  const answer = createAnswer(answering)
  const pathBelow = createPathBelow(app.prefix)
  const known = routes.flatMap(({ kind, path }) =>
    kind === 'asset' || path === '/' || path.includes(':') ? [] : [path],
  )

  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const target = pathOf(request.raw.url ?? '')
    const path = pathBelow(target)
    try {
      const matched = match(path)
      if (matched === undefined) throw nothingHere(world.site, path, known)
      return await answer(request, reply, { ...matched, target })
    } catch (error) {
      if (!(error instanceof Problem) || error.problem !== 'not-found') throw error
      const likely = await findLikelyPath(path, async (other) => {
        const matched = match(other)
        return matched !== undefined && hasResource(matched, world)
      })
      if (likely === undefined) throw error
      return redirect(reply, world.site.base + likely + encodeTarget(queryIn(target)), world)
    }
  }

  // Not Fastify's own HEAD, which would give a 304 a length.
  for (const url of ['/', '/*']) app.route({ method: ['GET', 'HEAD'], url, exposeHeadRoute: false, handler })
}
