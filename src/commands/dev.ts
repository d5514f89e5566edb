import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Report } from '../library/folder.ts'
import type { Command } from './command.ts'
import { open } from './load.ts'
import { readServing, serveFolder, settingUsage } from './serve.ts'
import { count, spellFaultIn, spellFileIn } from './spell.ts'

/** What is the same for everyone who writes: browsers ask each time, and changes are looked for. */
const whileWriting = (config: Config): Config => ({
  ...config,
  CACHE_CONTROL: 'no-cache',
  // In memory: the index may belong to a server that runs, and every warning of every file is to be seen.
  INDEX_FILE: undefined,
  POLL_INTERVAL: config.POLL_INTERVAL === 0 ? 1 : config.POLL_INTERVAL,
})

/** Says on the terminal what a look at the folder has found. */
const print = (folder: string, { changed, refused, mended, warnings }: Report): void => {
  const spell = spellFaultIn(folder)
  const lines = [
    ...refused.map(spell),
    ...warnings.map((warning) => `${spell(warning)}  (warning)`),
    ...mended.map(
      (file) => `${spellFileIn(folder)(file)}  is ${existsSync(join(folder, file)) ? 'right again' : 'gone'}`,
    ),
    ...(changed > 0 ? [`${count(changed, 'article')} changed`] : []),
  ]
  process.stderr.write(lines.map((line) => `${line}\n`).join(''))
}

const hintOf = (refused: number): string => {
  const files = `${count(refused, 'file')} ${refused === 1 ? 'is' : 'are'} refused, as said above; the rest is served. `
  return `${refused === 0 ? '' : files}An edit shows at once: save, and load the page again.`
}

export const dev: Command = {
  usage: `maqal dev [FOLDER] [--port PORT] [--host HOST]

Serves FOLDER, in place of DATA_DIR, while you write it. What differs from maqal serve:

  An edit shows as soon as you save it and load the page again: answers are no-cache.
  A file that has a fault does not stop the start. The fault is printed, and the rest is served.
  New faults and warnings are printed as they come.

${settingUsage}

Other settings are those of maqal serve; CACHE_CONTROL and INDEX_FILE are not used.`,
  async run(argv) {
    const { config: given, folder } = readServing('dev', argv)
    const config = whileWriting(given)
    const loaded = await open(config, folder)
    print(folder, { ...loaded.report, changed: 0 })
    const refused = new Set(loaded.watched.faults().map(({ file }) => file)).size
    return serveFolder({
      config,
      folder,
      loaded,
      tell: () => (report) => print(folder, report),
      hint: hintOf(refused),
    })
  },
}
