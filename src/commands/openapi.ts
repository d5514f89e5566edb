import { buildApp } from '../app.ts'
import { openSqliteLibrary } from '../library/sqlite/sqlite.ts'
import { readArguments, readSettings } from './arguments.ts'
import type { Command } from './command.ts'

export const openapi: Command = {
  usage: `maqal openapi

Prints the OpenAPI 3.1 document that a server answers at /openapi.json. It is the same whatever the articles are;
PUBLIC_URL, or HOST and PORT, say where the server is. A FOLDER may be named as for other commands, and is not read.`,
  async run(argv) {
    const tooMany = 'maqal openapi takes one folder'
    readArguments(argv, { command: 'openapi', options: {}, most: 1, tooMany })
    const library = openSqliteLibrary()
    const app = await buildApp({ library, config: readSettings() })
    const { payload } = await app.inject('/openapi.json')
    process.stdout.write(payload)
    await app.close()
    await library.close()
    return 0
  },
}
