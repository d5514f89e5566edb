import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { refusal } from './guard.ts'
import { nodeHttp } from './node-http.ts'
import { sendConnectRefusal } from './socket.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Seconds and counts, as the settings of the same names. */
export type Limits = {
  headersTimeout: number
  requestTimeout: number
  keepAliveTimeout: number
  maxRequestsPerSocket: number
  maxConnections: number
}

/** The requests that Node keeps from every handler: CONNECT, and those with an `Expect` header. */
const answerTheRest = (server: Server): void => {
  server.on('connect', (_request, socket) => sendConnectRefusal(socket))
  // RFC 9110 §10.1.1: a body that will be refused is not asked for.
  server.on('checkContinue', (request, response) => server.emit('request', request, response))
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
}

/**
 * Whether a connection has had its requests. Node's own limit names the connection closed in a header but leaves it
 * open, and answers what follows with a 503 without a body.
 */
const countRequests = (most: number) => {
  const counts = new WeakMap<object, number>()
  return (socket: object): boolean => {
    const count = (counts.get(socket) ?? 0) + 1
    counts.set(socket, count)
    return count >= most
  }
}

/** A server that answers sound requests by `ready` where it can, and hands on all others. */
export const createGuardedServer = (
  limits: Limits,
  ready: (request: IncomingMessage, response: ServerResponse) => boolean,
  handler: Handler,
): Server => {
  const options = {
    headersTimeout: limits.headersTimeout * 1000,
    requestTimeout: limits.requestTimeout * 1000,
    keepAliveTimeout: limits.keepAliveTimeout * 1000,
    connectionsCheckingInterval: 1000,
    // Node's own refusal of a request without Host has no body; ours follows in the guard.
    requireHostHeader: false,
  }
  const isLast = countRequests(limits.maxRequestsPerSocket)
  const server = nodeHttp.createServer(options, (request, response) => {
    if (isLast(request.socket)) response.setHeader('connection', 'close')
    const isSound = refusal(request, request.url ?? '') === undefined
    if (!isSound || !ready(request, response)) handler(request, response)
  })
  server.maxConnections = limits.maxConnections
  answerTheRest(server)
  return server
}
