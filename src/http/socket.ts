/** Answers to what never became a request: Node hands over the bare socket, and the answer is written on it by hand. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { headersOfErrors, Problem, problemAnswer } from './problem.ts'

const ofParser: Record<string, Problem> = {
  HPE_HEADER_OVERFLOW: new Problem('headers-too-large', 'The headers have more than 16 KB together.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem('request-timeout', 'The request did not arrive whole in time.'),
}

/** Answers where there is no request to answer, only a socket, and closes it. */
export const sendOnSocket = (problem: Problem, socket: Duplex): void => {
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
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head}\r\n${body}`)
}

/** The answer that a socket is in the midst of. Node keeps it there, and tells no one but its own error handler. */
const unfinished = (socket: Duplex): ServerResponse | undefined =>
  (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined

/** Answers what was no HTTP request at all, after the requests before it on the same connection. */
export const sendParserError = (error: Error & { code?: string }, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem =
    ofParser[error.code ?? ''] ?? new Problem('bad-request', 'This is not a well-formed HTTP request.')
  const before = unfinished(socket)
  if (before === undefined) sendOnSocket(problem, socket)
  else before.on('close', () => sendOnSocket(problem, socket))
}
