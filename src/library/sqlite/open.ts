import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { model, schema } from './schema.ts'

/** Where an index on disk is, and of which folder it is. */
export type Place = { file: string; folder: string }

/** What an index must be of to be used: this schema and model, and this folder. */
const fingerprint = (folder: string): number =>
  createHash('sha256').update(`${model} ${folder} ${schema}`).digest().readInt32BE(0)

/** Thrown where another process has the index open. */
export class IndexInUse extends Error {}

const isBusy = (error: unknown): boolean => error instanceof Error && /locked|busy/i.test(error.message)

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]

/** Why an index cannot be used as it is, or undefined. */
const unfit = (database: DatabaseSync, folder: string): string | undefined => {
  const version = pragma(database, 'user_version')
  if (version === 0) return 'new'
  if (version !== fingerprint(folder)) return 'of another version or folder'
  return pragma(database, 'quick_check(1)') === 'ok' ? undefined : 'damaged'
}

const create = (database: DatabaseSync, folder: string): void => {
  database.exec(schema)
  database.exec(`PRAGMA user_version = ${fingerprint(folder)}`)
}

const openFile = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  return database
}

const removeFiles = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

const tryOpen = ({ file, folder }: Place): { database?: DatabaseSync; why?: string } => {
  let database: DatabaseSync | undefined
  try {
    database = openFile(file)
    const why = unfit(database, folder)
    if (why === undefined) return { database }
    database.close()
    return { why }
  } catch (error) {
    if (isBusy(error)) throw new IndexInUse(`${file} is in use by another process`)
    if (database?.isOpen === true) database.close()
    return { why: 'damaged' }
  }
}

/** The index on disk, built anew, and said why, where it is not fit for use. */
export const openIndex = (place: Place, onRebuild: (why: string) => void): DatabaseSync => {
  const { database, why = '' } = tryOpen(place)
  if (database !== undefined) return database
  if (why !== 'new') onRebuild(why)
  removeFiles(place.file)
  const fresh = openFile(place.file)
  create(fresh, place.folder)
  return fresh
}

export const openInMemory = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:')
  create(database, '')
  return database
}
