import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Connections } from './connections.ts'
import { nodeHttp, type SocketAnswers } from './socket.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** The settings of a server. Timeouts are in seconds. */
export type ServerSettings = {
  headersTimeout: number
  requestTimeout: number
  keepAliveTimeout: number
  maxConnections: number
}

/** The requests that Node keeps from every handler: CONNECT, and those with an `Expect` header. */
const answerTheRest = (server: Server, { refuseConnect }: SocketAnswers): void => {
  server.on('connect', refuseConnect)
  // RFC 9110 §10.1.1: a body that will be refused is not asked for.
  server.on('checkContinue', (request, response) => server.emit('request', request, response))
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
}

type Parts = {
  settings: ServerSettings
  sockets: SocketAnswers
  connections: Connections
  /** Answers what it can and says whether it did. */
  answerFromCache: (request: IncomingMessage, response: ServerResponse) => boolean
}

const optionsOf = ({ headersTimeout, requestTimeout, keepAliveTimeout }: ServerSettings) => ({
  headersTimeout: headersTimeout * 1000,
  requestTimeout: requestTimeout * 1000,
  keepAliveTimeout: keepAliveTimeout * 1000,
  connectionsCheckingInterval: 1000,
  // Node's own refusal of a request without Host has no body; ours follows at the door.
  requireHostHeader: false,
})

/** A server that answers from the cache what it can, and hands on all else. */
export const createServer = (
  { settings, sockets, connections, answerFromCache }: Parts,
  handler: Handler,
): Server => {
  const server = nodeHttp.createServer(optionsOf(settings), (request, response) => {
    connections.begin(request, response, () => {
      if (!answerFromCache(request, response)) handler(request, response)
    })
  })
  server.maxConnections = settings.maxConnections
  connections.watch(server)
  answerTheRest(server, sockets)
  return server
}
