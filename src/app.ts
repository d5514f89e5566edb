import cors from '@fastify/cors'
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import type { Config } from './config.ts'
import { alternatesOf, formatsOf } from './formats/formats.ts'
import type { Site } from './formats/site.ts'
import { sendError, sendParserError } from './http/errors.ts'
import { allow, pathOf, refusal } from './http/guard.ts'
import { Problem } from './http/problem.ts'
import type { Library } from './library/library.ts'
import { articleRoutes } from './routes/articles.ts'
import { parseQuery } from './routes/parameters.ts'
import type { Route } from './routes/route.ts'
import { serviceRoutes } from './routes/service.ts'
import { version } from './version.ts'

type Parts = { library: Library; config: Config; logger?: FastifyServerOptions['logger'] }

/** Headers that a page of another origin may read. */
const exposedHeaders = ['ETag', 'Link', 'Content-Location', 'Last-Modified', 'Retry-After']

const aDay = 86_400

const addRoute = (app: FastifyInstance, route: Route, { library, config, site }: Parts & { site: Site }) => {
  const [format] = formatsOf(route.kind)
  app.get<{ Params: Record<string, string> }>(route.path, async (request, reply) => {
    const query = parseQuery(route.query, request.query)
    const { resource, canonical } = await route.find({ library, site, params: request.params, query })
    if (format === undefined) throw new Error(`no format for ${route.kind}`)
    void reply.header('content-type', format.contentType).header('cache-control', config.CACHE_CONTROL)
    if (canonical !== undefined) {
      void reply.header('content-location', canonical).header('link', `<${canonical}>; rel="canonical"`)
    }
    return reply.send(Buffer.from(format.print(resource, site, alternatesOf(route.kind))))
  })
}

const siteOf = ({ PUBLIC_URL, HOST, PORT }: Config): Site => {
  const url = PUBLIC_URL ?? `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`
  return { base: new URL(url).pathname.replace(/\/$/, ''), url }
}

/** The server, ready to listen. It asks `library` and never changes it. */
export const buildApp = async ({ library, config, logger = false }: Parts): Promise<FastifyInstance> => {
  const site = siteOf(config)
  const refused = new WeakMap<object, Problem>()
  const onError = sendError(site.base)
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 8000 },
    frameworkErrors: onError,
    clientErrorHandler: sendParserError,
    rewriteUrl(request) {
      const path = pathOf(request)
      const problem = refusal(request, path)
      if (problem === undefined) return path
      refused.set(request, problem)
      return '/'
    },
  })
  app.setErrorHandler(onError)
  app.setNotFoundHandler(() => {
    throw new Problem('not-found', 'Nothing stands at this address.', {
      available: [`${site.base}/`, `${site.base}/articles`],
    })
  })
  await app.register(cors, {
    origin: config.CORS_ORIGINS.includes('*') ? '*' : config.CORS_ORIGINS,
    methods: allow,
    exposedHeaders,
    maxAge: aDay,
    strictPreflight: false,
    preflightContinue: true,
  })
  if (app.log.level === 'debug' || app.log.level === 'trace') {
    app.addHook('onResponse', (request, reply, done) => {
      const { method, originalUrl: url } = request
      request.log.debug({ method, url, status: reply.raw.statusCode, ms: reply.elapsedTime }, 'answered')
      done()
    })
  }
  app.addHook('onRequest', (request, reply, done) => {
    const problem = refused.get(request.raw)
    if (problem !== undefined) done(problem)
    else if (request.method === 'OPTIONS') void reply.code(204).header('allow', allow).send()
    else done()
  })
  for (const route of [...serviceRoutes(version), ...articleRoutes])
    addRoute(app, route, { library, config, site })
  return app
}
