/** What is thrown where something stands at another address now. */
import type { Params } from './match.ts'

/** By a route, with the parameters that are others now. */
export class MovedPart extends Error {
  readonly params: Params

  constructor(params: Params) {
    super('It has moved')
    this.params = params
  }
}

/** With the path where it stands now, as it is asked for: with its extension. */
export class Moved extends Error {
  readonly path: string
  /** Whether what is asked for is there: the article has moved, and the section may be none of it. */
  readonly isThere: boolean

  constructor(path: string, isThere = true) {
    super(`It has moved to ${path}`)
    this.path = path
    this.isThere = isThere
  }
}
