import { buildApp } from '../app.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { load } from './load.ts'
import { readSettings } from './settings.ts'

export const openapi: Command = {
  usage: `maqal openapi [FOLDER]

Prints the OpenAPI 3.1 document that a server of FOLDER, in place of DATA_DIR, answers at /openapi.json.
Its examples are of the articles of the folder.`,
  async run(argv) {
    const tooMany = 'maqal openapi takes one folder'
    const { positionals } = readArguments(argv, { command: 'openapi', options: {}, most: 1, tooMany })
    const config = readSettings()
    const { library } = await load({ ...config, INDEX_FILE: undefined }, positionals[0] ?? config.DATA_DIR)
    const app = await buildApp({ library, config })
    const { payload } = await app.inject('/openapi.json')
    process.stdout.write(payload)
    await app.close()
    await library.close()
    return 0
  },
}
