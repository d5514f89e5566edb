import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { createWorld } from '../app.ts'
import type { Config } from '../config.ts'
import { codeOf, isBelow } from '../disk.ts'
import { type Exported, exportSite } from '../export/export.ts'
import { mostExports } from '../export/limits.ts'
import { UnusableFolder } from '../export/record.ts'
import { type Library, type ReadFilePart, Unavailable } from '../library/library.ts'
import { digestOfAnswers } from '../library/sqlite/fingerprint.ts'
import { routesOf } from '../routes/routes.ts'
import { version } from '../version.ts'
import { databaseOption, folderOptions, folderUsage, readArguments, readSettings } from './arguments.ts'
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

/** What is said of a folder says nothing of a database. */
const assertNoFolder = (folder: string, positionals: readonly string[], given: readonly string[]): void => {
  if (positionals.length > 0)
    throw new UserError(
      `DATABASE_URL names where the articles are: maqal publish ${folder} brings those of a folder there, and maqal export takes none`,
    )
  const option = given.find((name) => Object.hasOwn(folderOptions, name))
  if (option !== undefined)
    throw new UserError(
      `--${option} is for a folder: give it to maqal publish, which brings one to the database`,
    )
}

const explain = (error: unknown, out: string): unknown => {
  if (error instanceof UnusableFolder) return new UserError(error.message)
  const code = codeOf(error)
  const again = 'what was written is whole, and the next export does the rest'
  if (error instanceof Unavailable) return new UserError(`${error.message}: ${again}`)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UserError(`The disk of ${out} is full: ${again}`)
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new UserError(`${out} may not be written by this user: ${code}`)
  return error
}

/** The articles that are exported. */
type Source = { library: Library; readPart: ReadFilePart; close: () => Promise<void> }

/** A whole folder or none: what a faulty file holds would be missing, and so deleted. */
const openWhole = async (config: Config): Promise<Source> => {
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

/** The state that answers are of. */
const stateOf = async (library: Library): Promise<string> => {
  const { revision, due } = await library.articles({ page: 1, limit: 1 })
  return `${revision} ${due}`
}

/** Exports one state of the articles, which another process may change meanwhile. */
const exportState = async (config: Config, out: string, { library, readPart }: Source): Promise<Exported> => {
  const counts = { written: 0, deleted: 0 }
  for (let time = 0; time < mostExports; time += 1) {
    const before = await stateOf(library)
    const exported = await exportSite({
      out: resolve(out),
      ...createWorld({ library, config }),
      routes: routesOf(version, undefined, config.PREVIEW_TOKEN !== undefined),
      readPart,
      digestOfCode: digestOfAnswers(),
      onProgress: showBar,
    })
    counts.written += exported.written
    counts.deleted += exported.deleted
    if ((await stateOf(library)) === before) return { ...exported, ...counts }
  }
  throw new UserError('The articles changed again and again while they were exported: export again')
}

const exportTo = async (config: Config, out: string, open: () => Promise<Source>): Promise<number> => {
  const content = await open()
  try {
    const exported = await exportState(config, out, content)
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
deleted. DIR is empty, new, or of an earlier export; files that no export wrote are left alone. With DATABASE_URL the
articles of that database are exported, and there is no FOLDER: maqal publish brings them there.

  --out DIR          where to write
  --database-url URL the database, in place of DATABASE_URL
${folderUsage}

PUBLIC_URL says where the files will be served. Exits with 1 where a file of FOLDER has a fault (nothing is written then)
or the export could not be finished: the next one does the rest.`,
  async run(argv) {
    const options = { out: { type: 'string' }, ...databaseOption, ...folderOptions } as const
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
    const { DATABASE_URL } = config
    if (DATABASE_URL === undefined) assertApart(out, config.DATA_DIR)
    else assertNoFolder(config.DATA_DIR, positionals, Object.keys(given))
    if (config.PUBLIC_URL === undefined)
      process.stderr.write(
        'Absolute links begin with the address of a server: set PUBLIC_URL to where the files will be served\n',
      )
    return exportTo(config, out, async () => {
      if (DATABASE_URL === undefined) return openWhole(config)
      const { openPublished } = await import('./database.ts')
      return openPublished({ ...config, DATABASE_URL })
    })
  },
}
