import cors from '@fastify/cors'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import type { Fault } from './article/answers.ts'
import type { Config } from './config.ts'
import type { Site } from './formats/site.ts'
import { createCache } from './http/cache.ts'
import { createCompressor } from './http/compress.ts'
import { type Connections, createConnections } from './http/connections.ts'
import { createDisk } from './http/disk.ts'
import { createErrorHandler } from './http/errors.ts'
import { enter } from './http/door.ts'
import { createFileSender } from './http/files.ts'
import { corsHeaders, exposedNames } from './http/headers.ts'
import { preflightAge } from './http/limits.ts'
import { allow } from './http/problem.ts'
import { listeningAt, originOf } from './http/origin.ts'
import { createPreviewDoor, previewHeaders, previewVary } from './http/preview.ts'
import { addHeaders } from './http/send.ts'
import { createServer, type ServerSettings } from './http/server.ts'
import { createResponder } from './http/respond.ts'
import { createSocketAnswers } from './http/socket.ts'
import { pathOf } from './http/target.ts'
import type { Answers, Library, ReadFilePart } from './library/library.ts'
import type { SearchElsewhere, World } from './routes/represent.ts'
import { createRestoring } from './routes/answer.ts'
import { createMatch, mount, nothingHere } from './routes/mount.ts'
import { routesOf } from './routes/routes.ts'
import { createSiteName } from './routes/site-name.ts'
import { version } from './version.ts'

type Parts = {
  library: Library
  /** The same of all articles, for those who name PREVIEW_TOKEN. */
  preview?: Library | undefined
  config: Config
  /** The faults of files that are refused, for readiness. */
  faults?: (() => readonly Fault[]) | undefined
  /** Whether what is served is of before, and the folder is still looked at for the first time. */
  isLooking?: (() => boolean) | undefined
  /** Reads the files beside articles; without it there are none. */
  readPart?: ReadFilePart | undefined
  /** Makes the answers of searches in another thread; without it they are made here. */
  search?: SearchElsewhere | undefined
  /** Lets no change be answered from until the function that it returns is called. */
  hold?: (() => () => void) | undefined
  /** The clock by which articles are published and expire. */
  now?: (() => number) | undefined
  /** Answers that outlive memory. */
  answers?: Answers | undefined
}

const noFiles: ReadFilePart = async () => undefined

/** `prefix` is that of the service in another server. PUBLIC_URL contains it already. */
const siteOf = ({ PUBLIC_URL, HOST, PORT, SITE_NAME: name }: Config, prefix: string): Site => {
  const url = PUBLIC_URL ?? originOf(HOST, PORT) + prefix
  const { pathname, origin } = new URL(url)
  return {
    base: pathname.replace(/\/$/, ''),
    url,
    ...(name !== undefined && { name }),
    ...(PUBLIC_URL !== undefined && { origin }),
  }
}

/**
 * Makes absolute links begin with the address that the server listens on. Where PORT is 0 that is not known before, so
 * what was answered before is dropped. `host` is what the server was told to listen on, where that is known.
 */
const followAddress = (
  app: FastifyInstance,
  { world: { site }, cache, disk }: Service,
  host: string | undefined,
): void => {
  app.addHook('onListen', (done) => {
    const listening = listeningAt(app, host)
    if (listening !== undefined) site.url = listening.origin + app.prefix
    disk?.renew()
    cache.drop('all')
    if (listening?.isGuess === true) {
      app.log.warn(
        `Absolute links begin with ${site.url}: the server listens on every address. Set PUBLIC_URL to the address that users reach it at.`,
      )
    }
    done()
  })
}

const serverSettings = (config: Config): ServerSettings => ({
  headersTimeout: config.HEADERS_TIMEOUT,
  requestTimeout: config.REQUEST_TIMEOUT,
  keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT,
  maxConnections: config.MAX_CONNECTIONS,
})

const logAnswer = ({ log, method, originalUrl: url }: FastifyRequest, reply: FastifyReply): void =>
  log.debug({ method, url, status: reply.raw.statusCode, ms: reply.elapsedTime }, 'answered')

