import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Connections } from './connections.ts'
import { nodeHttp, type SocketAnswers } from './socket.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Seconds and counts, as the settings of the same names. */
export type Limits = {
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
  limits: Limits
  sockets: SocketAnswers
  connections: Connections
  /** Answers what it can and says whether it did. */
  answerFromCache: (request: IncomingMessage, response: ServerResponse) => boolean
}

const optionsOf = ({ headersTimeout, requestTimeout, keepAliveTimeout }: Limits) => ({
  headersTimeout: headersTimeout * 1000,
  requestTimeout: requestTimeout * 1000,
  keepAliveTimeout: keepAliveTimeout * 1000,
  connectionsCheckingInterval: 1000,
  // Node's own refusal of a request without Host has no body; ours follows at the door.
  requireHostHeader: false,
})

/** A server that answers from the cache what it can, and hands on all else. */
export const createServer = (
  { limits, sockets, connections, answerFromCache }: Parts,
  handler: Handler,
): Server => {
  const server = nodeHttp.createServer(optionsOf(limits), (request, response) => {
    // Node loses the bytes that come with an `Upgrade`, and would read what comes after them as a request (RFC 9110 §7.8).
    const isLast = request.headers.upgrade !== undefined
    connections.begin(request, response, isLast, () => {
      if (!answerFromCache(request, response)) handler(request, response)
    })
  })
  server.maxConnections = limits.maxConnections
  connections.watch(server)
  answerTheRest(server, sockets)
  return server
}
