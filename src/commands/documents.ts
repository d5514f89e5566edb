/** The documents that the arguments of `maqal import` name: files, and all that can be read in folders. */
import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { codeOf } from '../disk.ts'
import { UserError } from './command.ts'

const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/** The documents below a folder, in order of their paths. Links are passed over: they may lead in a circle. */
const documentsIn = (folder: string, extensions: ReadonlySet<string>): string[] => {
  const found: string[] = []
  const waiting = [folder]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (isHidden(entry.name)) continue
      const inner = join(path, entry.name)
      if (entry.isDirectory()) waiting.push(inner)
      else if (entry.isFile() && extensions.has(extname(inner).toLowerCase())) found.push(inner)
    }
  }
  return found.toSorted()
}

const isFolder = (path: string): boolean =>
  path !== '-' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** Every document once. `isMany` where a folder or more than one is named. Throws a UserError where a folder has none. */
export const listDocuments = (
  paths: readonly string[],
  extensions: readonly string[],
): { files: string[]; isMany: boolean } => {
  const known = new Set(extensions)
  const files = paths.flatMap((path) => {
    if (!isFolder(path)) return [path]
    try {
      const found = documentsIn(path, known)
      if (found.length > 0) return found
    } catch (error) {
      throw new UserError(`${path} cannot be listed: ${codeOf(error)}`)
    }
    throw new UserError(`There is no document in ${path}: documents are ${extensions.join(', ')}`)
  })
  return { files: [...new Set(files)], isMany: paths.length > 1 || paths.some(isFolder) }
}
