import type { ProblemAnswer } from '../article/answers.ts'
import { nearest, nearestFew } from '../article/nearest.ts'

/** Every type of error. `detail` of an answer says what was wrong this time; `meaning` is for the page of the type. */
export const problems = {
  'bad-request': {
    status: 400,
    title: 'Bad request',
    meaning: 'The request is not well-formed HTTP, or its address is not well-formed: see the detail.',
  },
  'invalid-parameter': {
    status: 400,
    title: 'Invalid parameter',
    meaning:
      'A query parameter is unknown or has a value that is not allowed. Nothing is clamped or ignored.',
  },
  unauthorized: {
    status: 401,
    title: 'Unauthorized',
    meaning:
      'The `Authorization` header does not name the token that shows what is not public. Without the header, what is public is served.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'Nothing stands at this address. `available` lists what does, `didYouMean` the nearest.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The service is read-only: GET, HEAD and OPTIONS.',
  },
  'not-acceptable': {
    status: 406,
    title: 'Not acceptable',
    meaning: 'The request accepts none of the forms or codings of the resource. `available` lists them.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    meaning: 'The request did not arrive whole in time.',
  },
  gone: {
    status: 410,
    title: 'Gone',
    meaning: 'An article stood at this address, and was deleted.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    meaning: 'The resource has changed: If-Match does not name its ETag.',
  },
  'uri-too-long': { status: 414, title: 'URI too long', meaning: 'An address has at most 8,000 characters.' },
  'range-not-satisfiable': {
    status: 416,
    title: 'Range not satisfiable',
    meaning:
      'The file ends before the range of bytes that was asked for. `Content-Range` says how many it has.',
  },
  'expectation-failed': {
    status: 417,
    title: 'Expectation failed',
    meaning: 'The `Expect` header asks for something that the service does not do.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Request header fields too large',
    meaning: 'The headers of a request have at most 16 KB together.',
  },
  'internal-error': {
    status: 500,
    title: 'Internal error',
    meaning: 'The service failed; it is in its log. Try again later.',
  },
  unavailable: {
    status: 503,
    title: 'Service unavailable',
    meaning:
      'The service is starting, stopping or overloaded. `Retry-After` says in how many seconds to try again.',
  },
  'version-not-supported': {
    status: 505,
    title: 'HTTP version not supported',
    meaning: 'The service speaks HTTP/1.1 and 1.0.',
  },
} as const satisfies Record<string, { status: number; title: string; meaning: string }>

export type ProblemName = keyof typeof problems

type Extras = Pick<ProblemAnswer, 'errors' | 'available'> & {
  didYouMean?: string | undefined
  /** Paths to what was probably meant, for the pages of errors. */
  suggestions?: string[]
}

export type ProblemParts = Extras & { headers?: Record<string, string> }

/** An error that becomes an answer, with `headers`. One may answer many requests at once, so it is frozen. */
export class Problem extends Error {
  readonly problem: ProblemName
  readonly extras: Readonly<Extras>
  readonly headers: Readonly<Record<string, string>>

  constructor(problem: ProblemName, detail: string, { headers = {}, ...extras }: ProblemParts = {}) {
    super(detail)
    this.problem = problem
    this.extras = Object.freeze(extras)
    this.headers = Object.freeze(headers)
  }

  get status(): number {
    return problems[this.problem].status
  }
}

/** An error may be over a moment later, so no cache keeps it. */
export const headersOfErrors = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** The body of a problem: RFC 9457 §3. */
export const problemAnswer = (problem: Problem, instance: string, base: string): ProblemAnswer => {
  const { suggestions: _, didYouMean, ...extras } = problem.extras
  return {
    type: `${base}/problems/${problem.problem}`,
    title: problems[problem.problem].title,
    status: problem.status,
    detail: problem.message,
    instance,
    ...extras,
    ...(didYouMean !== undefined && { didYouMean }),
  }
}

type BadParameter = NonNullable<Extras['errors']>[number]

/** Query parameters that are refused. Each `detail` follows the name of its parameter in a sentence; `rest` follows all. */
export const invalidParameters = (errors: BadParameter[], extras: Extras = {}, rest = ''): Problem => {
  const detail = errors.map((error) => `${error.parameter} ${error.detail}.`).join(' ') + rest
  return new Problem('invalid-parameter', detail, { errors, ...extras })
}

/** A query parameter that is refused. `detail` follows its name in a sentence. */
export const invalidParameter = (parameter: string, detail: string, extras: Extras = {}): Problem =>
  invalidParameters([{ parameter, detail }], extras)

type Missing = {
  /** The name that was asked for, and those that exist: of many, the error lists the nearest. */
  asked: string
  known: readonly string[]
  pathOf: (name: string) => string
  /** The path of what it would be a part of. */
  whole?: string
}

/** A name that no resource has, with the names that some have. */
export const notFound = (detail: string, { asked, known, pathOf, whole }: Missing): Problem => {
  const available = nearestFew(asked, known)
  const didYouMean = nearest(asked, available)
  const suggestions = [
    ...(didYouMean === undefined ? [] : [pathOf(didYouMean)]),
    ...(whole === undefined ? [] : [whole]),
  ]
  return new Problem('not-found', detail, { available, didYouMean, suggestions })
}

/** RFC 9110 §9.1: the methods of a read-only service, as `Allow` lists them. */
export const allow = 'GET, HEAD, OPTIONS'

/** RFC 9110 §15.5.6. The connection is closed, so that a body is never read as a request. */
export const methodNotAllowed = (method = ''): Problem =>
  new Problem('method-not-allowed', `${method} is not allowed: the service is read-only.`, {
    available: allow.split(', '),
    headers: { allow, connection: 'close' },
  })

/** RFC 9110 §15.6.4, with the seconds after which to try again. */
export const unavailable = (detail: string, seconds = 5): Problem =>
  new Problem('unavailable', detail, { headers: { 'retry-after': String(seconds) } })

/** RFC 9110 §15.6.6. */
export const versionNotSupported = (problem: ProblemName = 'version-not-supported'): Problem =>
  new Problem(problem, 'The service speaks HTTP/1.1 and 1.0.', { headers: { connection: 'close' } })
