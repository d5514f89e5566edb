import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { type Folder, openFolder } from '../folder/folder.ts'
import type { Engine } from '../library/library.ts'
import type { Report } from '../folder/report.ts'
import { openSqliteLibrary, UnusableIndex } from '../library/sqlite/sqlite.ts'
import type { Fault } from '../sources/fault.ts'
import { sources } from '../sources/sources.ts'
import { UserError } from './command.ts'
import { assertFolder, spellFaultIn, spellFolder, spellLeaveOut } from './folder.ts'

const refuse = (folder: string, faults: readonly Fault[]): UserError => {
  const lines = [...faults.map(spellFaultIn(folder)), spellLeaveOut(faults) ?? '']
  const last = `${spellFolder(folder)} is not served: mend the above and start again`
  return new UserError([...lines.filter((line) => line !== ''), last].join('\n'))
}

const explainError = (error: unknown): unknown =>
  error instanceof UnusableIndex ? new UserError(`${error.message}: ${error.hint}`) : error

const openLibrary = ({ INDEX_FILE }: Config, folder: string): Engine => {
  if (INDEX_FILE === undefined) return openSqliteLibrary()
  const onRebuild = (why: string) => process.stderr.write(`${INDEX_FILE} is ${why}: it is built anew\n`)
  try {
    return openSqliteLibrary({ index: { file: INDEX_FILE, folder: resolve(folder) }, onRebuild })
  } catch (error) {
    throw explainError(error)
  }
}

const lookFirst = async (watched: Folder, library: Engine): Promise<Report> => {
  try {
    return await watched.look()
  } catch (error) {
    await library.close()
    throw explainError(error)
  }
}

/** A folder with the library that is filled from it, and what the first look at it found. */
export type Loaded = { library: Engine; watched: Folder; report: Report }

/** A library filled from the folder with what can be served. Throws a UserError where there is no such folder. */
export const open = async (config: Config, folder: string): Promise<Loaded> => {
  assertFolder(folder, ': name the folder of articles with DATA_DIR or as the argument')
  const library = openLibrary(config, folder)
  const watched = await openFolder({ folder, sources, library })
  return { library, watched, report: await lookFirst(watched, library) }
}

/** The same, where every file can be served. Throws a UserError that lists every fault of every file. */
export const load = async (config: Config, folder: string): Promise<Loaded> => {
  const loaded = await open(config, folder)
  const faults = loaded.watched.faults()
  if (faults.length === 0) return loaded
  await loaded.library.close()
  throw refuse(folder, faults)
}
