import cors from '@fastify/cors'
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import type { Fault } from './article/answers.ts'
import type { Config } from './config.ts'
import type { Site } from './formats/site.ts'
import { createAnswer } from './http/answer.ts'
import { createCache } from './http/cache.ts'
import { sendError } from './http/errors.ts'
import { pathOf, refusal } from './http/guard.ts'
import { exposed } from './http/headers.ts'
import { allow, Problem } from './http/problem.ts'
import { createGuardedServer, type Limits } from './http/server.ts'
import { sendParserError } from './http/socket.ts'
import type { Library } from './library/library.ts'
import { articleRoutes } from './routes/articles.ts'
import { assetRoutes } from './routes/assets.ts'
import { contractRoutes } from './routes/contract.ts'
import { feedRoutes } from './routes/feeds.ts'
import { addRoutes, type Route } from './routes/route.ts'
import { searchRoutes } from './routes/search.ts'
import { serviceRoutes } from './routes/service.ts'
import { valueRoutes } from './routes/values.ts'
import { version } from './version.ts'

type Parts = {
  library: Library
  config: Config
  logger?: FastifyServerOptions['logger']
  /** The faults of files that are refused, for readiness. */
  faults?: () => readonly Fault[]
}

const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

const siteOf = ({ PUBLIC_URL, HOST, PORT }: Config): Site => {
  const url = PUBLIC_URL ?? urlOf(HOST, PORT)
  return { base: new URL(url).pathname.replace(/\/$/, ''), url }
}

const aDay = 86_400

const limitsOf = (config: Config): Limits => ({
  headersTimeout: config.HEADERS_TIMEOUT,
  requestTimeout: config.REQUEST_TIMEOUT,
  keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT,
  maxRequestsPerSocket: config.MAX_REQUESTS_PER_SOCKET,
  maxConnections: config.MAX_CONNECTIONS,
})

/** Logs each request, where that is asked for, and says whether it is. */
const logRequests = (app: FastifyInstance): boolean => {
  if (app.log.level !== 'debug' && app.log.level !== 'trace') return false
  app.addHook('onResponse', (request, reply, done) => {
    const { method, originalUrl: url } = request
    request.log.debug({ method, url, status: reply.raw.statusCode, ms: reply.elapsedTime }, 'answered')
    done()
  })
  return true
}

const unused = (): never => {
  throw new Error('Routes have no schema of Fastify’s')
}

/** Queries are read by zod and answers are bytes: no route has a schema for Fastify's own compilers, which take long to load. */
const compilersFactory = {
  buildValidator: (): never => unused(),
  buildSerializer: (): never => unused(),
}

/** The server, ready to listen. It asks `library` and never changes it. */
export const buildApp = async ({
  library,
  config,
  logger = false,
  faults = () => [],
}: Parts): Promise<FastifyInstance> => {
  const site = siteOf(config)
  const cache = createCache(config.CACHE_BYTES, library.revision)
  library.onChange(cache.drop)
  const { handler, ready } = createAnswer({
    cache,
    site,
    cacheControl: config.CACHE_CONTROL,
    origins: config.CORS_ORIGINS,
  })
  const onError = sendError(site.base)
  const refused = new WeakMap<object, Problem>()
  let isClosing = false
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 8000 },
    schemaController: { compilersFactory },
    clientErrorHandler: sendParserError,
    frameworkErrors: onError,
    rewriteUrl(request) {
      const path = pathOf(request)
      const problem = refusal(request, path)
      if (problem === undefined) return path
      refused.set(request, problem)
      return '/'
    },
    serverFactory: (handle) =>
      createGuardedServer(
        limitsOf(config),
        (request, response) => !isClosing && !isLogged && ready(request, response),
        handle,
      ),
  })
  const isLogged = logRequests(app)
  // Absolute links begin where the service listens, which is not known before where PORT is 0.
  app.addHook('onListen', (done) => {
    const address = app.server.address()
    if (config.PUBLIC_URL === undefined && typeof address === 'object' && address !== null) {
      site.url = urlOf(config.HOST, address.port)
    }
    done()
  })
  app.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  app.setErrorHandler(onError)
  app.setNotFoundHandler(() => {
    const available = [`${site.base}/`, `${site.base}/articles`]
    throw new Problem('not-found', 'Nothing stands at this address.', { available })
  })
  await app.register(cors, {
    origin: config.CORS_ORIGINS.includes('*') ? '*' : config.CORS_ORIGINS,
    methods: allow,
    exposedHeaders: exposed,
    maxAge: aDay,
    strictPreflight: false,
    preflightContinue: true,
  })
  app.addHook('onRequest', (request, reply, done) => {
    const problem = refused.get(request.raw)
    if (problem !== undefined) done(problem)
    else if (request.method === 'OPTIONS') void reply.code(204).header('allow', allow).send()
    else done()
  })
  const health = { faults, isStopping: () => isClosing }
  const routes: Route[] = [
    ...serviceRoutes(version, health),
    ...articleRoutes,
    ...valueRoutes,
    ...searchRoutes,
    ...feedRoutes,
    ...assetRoutes,
    ...contractRoutes(version, () => routes),
  ]
  addRoutes(app, routes, { library, site, handler })
  return app
}
