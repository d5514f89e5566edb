import type { Problem } from './types.ts'

/** An answer that is an error: RFC 9457, with what there is and the nearest match where the server says so. */
export class MaqalProblem extends Error {
  /** Where the type of error is explained. */
  readonly type: string
  /** What went wrong, the same for every error of the type. */
  readonly title: string
  /** The status of the answer. */
  readonly status: number
  /** What was wrong this time. */
  readonly detail: string
  /** The address that was asked for. */
  readonly instance: string
  /** Each parameter that was wrong, and how. */
  readonly errors: NonNullable<Problem['errors']>
  /** What there is instead. */
  readonly available: string[]
  /** The nearest of what there is. */
  readonly didYouMean: string | undefined

  constructor(problem: Partial<Problem> & Pick<Problem, 'status' | 'title'>) {
    super(problem.detail ?? problem.title)
    this.name = 'MaqalProblem'
    this.type = problem.type ?? 'about:blank'
    this.title = problem.title
    this.status = problem.status
    this.detail = problem.detail ?? ''
    this.instance = problem.instance ?? ''
    this.errors = problem.errors ?? []
    this.available = problem.available ?? []
    this.didYouMean = problem.didYouMean
  }
}

/** An error as a MaqalProblem. An answer that is not ours, a proxy's page perhaps, is known by its status alone. */
export const problemOf = async (answer: Response): Promise<MaqalProblem> => {
  const own = { status: answer.status, title: answer.statusText || `HTTP ${answer.status}` }
  const body: unknown = await answer.json().catch(() => null)
  return new MaqalProblem(
    typeof body === 'object' && body !== null ? { ...own, ...body, status: own.status } : own,
  )
}