type AnswerFromCache = Service['answerFromCache']

/** Logs what is answered before Fastify sees the request. */
const logged =
  (answer: AnswerFromCache, log: () => FastifyBaseLogger): AnswerFromCache =>
  (request, response) => {
    const started = performance.now()
    const isAnswered = answer(request, response)
    const { method, url } = request
    const answered = { method, url, status: response.statusCode, ms: performance.now() - started }
    if (isAnswered) log().debug(answered, 'answered')
    return isAnswered
  }

const unused = (): never => {
  throw new Error('Routes with schemas go on a server of your own: register maqal there')
}

/** zod reads the queries and answers are bytes, so no route has a schema for Fastify's own compilers, which take long to load. */
const compilersFactory = { buildValidator: unused, buildSerializer: unused }

/** Whether the service is closing, and how to announce it: from then on every answer closes its connection. */
type Closing = Pick<Connections, 'isClosing' | 'announceClose'>

/** What requests with the token of previews are answered from. */
const previewWorld = (world: World, { library, preview = library, config }: Parts): World => ({
  ...world,
  library: preview,
  siteName: (onDue) => createSiteName(preview, config.SITE_NAME).siteName(onDue),
  cacheControl: previewHeaders['cache-control'],
  search: undefined,
})

/** What the answers of a configuration are made of; `forgetName` is to be called when articles change. */
export const createWorld = ({ library, config, search }: Parts, prefix = '') => {
  const { CACHE_CONTROL: cacheControl, CORS_ORIGINS: origins, PREVIEW_TOKEN: token } = config
  const { siteName, forgetName } = createSiteName(library, config.SITE_NAME)
  const vary = token === undefined ? '' : previewVary
  const site = siteOf(config, prefix)
  const world: World = { library, site, siteName, cacheControl, origins, vary, search }
  return { world, forgetName }
}

const createService = (parts: Parts, closing: Closing, prefix = '') => {
  const {
    library,
    config,
    faults = () => [],
    isLooking = () => false,
    readPart = noFiles,
    hold,
    now,
    answers,
  } = parts
  const cache = createCache(config.CACHE_BYTES)
  const { PREVIEW_TOKEN: token } = config
  const { world, forgetName } = createWorld(parts, prefix)
  const { site, siteName, cacheControl, origins, vary } = world
  const forget = library.onChange((touched) => {
    forgetName()
    cache.drop(touched)
  })
  const whyUnready = () => {
    if (closing.isClosing()) return 'The service is stopping.'
    return isLooking() ? 'The folder is being read: what was known of it before is served.' : undefined
  }
  const routes = routesOf(version, { faults, whyUnready }, token !== undefined)
  const match = createMatch(routes)
  const isPreviewable = token !== undefined
  const dependsOn = () => [site, cacheControl, origins, vary]
  const disk = answers && createDisk(answers, dependsOn)
  const restoring = disk && createRestoring(match, { cache, disk })
  const responder = createResponder({
    cache,
    compressor: createCompressor(),
    origins,
    isPreviewable,
    disk,
    restoring,
    ...(now !== undefined && { now }),
  })
  return {
    world,
    preview: isPreviewable ? previewWorld(world, parts) : undefined,
    /** Why a request with this Authorization is refused, if it is; undefined where there are no previews. */
    refusePreview: token === undefined ? undefined : createPreviewDoor(token),
    hold,
    now,
    routes,
    match,
    disk,
    cache,
    forget,
    closing,
    sendFile: createFileSender({ readPart, origins }),
    ...responder,
    onError: createErrorHandler({ site, siteName, prefix }),
  }
}

type Service = ReturnType<typeof createService>

/** Says that answers depend on Authorization, refuses a wrong token, and lets nobody keep a preview. */
const addPreviews = (app: FastifyInstance, refuse: ReturnType<typeof createPreviewDoor>): void => {
  app.addHook('onRequest', (_, reply, done) => {
    addHeaders(reply, ['vary', previewVary])
    done()
  })
  app.addHook('onSend', (request, reply, _, done) => {
    const { authorization } = request.headers
    if (authorization !== undefined && refuse(authorization) === undefined) void reply.headers(previewHeaders)
    done()
  })
}

