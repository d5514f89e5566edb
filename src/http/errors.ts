import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from './guard.ts'
import { Problem, problemAnswer, type ProblemName, problems } from './problem.ts'

/** An error is of this moment and for this reader: it is not kept, not guessed at, and does nothing. */
const headersOfErrors = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

const byStatus = new Map<number, ProblemName>(
  (Object.keys(problems) as ProblemName[]).toReversed().map((name) => [problems[name].status, name]),
)

/** Any error as a problem: what is not ours to explain is an internal error, and says nothing of the inside. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const name = status < 500 ? byStatus.get(status) : undefined
  if (name !== undefined) return new Problem(name, `${problems[name].title}.`)
  return status < 500
    ? new Problem('bad-request', 'The request could not be understood.')
    : new Problem('internal-error', 'The service failed to answer; the failure is in its log.')
}

/** Answers any error as problem+json. */
export const sendError =
  (base: string) =>
  (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = toProblem(error)
    if (problem.status >= 500) request.log.error(error)
    const instance = pathOf({ url: request.originalUrl, method: request.method }).slice(0, 200)
    const body = Buffer.from(`${JSON.stringify(problemAnswer(problem, instance, base))}\n`)
    void reply.code(problem.status).headers(headersOfErrors).headers(problem.headers).send(body)
  }

const ofParser: Record<string, Problem> = {
  HPE_HEADER_OVERFLOW: new Problem('headers-too-large', 'The headers have more than 16 KB together.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem('request-timeout', 'The request did not arrive whole in time.'),
}

/** Answers what was no HTTP request at all, and closes the connection: there is no request to answer, only a socket. */
export const sendParserError = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem =
    ofParser[error.code ?? ''] ?? new Problem('bad-request', 'This is not a well-formed HTTP request.')
  const body = `${JSON.stringify(problemAnswer(problem, '', ''))}\n`
  const headers = Object.entries({
    ...headersOfErrors,
    'content-length': String(Buffer.byteLength(body)),
    'access-control-allow-origin': '*',
    connection: 'close',
    date: new Date().toUTCString(),
  })
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head}\r\n${body}`)
}
