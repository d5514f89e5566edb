import type { Config } from '../config.ts'
import type { Content } from '../content.ts'
import type { Report } from '../folder/report.ts'
import type { Command } from './command.ts'
import { formatCount, formatFaultIn, formatFile, openServed } from './folder.ts'
import { readServing, serveFolder, settingUsage } from './serve.ts'

/** Browsers ask each time, and changes are always looked for. */
const whileWriting = (config: Config): Config => ({
  ...config,
  CACHE_CONTROL: 'no-cache',
  // A temporary one: a server may use the index, and all files are read so that every warning is printed.
  INDEX_FILE: undefined,
  POLL_INTERVAL: config.POLL_INTERVAL === 0 ? 1 : config.POLL_INTERVAL,
})

/** Prints what a look at the folder has found. */
const print = (folder: string, report: Report): void => {
  const { changed, refused, mended, gone, warnings, passedOver } = report
  const lines = [
    ...refused.map((fault) => formatFaultIn(folder, fault)),
    ...[...warnings, ...passedOver].map((warning) => `${formatFaultIn(folder, warning)}  (warning)`),
    ...mended.map((file) => `${formatFile(folder, file)}  is right again`),
    ...gone.map((file) => `${formatFile(folder, file)}  is gone`),
    ...(changed > 0 ? [`${formatCount(changed, 'article')} changed`] : []),
  ]
  process.stderr.write(lines.map((line) => `${line}\n`).join(''))
}

const hintOf = ({ faults }: Content): string => {
  const { size } = new Set(faults().map(({ file }) => file))
  const refused = `${formatCount(size, 'file')} ${size === 1 ? 'is' : 'are'} refused, as said above; the rest is served. `
  return `${size === 0 ? '' : refused}An edit shows at once: save, and load the page again.`
}

export const dev: Command = {
  usage: `maqal dev [FOLDER] [OPTIONS]

Serves FOLDER, in place of DATA_DIR, while you write it. What differs from maqal serve:

  An edit shows as soon as you save it and load the page again: answers are no-cache.
  A file that has a fault does not stop the start. The fault is printed, and the rest is served.
  New faults and warnings are printed as they come.

${settingUsage}

Other settings are those of maqal serve; CACHE_CONTROL and INDEX_FILE are not used.`,
  async run(argv) {
    const config = whileWriting(readServing('dev', argv))
    const folder = config.DATA_DIR
    return serveFolder({
      config,
      async open() {
        const content = await openServed(config)
        print(folder, { ...(await content.looked), changed: 0 })
        return content
      },
      tell: (_, report) => print(folder, report),
      hintOf,
    })
  },
}
