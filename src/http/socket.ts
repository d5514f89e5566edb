/** Answers to what is no complete HTTP request: Node hands over the bare socket, and the answer is written on it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import { errorForms, printErrorJson } from '../formats/error-forms.ts'
import { isHalfHead } from './half-request.ts'
import { corsHeaders } from './headers.ts'
import { headersOfErrors, methodNotAllowed, Problem, problemAnswer, versionNotSupported } from './problem.ts'

/**
 * Node's HTTP module. An import of it would list every export, of which `WebSocket` loads all of undici: a tenth of the
 * time that a start takes.
 */
export const nodeHttp = process.getBuiltinModule('node:http')

const ofParser: Record<string, Problem> = {
  HPE_HEADER_OVERFLOW: new Problem('headers-too-large', 'The headers have more than 16 KB together.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem('request-timeout', 'The request did not arrive whole in time.'),
}

/** What is known of a request that is refused. */
type Refused = { origin: string | undefined; isHead: boolean }

/** What the first bytes of a request say. */
const refusedIn = (head: string): Refused => ({
  origin: /^origin:[ \t]*(\S+)/im.exec(head)?.[1],
  isHead: head.startsWith('HEAD '),
})

/** The origins whose pages may read an answer, and the request headers that any answer depends on. */
type Readers = { origins: readonly string[]; vary?: string }

/** The bytes of an answer that ends the connection. */
const answerOf = (problem: Problem, { origin, isHead }: Refused, { origins, vary }: Readers): string => {
  const body = printErrorJson(problemAnswer(problem, '', ''))
  const headers = Object.entries({
    'content-type': errorForms[0].contentType,
    ...headersOfErrors,
    'content-length': String(Buffer.byteLength(body)),
    ...corsHeaders(origins, origin, vary),
    date: new Date().toUTCString(),
    ...problem.headers,
    connection: 'close',
  })
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const reason = nodeHttp.STATUS_CODES[problem.status]
  return `HTTP/1.1 ${problem.status} ${reason}\r\n${lines}\r\n${isHead ? '' : body}`
}

/** The answer that is being sent on a socket, which Node keeps there for its own error handler alone. */
const unfinished = (socket: Duplex): ServerResponse | undefined =>
  (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined

/** Does something when all requests before it on the connection are answered. */
const afterAnswers = (socket: Duplex, work: () => void): void => {
  const before = unfinished(socket)
  if (before === undefined) work()
  else before.on('close', () => afterAnswers(socket, work))
}

/** An error of Node's parser. `rawPacket` is the bytes in which it failed; Fastify's types declare something else. */
type ParserError = Error & { code?: string; rawPacket?: unknown; bytesParsed?: number }

const packetOf = ({ rawPacket }: ParserError): string =>
  Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : ''

/** The line in which the parser failed, as far as it has arrived. */
const lineOf = (error: ParserError): string => {
  const text = packetOf(error)
  const start = text.lastIndexOf('\r\n', (error.bytesParsed ?? 0) - 1)
  return text.slice(start < 0 ? 0 : start + 2).split('\r\n')[0] ?? ''
}

/** A method that the parser does not know is no malformed request (RFC 9110 §9.1). */
const unknownMethod = (error: ParserError): string | undefined =>
  error.code === 'HPE_INVALID_METHOD'
    ? /^([A-Z][A-Z0-9_-]{0,30}) \S+ HTTP\/1\.[01]$/.exec(lineOf(error))?.[1]
    : undefined

/** A version that the parser does not know is no malformed request (RFC 9110 §15.6.6). */
const isOfOtherVersion = (error: ParserError): boolean =>
  error.code === 'HPE_PAUSED_H2_UPGRADE' ||
  (error.code === 'HPE_INVALID_VERSION' && /^[A-Z-]+ \S+ HTTP\/[2-9]\.\d$/.test(lineOf(error)))

const problemOf = (error: ParserError): Problem => {
  const method = unknownMethod(error)
  if (method !== undefined) return methodNotAllowed(method)
  if (isOfOtherVersion(error)) return versionNotSupported()
  return ofParser[error.code ?? ''] ?? new Problem('bad-request', 'This is not a well-formed HTTP request.')
}

/** Codes of a connection that is over: there is nobody to answer. */
const isOver = ({ code }: ParserError): boolean => code === 'ECONNRESET' || code === 'HPE_CLOSED_CONNECTION'

/** Makes the functions that answer on a bare socket. */
export const createSocketAnswers = (readers: Readers) => ({
  /** Answers a CONNECT, which Node hands over as a socket. */
  refuseConnect: ({ headers: { origin } }: IncomingMessage, socket: Duplex): void =>
    afterAnswers(socket, () =>
      socket.end(answerOf(methodNotAllowed('CONNECT'), { origin, isHead: false }, readers)),
    ),

  /**
   * Answers what is no HTTP request, after the requests before it on the same connection. Where one of their answers
   * closes the connection, nothing is sent.
   */
  refuseMalformed: (error: ParserError, socket: Duplex, log: FastifyBaseLogger): void =>
    afterAnswers(socket, () => {
      if (!socket.writable || isOver(error)) {
        socket.destroy()
        return
      }
      const problem = problemOf(error)
      log.debug({ status: problem.status, code: error.code }, 'refused: the parser did not accept it')
      const refused = refusedIn(packetOf(error))
      const isHead = problem.status === 408 ? isHalfHead(socket) : refused.isHead
      socket.end(answerOf(problem, { ...refused, isHead }, readers))
    }),
})

export type SocketAnswers = ReturnType<typeof createSocketAnswers>
