/** A command of `maqal`, in a file of its own that is loaded when it is asked for. */
export type Command = {
  /** What `maqal NAME --help` prints. */
  usage: string
  /** Resolves with the exit code when the command is done. */
  run: (argv: string[]) => Promise<number>
}

/** A mistake of the person, printed without a stack; the exit code is 1. */
export class UserError extends Error {}

type Entry = { name: string; summary: string; load: () => Promise<Command> }

/** The commands. To add one, write its file and name it here. */
export const commands: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'serve a folder of articles over HTTP',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'dev',
    summary: 'serve a folder while you write it: edits show at once',
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    name: 'publish',
    summary: 'bring a folder of articles into a PostgreSQL database',
    load: async () => (await import('./publish.ts')).publish,
  },
  {
    name: 'check',
    summary: 'read every article of a folder and name every fault',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of an article file',
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'openapi',
    summary: 'print the OpenAPI document of the API',
    load: async () => (await import('./openapi.ts')).openapi,
  },
  {
    name: 'import',
    summary: 'make an article file of a document',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'export',
    summary: 'write the whole API as files for a static host',
    load: async () => (await import('./export.ts')).exportCommand,
  },
]