/** Adds the service to a server of its own, or below the prefix of another's. */
const addService = async (app: FastifyInstance, service: Service): Promise<void> => {
  const { site, origins } = service.world
  app.addHook('preClose', (done) => {
    service.closing.announceClose()
    done()
  })
  app.addHook('onClose', (_, done) => {
    service.forget()
    done()
  })
  const { refusePreview } = service
  // Before the origins, which are added to what answers depend on.
  if (refusePreview !== undefined) addPreviews(app, refusePreview)
  app.setErrorHandler(service.onError)
  app.setNotFoundHandler(() => {
    throw nothingHere(site, '', [])
  })
  await app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: allow,
    exposedHeaders: exposedNames,
    maxAge: preflightAge,
    strictPreflight: false,
    preflightContinue: true,
  })
  app.addHook('onRequest', (request, reply, done) => {
    const problem = enter(request, reply) ?? refusePreview?.(request.headers.authorization)
    if (problem !== undefined) done(problem)
    else if (request.method === 'OPTIONS') void reply.code(204).header('allow', allow).send()
    else done()
  })
  mount(app, service)
}

/** Announces the close of another's server on the answers under way; on later ones, that server sets the header itself. */
const closingIn = (app: FastifyInstance): Closing => {
  const pending = new Set<FastifyReply>()
  let isClosing = false
  app.addHook('onRequest', (_, reply, done) => {
    pending.add(reply)
    done()
  })
  app.addHook('onResponse', (_, reply, done) => {
    pending.delete(reply)
    done()
  })
  return {
    isClosing: () => isClosing,
    announceClose() {
      isClosing = true
      for (const { raw } of pending) if (!raw.headersSent) raw.setHeader('connection', 'close')
    },
  }
}

/** Serves below the prefix of another Fastify server. That server itself answers what it refuses before it routes. */
export const addToServer = async (app: FastifyInstance, parts: Parts): Promise<void> => {
  const service = createService(parts, closingIn(app), app.prefix)
  if (parts.config.PUBLIC_URL === undefined) followAddress(app, service, undefined)
  await addService(app, service)
}

type ServerParts = Parts & { logger?: FastifyServerOptions['logger'] }

/** The server, ready to listen, and its connections, by which it stops without losing a request. */
export const buildServer = async ({
  logger = false,
  ...parts
}: ServerParts): Promise<{ app: FastifyInstance; connections: Connections }> => {
  const connections = createConnections()
  const service = createService(parts, connections)
  const { CORS_ORIGINS: origins, PREVIEW_TOKEN: token } = parts.config
  const vary = token === undefined ? '' : previewVary
  const sockets = createSocketAnswers({ origins, vary })
  const isLogged = typeof logger === 'object' && (logger.level === 'debug' || logger.level === 'trace')
  const answerFromCache = isLogged ? logged(service.answerFromCache, () => app.log) : service.answerFromCache
  const app: FastifyInstance = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory },
    clientErrorHandler: (error, socket) => sockets.refuseMalformed(error, socket, app.log),
    rewriteUrl: ({ url = '', method }) => pathOf(url, method),
    // An address that Fastify cannot decode reaches no hook.
    frameworkErrors(failure, request, reply) {
      void reply.headers({
        ...corsHeaders(origins, request.headers.origin, vary),
        'access-control-expose-headers': exposedNames,
      })
      const problem = enter(request, reply) ?? failure
      void service.onError(problem, request, reply).then(() => logAnswer(request, reply))
    },
    serverFactory: (handle) =>
      createServer({ settings: serverSettings(parts.config), sockets, connections, answerFromCache }, handle),
  })
  if (isLogged) {
    app.addHook('onResponse', (request, reply, done) => {
      logAnswer(request, reply)
      done()
    })
  }
  if (parts.config.PUBLIC_URL === undefined) followAddress(app, service, parts.config.HOST)
  await addService(app, service)
  return { app, connections }
}

/** The server alone. */
export const buildApp = async (parts: ServerParts): Promise<FastifyInstance> => (await buildServer(parts)).app
