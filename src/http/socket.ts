/** Answers to what never became a request: Node hands over the bare socket, and the answer is written on it by hand. */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { nodeHttp } from './node-http.ts'
import { headersOfErrors, methodNotAllowed, Problem, problemAnswer } from './problem.ts'

const ofParser: Record<string, Problem> = {
  HPE_HEADER_OVERFLOW: new Problem('headers-too-large', 'The headers have more than 16 KB together.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem('request-timeout', 'The request did not arrive whole in time.'),
}

/** Answers where there is no request to answer, only a socket, and closes it. */
const sendOnSocket = (problem: Problem, socket: Duplex, isHead = false): void => {
  const body = `${JSON.stringify(problemAnswer(problem, '', ''))}\n`
  const headers = Object.entries({
    ...headersOfErrors,
    'content-length': String(Buffer.byteLength(body)),
    'access-control-allow-origin': '*',
    date: new Date().toUTCString(),
    ...problem.headers,
    connection: 'close',
  })
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(
    `HTTP/1.1 ${problem.status} ${nodeHttp.STATUS_CODES[problem.status]}\r\n${head}\r\n${isHead ? '' : body}`,
  )
}

/** The answer that a socket is in the midst of. Node keeps it there, and tells no one but its own error handler. */
const unfinished = (socket: Duplex): ServerResponse | undefined =>
  (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined

/** Does something when all requests before it on the connection are answered. */
const afterAnswers = (socket: Duplex, work: () => void): void => {
  const before = unfinished(socket)
  if (before === undefined) work()
  else before.on('close', () => afterAnswers(socket, work))
}

/** Answers a CONNECT, which Node hands over as a socket. */
export const sendConnectRefusal = (socket: Duplex): void =>
  afterAnswers(socket, () => sendOnSocket(methodNotAllowed('CONNECT'), socket))

/** What Node's parser says; `rawPacket` is the bytes it stumbled in, which Fastify's types take for something else. */
type ParserError = Error & { code?: string; rawPacket?: unknown; bytesParsed?: number }

const packetOf = ({ rawPacket }: ParserError): string =>
  Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : ''

/** The line that the parser stumbled in, as far as it is there. */
const lineOf = (error: ParserError): string => {
  const text = packetOf(error)
  const start = text.lastIndexOf('\r\n', (error.bytesParsed ?? 0) - 1)
  return text.slice(start < 0 ? 0 : start + 2).split('\r\n')[0] ?? ''
}

/** A method that the parser does not know is a method all the same (RFC 9110 §9.1). */
const unknownMethod = (error: ParserError): string | undefined =>
  error.code === 'HPE_INVALID_METHOD'
    ? /^([A-Z][A-Z0-9_-]{0,30}) \S+ HTTP\/1\.[01]$/.exec(lineOf(error))?.[1]
    : undefined

const problemOf = (error: ParserError): Problem => {
  const method = unknownMethod(error)
  if (method !== undefined) return methodNotAllowed(method)
  return ofParser[error.code ?? ''] ?? new Problem('bad-request', 'This is not a well-formed HTTP request.')
}

/** Codes of a connection that is over: there is nobody to answer. */
const isOver = ({ code }: ParserError): boolean => code === 'ECONNRESET' || code === 'HPE_CLOSED_CONNECTION'

/**
 * Answers what was no HTTP request at all, after the requests before it on the same connection; where their answer
 * closes the connection it says nothing.
 */
export const sendParserError = (error: ParserError, socket: Duplex): void =>
  afterAnswers(socket, () => {
    const isHead = packetOf(error).startsWith('HEAD ')
    if (socket.writable && !isOver(error)) sendOnSocket(problemOf(error), socket, isHead)
    else socket.destroy()
  })
