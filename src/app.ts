import type { Server } from 'node:http'
import cors from '@fastify/cors'
import fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import type { Config } from './config.ts'
import type { Site } from './formats/site.ts'
import { createAnswer } from './http/answer.ts'
import { createCache } from './http/cache.ts'
import { sendError } from './http/errors.ts'
import { allow, guardServer, pathOf, refusal } from './http/guard.ts'
import { exposed } from './http/headers.ts'
import { Problem } from './http/problem.ts'
import { sendParserError } from './http/socket.ts'
import type { Library } from './library/library.ts'
import { articleRoutes } from './routes/articles.ts'
import { addRoutes } from './routes/route.ts'
import { serviceRoutes } from './routes/service.ts'
import { version } from './version.ts'

type Parts = { library: Library; config: Config; logger?: FastifyServerOptions['logger'] }

const siteOf = ({ PUBLIC_URL, HOST, PORT }: Config): Site => {
  const url = PUBLIC_URL ?? `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`
  return { base: new URL(url).pathname.replace(/\/$/, ''), url }
}

const aDay = 86_400

/** What Fastify and Node are told; their defaults wait for ever, and answer in other shapes. */
const optionsOf = (config: Config, site: Site): FastifyHttpOptions<Server> => ({
  logController: new LogController({ disableRequestLogging: true }),
  return503OnClosing: false,
  forceCloseConnections: 'idle',
  routerOptions: { maxParamLength: 8000 },
  frameworkErrors: sendError(site.base),
  clientErrorHandler: sendParserError,
  requestTimeout: config.REQUEST_TIMEOUT * 1000,
  keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT * 1000,
  maxRequestsPerSocket: config.MAX_REQUESTS_PER_SOCKET,
  http: { headersTimeout: config.HEADERS_TIMEOUT * 1000, connectionsCheckingInterval: 1000 },
})

/** Logs each request, where that is asked for. */
const logRequests = (app: FastifyInstance): void => {
  if (app.log.level !== 'debug' && app.log.level !== 'trace') return
  app.addHook('onResponse', (request, reply, done) => {
    const { method, originalUrl: url } = request
    request.log.debug({ method, url, status: reply.raw.statusCode, ms: reply.elapsedTime }, 'answered')
    done()
  })
}

/** The server, ready to listen. It asks `library` and never changes it. */
export const buildApp = async ({ library, config, logger = false }: Parts): Promise<FastifyInstance> => {
  const site = siteOf(config)
  const refused = new WeakMap<object, Problem>()
  const app = fastify({
    ...optionsOf(config, site),
    logger,
    rewriteUrl(request) {
      const path = pathOf(request)
      const problem = refusal(request, path)
      if (problem === undefined) return path
      refused.set(request, problem)
      return '/'
    },
  })
  guardServer(app.server, config.MAX_CONNECTIONS)
  app.setErrorHandler(sendError(site.base))
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
  logRequests(app)
  app.addHook('onRequest', (request, reply, done) => {
    const problem = refused.get(request.raw)
    if (problem !== undefined) done(problem)
    else if (request.method === 'OPTIONS') void reply.code(204).header('allow', allow).send()
    else done()
  })
  const cache = createCache(config.CACHE_BYTES, library.revision)
  library.onChange(cache.drop)
  const answer = createAnswer({
    cache,
    site,
    cacheControl: config.CACHE_CONTROL,
    origins: config.CORS_ORIGINS,
  })
  addRoutes(app, [...serviceRoutes(version), ...articleRoutes], { library, site, answer })
  return app
}
