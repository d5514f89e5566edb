/** Tells which code made an index: one of other code, other dependencies or another folder is built anew. */
import { createHash, type Hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tables } from './tables.ts'

/** The folders of `src/` whose code decides what is stored. */
const rooms = ['article', 'sources', 'search', 'folder', 'library']

/** Those whose code decides what is answered. */
const roomsOfAnswers = ['article', 'formats', 'http', 'library', 'routes']

/** In a checkout this file is TypeScript below `src/`; in the package it is part of a bundle beside the rest of the code. */
const codeFolders = (of: readonly string[]): string[] =>
  import.meta.filename.endsWith('.ts')
    ? of.map((room) => join(import.meta.dirname, '../..', room))
    : [import.meta.dirname]

const addFolder = (hash: Hash, folder: string): void => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter((file) => /\.(?:[jt]s|json)$/.test(file)).toSorted()) {
    hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)))
  }
}

/**
 * A digest of everything that decides what is stored: the version of the package, its dependencies, its code, the tables, and
 * the Unicode data of Node, by which texts are divided into words. The code is read, since a checkout changes without
 * its version: 1.5 ms for the checkout, 6 ms for the package, and only where there is an index on disk.
 */
const digestOfCode = (of: readonly string[]): string => {
  const manifest = fileURLToPath(import.meta.resolve('maqal/package.json'))
  const { version, dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>
  const { unicode, icu } = process.versions
  const hash = createHash('sha256')
  hash.update(JSON.stringify([version, dependencies, unicode, icu, tables]))
  const lock = join(dirname(manifest), 'package-lock.json')
  if (existsSync(lock)) hash.update(readFileSync(lock))
  for (const folder of codeFolders(of)) addFolder(hash, folder)
  return hash.digest('base64url')
}

/** A digest of everything that decides what is stored of an article. */
export const digestOfStored = (): string => digestOfCode(rooms)

/** The `user_version` of an index of a folder: never 0, which is that of a database in which nothing was written. */
export const fingerprint = (folder: string): number =>
  createHash('sha256')
    .update(`${digestOfCode(rooms)} ${folder}`)
    .digest()
    .readInt32BE(0) || 1

/** A digest of everything but articles and settings that decides what is answered. */
export const digestOfAnswers = (): string => digestOfCode(roomsOfAnswers)
