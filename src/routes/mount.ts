import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nearest } from '../article/nearest.ts'
import { paths, type Site } from '../formats/site.ts'
import type { Cache } from '../http/cache.ts'
import type { SendFile } from '../http/files.ts'
import { endingIn } from '../http/freshness.ts'
import { Problem } from '../http/problem.ts'
import { sendRedirect } from '../http/send.ts'
import { encodeTarget, pathOf } from '../http/target.ts'
import { patternsOf } from './address.ts'
import { type Answering, createAnswer, hasResource } from './answer.ts'
import { createFileAnswer, isOfFile } from './files.ts'
import { createMatcher } from './match.ts'
import { Moved } from './moved.ts'
import type { World } from './represent.ts'
import type { Route } from './route.ts'

/** The error for a path that no route has. `known` are paths of routes. */
export const nothingHere = ({ base }: Site, path: string, known: readonly string[]): Problem => {
  const start = `/${path.split('/')[1] ?? ''}`
  const near = nearest(start, known)
  const { service, articles } = paths({ base })
  return new Problem('not-found', 'Nothing stands at this address.', {
    available: [service, articles],
    ...(near !== undefined && { didYouMean: base + near, suggestions: [base + near] }),
  })
}

/** Takes the prefix off a target. A segment of the prefix may be a parameter of the host, so its segments are counted. */
const createBelow = (prefix: string) => {
  const segments = prefix.replace(/\/+$/, '').split('/').length - 1
  const start = new RegExp(`^(?:/[^/?]*){${segments}}`)
  return (target: string): string => target.replace(start, '').replace(/^(?!\/)/, '/')
}

const lowerSegment = (segment: string): string => {
  const text = decodeURIComponent(segment)
  const lower = text.toLowerCase().normalize('NFC')
  return lower === text ? segment : encodeURIComponent(lower)
}

const lower = (path: string): string => path.split('/').map(lowerSegment).join('/')

/** The paths that were probably meant: without the slash at the end, in lower case and NFC, and both. */
const likelyPaths = (path: string): string[] => {
  const shorter = path.length > 1 ? path.replace(/\/$/, '') : path
  const candidates = new Set([shorter, lower(path), lower(shorter)])
  // Nobody who asks for `//` means the service itself.
  return [...candidates].filter((candidate) => candidate !== path && candidate !== '/')
}

type Mounted = Answering & {
  routes: readonly Route[]
  match: Match
  sendFile: SendFile
  /** What requests that name the token of previews are answered from; without it there is no such token. */
  preview?: World | undefined
}

/** Finds what an address has a pattern of. */
export const createMatch = (routes: readonly Route[]) => createMatcher(routes.flatMap(patternsOf))

type Match = ReturnType<typeof createMatch>

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Answers paths below a prefix from one world. What is not found is redirected to a path that was probably meant. */
const createHandler = (prefix: string, { routes, match, sendFile, ...answering }: Mounted): Handler => {
  const { world, now = Date.now } = answering
  const answer = createAnswer(answering)
  const answerFile = createFileAnswer(world, sendFile, now)
  const below = createBelow(prefix)
  const { article: articlePath } = paths({ base: '' })
  const known = routes.flatMap(({ kind, path }) =>
    kind === 'asset' || path === '/' || path.includes(':') ? [] : [path],
  )

  /** Answers a path, or throws Moved with the path at which it is answered. */
  const answerAt = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { path, target }: { path: string; target: string },
  ): Promise<FastifyReply> => {
    try {
      const matched = match(path)
      if (matched !== undefined) return await answer(request, reply, { ...matched, target })
      const { moved } = await world.library.moved(decodeURIComponent(path))
      if (moved === null || moved === 'deleted') throw nothingHere(world.site, path, known)
      throw new Moved(articlePath(moved.article))
    } catch (error) {
      if (!(error instanceof Problem) || error.problem !== 'not-found') throw error
      for (const likely of likelyPaths(path)) {
        const matched = match(likely)
        if (matched !== undefined && (await hasResource(matched, world))) throw new Moved(likely)
      }
      throw error
    }
  }

  /** A redirect is kept no longer than what it leads to is there for certain. */
  const redirect = async (reply: FastifyReply, to: string): Promise<FastifyReply> => {
    const { due } = await world.library.moved('')
    const cacheControl = endingIn(world.cacheControl, due - now())
    return sendRedirect(reply, to, { cacheControl, origins: world.origins })
  }

  return async (request, reply) => {
    const target = below(pathOf(request.raw.url ?? ''))
    const path = target.split('?', 1)[0] ?? ''
    if (isOfFile(path)) return answerFile(request, reply, path)
    try {
      return await answerAt(request, reply, { path, target })
    } catch (error) {
      if (!(error instanceof Moved)) throw error
      const query = target.slice(path.length)
      return redirect(reply, world.site.base + encodeTarget(error.path + query))
    }
  }
}

/** Keeps nothing: a preview is made for each request. */
const withoutKeeping = (cache: Cache): Cache => ({
  ...cache,
  find: () => undefined,
  keep: () => undefined,
  learn: () => {},
})

/** Answers every GET and HEAD below the prefix of a server. Those with the token of previews were let in already. */
export const mount = (app: FastifyInstance, mounted: Mounted): void => {
  const { preview, cache } = mounted
  const answerPublic = createHandler(app.prefix, mounted)
  const answerPreview =
    preview &&
    createHandler(app.prefix, { ...mounted, world: preview, cache: withoutKeeping(cache), disk: undefined })

  const handler: Handler = (request, reply) =>
    answerPreview === undefined || request.headers.authorization === undefined
      ? answerPublic(request, reply)
      : answerPreview(request, reply)

  // Not Fastify's own HEAD, which would give a 304 a length.
  for (const url of ['/', '/*']) app.route({ method: ['GET', 'HEAD'], url, exposeHeadRoute: false, handler })
}
