/** A command of `maqal`, in a file of its own that is loaded when it is asked for. */
export type Command = {
  /** What `maqal NAME --help` prints. */
  usage: string
  /** Resolves with the exit code when the command is done. */
  run: (argv: string[]) => Promise<number>
}

/** What a person did wrong, to be printed without a stack; the exit code is 1. */
export class UserError extends Error {}
