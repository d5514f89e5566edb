import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { type Folder, openFolder } from '../library/folder.ts'
import type { Library } from '../library/library.ts'
import type { Report } from '../library/report.ts'
import { openSqliteLibrary, UnusableIndex } from '../library/sqlite.ts'
import { sources } from '../sources/sources.ts'
import { UserError } from './command.ts'
import { assertFolder, spellFaultIn, spellFolder } from './folder.ts'

const openLibrary = ({ INDEX_FILE }: Config, folder: string): Library => {
  if (INDEX_FILE === undefined) return openSqliteLibrary()
  const onRebuild = (why: string) => process.stderr.write(`${INDEX_FILE} is ${why}: it is built anew\n`)
  try {
    return openSqliteLibrary({ index: { file: INDEX_FILE, folder: resolve(folder) }, onRebuild })
  } catch (error) {
    throw error instanceof UnusableIndex ? new UserError(`${error.message}: ${error.hint}`) : error
  }
}

/** A folder with the library that is filled from it, and what the first look at it found. */
export type Loaded = { library: Library; watched: Folder; report: Report }

/** A library filled from the folder with what can be served. Throws a UserError where there is no such folder. */
export const open = async (config: Config, folder: string): Promise<Loaded> => {
  assertFolder(folder, ': name the folder of articles with DATA_DIR or as the argument')
  const library = openLibrary(config, folder)
  const watched = await openFolder({ folder, sources, library })
  return { library, watched, report: await watched.look() }
}

/** The same, where every file can be served. Throws a UserError that lists every fault of every file. */
export const load = async (config: Config, folder: string): Promise<Loaded> => {
  const loaded = await open(config, folder)
  const faults = loaded.watched.faults()
  if (faults.length === 0) return loaded
  await loaded.library.close()
  const lines = faults.map(spellFaultIn(folder)).join('\n')
  throw new UserError(`${lines}\n${spellFolder(folder)} is not served: mend the above and start again`)
}
