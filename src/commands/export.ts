import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { createWorld } from '../app.ts'
import type { Config } from '../config.ts'
import { codeOf, isBelow } from '../disk.ts'
import { type Exported, exportSite } from '../export/export.ts'
import { UnusableFolder } from '../export/record.ts'
import { digestOfAnswers } from '../library/sqlite/fingerprint.ts'
import { routesOf } from '../routes/routes.ts'
import { version } from '../version.ts'
import { folderOptions, folderUsage, readArguments, readSettings } from './arguments.ts'
import { type Command, UserError } from './command.ts'
import { formatCount, formatFaultIn, formatFolder, openServed } from './folder.ts'
import { showBar } from './progress.ts'

const realPath = (path: string): string =>
  existsSync(path) || path === dirname(path)
    ? realpathSync(path)
    : join(realPath(dirname(path)), basename(path))

/** Files of an export among the articles would be read as articles. */
const assertApart = (out: string, folder: string): void => {
  const [to, from] = [realPath(resolve(out)), realPath(resolve(folder))]
  if (to === from || isBelow(to, from) || isBelow(from, to))
    throw new UserError(`${out} and the folder of articles may not be one in the other: give another --out`)
}

const explain = (error: unknown, out: string): unknown => {
  if (error instanceof UnusableFolder) return new UserError(error.message)
  const code = codeOf(error)
  const again = 'what was written is whole, and the next export does the rest'
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UserError(`The disk of ${out} is full: ${again}`)
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new UserError(`${out} may not be written by this user: ${code}`)
  return error
}

/** A whole folder or none: what a faulty file holds would be missing, and so deleted. */
const openWhole = async (config: Config) => {
  const content = await openServed(config)
  const faults = content.faults()
  if (faults.length === 0) return content
  await content.close()
  const lines = faults.map((fault) => formatFaultIn(config.DATA_DIR, fault))
  throw new UserError(
    [...lines, `${formatFolder(config.DATA_DIR)} is not exported: mend the above and export again`].join(
      '\n',
    ),
  )
}

const notExported = `Not exported, for it needs a server: /search, /health, preconditions and forms by Accept beyond what .nginx/ does,
queries but ?page= of lists, sections by position or heading, redirects of old addresses. See docs/export.md.
`

const format = ({ articles, written, deleted }: Exported, out: string): string =>
  `${formatCount(articles, 'article')} in ${formatFolder(out)}: ${formatCount(written, 'file')} written, ${deleted} deleted\n${notExported}`

const exportTo = async (config: Config, out: string): Promise<number> => {
  const content = await openWhole(config)
  try {
    const { library, readPart } = content
    const exported = await exportSite({
      out: resolve(out),
      ...createWorld({ library, config }),
      routes: routesOf(version, undefined, config.PREVIEW_TOKEN !== undefined),
      readPart,
      digestOfCode: digestOfAnswers(),
      onProgress: showBar,
    })
    process.stdout.write(format(exported, out))
    const missing = exported.missing.map(({ path }) => `${path} is gone or has changed: export again\n`)
    process.stderr.write(missing.join(''))
    return missing.length === 0 ? 0 : 1
  } catch (error) {
    throw explain(error, out)
  } finally {
    await content.close()
  }
}

export const exportCommand: Command = {
  usage: `maqal export [FOLDER] --out DIR [OPTIONS]

Writes all that a server answers of FOLDER, in place of DATA_DIR, as files with their extensions below DIR: a static host
answers the same bytes. Only what changed since the last export to DIR is written, what is gone or not public any more is
deleted. DIR is empty, new, or of an earlier export; files that no export wrote are left alone.

  --out DIR          where to write
${folderUsage}

PUBLIC_URL says where the files will be served. Exits with 1 where a file of FOLDER has a fault (nothing is written then)
or the export could not be finished: the next one does the rest.`,
  async run(argv) {
    const options = { out: { type: 'string' }, ...folderOptions } as const
    const tooMany = 'maqal export takes one folder'
    const { values, positionals } = readArguments(argv, { command: 'export', options, most: 1, tooMany })
    const { out, ...given } = values
    if (out === undefined) throw new UserError('maqal export needs --out: the folder to write to')
    const settings = readSettings(given)
    // A temporary index: a server may use the one that the settings name.
    const config = {
      ...settings,
      DATA_DIR: positionals[0] ?? settings.DATA_DIR,
      INDEX_FILE: undefined,
      CACHE_DISK_BYTES: 0,
    }
    assertApart(out, config.DATA_DIR)
    if (config.PUBLIC_URL === undefined)
      process.stderr.write(
        'Absolute links begin with the address of a server: set PUBLIC_URL to where the files will be served\n',
      )
    return exportTo(config, out)
  },
}
