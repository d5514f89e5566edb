import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { decode } from '../article/decode.ts'
import { type ErrorForm, errorForms, type ShownError } from '../formats/error-forms.ts'
import { type Site, withName } from '../formats/site.ts'
import { Unavailable } from '../library/library.ts'
import { longestSuggestedSearch } from './limits.ts'
import { negotiateType } from './negotiate.ts'
import {
  headersOfErrors,
  Problem,
  problemAnswer,
  type ProblemName,
  problems,
  unavailable,
} from './problem.ts'
import { withoutParameters } from './query.ts'
import { addHeaders } from './send.ts'
import { encodeTarget, instanceOf, pathOf } from './target.ts'

const byStatus = new Map<number, ProblemName>(
  (Object.keys(problems) as ProblemName[]).toReversed().map((name) => [problems[name].status, name]),
)

/** Any error as a problem. An unexpected error is an internal error, which shows nothing of the inside. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof Unavailable) return unavailable('The articles cannot be read now.')
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const name = status < 500 ? byStatus.get(status) : undefined
  if (name !== undefined) return new Problem(name, `${problems[name].title}.`)
  return status < 500
    ? new Problem('bad-request', 'The request could not be understood.')
    : new Problem('internal-error', 'The service failed to answer; the failure is in its log.')
}

const offers = errorForms.map(({ mediaType }) => mediaType)

const acceptedForm = (accept: string | undefined): ErrorForm => {
  const type = negotiateType(accept, offers)
  return errorForms.find(({ mediaType }) => mediaType === type) ?? errorForms[0]
}

/** How an error is sent: `isNegotiated` says that Accept chose the form. */
type Chosen = { form: ErrorForm; isNegotiated: boolean }

/** As in all answers, an extension goes before Accept. */
const chooseForm = (problem: Problem, path: string, accept: string | undefined): Chosen => {
  const extension = /\.\w+$/.exec(path)?.[0]
  const named = errorForms.find((form) => form.extension === extension)
  if (named !== undefined) return { form: named, isNegotiated: false }
  // RFC 9110 §12.5.5: all answers of an address have the same Vary, and here that is the one of a refused coding.
  const vary = problem.headers['vary']
  if (vary !== undefined && !/\baccept(?:,|$)/i.test(vary))
    return { form: errorForms[0], isNegotiated: false }
  return { form: acceptedForm(accept), isNegotiated: true }
}

/** The words of the last segment of a path, to search for. */
const wordsOf = (path: string): string => {
  const segment = path.split('/').at(-1) ?? ''
  return (decode(segment) ?? '')
    .replace(/\.\w+$/, '')
    .replaceAll(/[-_.\s]+/g, ' ')
    .trim()
    .slice(0, longestSuggestedSearch)
}

/** Paths to what was probably meant: those that the problem knows, or the address without the parameters that are wrong. */
const suggestionsOf = ({ problem, extras }: Problem, target: string): string[] => {
  if (problem !== 'invalid-parameter') return extras.suggestions ?? []
  const wrong = new Set((extras.errors ?? []).map(({ parameter }) => parameter))
  return [encodeTarget(withoutParameters(target, (name) => wrong.has(name)))]
}

type Place = { site: Site; prefix: string }

type Handling = Place & { siteName: () => Promise<string | undefined> }

/** The target of a request as users see it: a proxy may have taken off the path of PUBLIC_URL. */
const publicTarget = ({ originalUrl: url, method }: FastifyRequest, { site, prefix }: Place): string => {
  const target = pathOf(url, method)
  return target.startsWith(`${prefix}/`) ? site.base + target.slice(prefix.length) : target
}

/** Answers any error: as problem+json, or to a reader as a page or Markdown. */
export const createErrorHandler = ({ siteName, ...place }: Handling) => {
  const { site } = place
  /** Without the name where the library is what failed. */
  const named = async (): Promise<Site> => withName(site, await siteName().catch(() => undefined))
  return async (
    error: FastifyError | Error,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const problem = toProblem(error)
    // When a client hangs up, the work for it is stopped: that is no failure.
    if (problem.status >= 500 && !reply.raw.destroyed) {
      if (problem === error) request.log.warn({ status: problem.status }, problem.message)
      else request.log.error(error)
    }
    const target = publicTarget(request, place)
    const path = target.split('?', 1)[0] ?? ''
    const { form, isNegotiated } = chooseForm(problem, path, request.headers.accept)
    const shown: ShownError = {
      answer: problemAnswer(problem, instanceOf(target), site.base),
      suggestions: suggestionsOf(problem, target),
      q: problem.status === 404 || problem.status === 410 ? wordsOf(path) : '',
    }
    const headers = { 'content-type': form.contentType, ...headersOfErrors, ...problem.headers }
    addHeaders(reply, Object.entries(headers).flat())
    if (isNegotiated) addHeaders(reply, ['vary', 'Accept'])
    if (form.policy !== undefined) addHeaders(reply, ['content-security-policy', form.policy])
    return reply
      .code(problem.status)
      .send(Buffer.from(await form.print(shown, form.isOfSite === true ? await named() : site)))
  }
}
