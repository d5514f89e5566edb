import { articleSchema } from '../article/file.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'

export const schema: Command = {
  usage: `maqal schema

Prints the JSON Schema of an article file. Save it and name it in a file's "$schema", and an editor completes and
checks as one writes:

  maqal schema > article.schema.json`,
  async run(argv) {
    readArguments(argv, {
      command: 'schema',
      options: {},
      most: 0,
      tooMany: 'maqal schema takes no arguments',
    })
    process.stdout.write(`${JSON.stringify(articleSchema(), null, 2)}\n`)
    return 0
  },
}
