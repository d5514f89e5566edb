import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import {
  headersOfErrors,
  printProblem,
  Problem,
  problemAnswer,
  type ProblemName,
  problems,
} from './problem.ts'
import { joinVary } from './send.ts'
import { instanceOf, pathOf } from './target.ts'

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
    const instance = instanceOf(pathOf({ url: request.originalUrl, method: request.method }))
    const body = Buffer.from(printProblem(problemAnswer(problem, instance, base)))
    const vary = joinVary(problem.headers['vary'], reply.getHeader('vary'))
    const headers = { ...headersOfErrors, ...problem.headers, ...(vary !== '' && { vary }) }
    void reply.code(problem.status).headers(headers).send(body)
  }
