/** Copies the files beside articles, which their address names by a digest. */
import { extname } from 'node:path'
import { headersOfFile } from '../http/files.ts'
import type { FileUse, Library, ReadFilePart } from '../library/library.ts'
import { type Facts, noFacts, saidOf } from './facts.ts'
import type { Groups } from './groups.ts'
import { copiedAtOnce } from './limits.ts'

const partsOfFile = async function* (file: FileUse, readPart: ReadFilePart) {
  for (let start = 0; start < file.bytes; start += copiedAtOnce) {
    const length = Math.min(copiedAtOnce, file.bytes - start)
    const part = await readPart(file, { start, length })
    if (part === undefined) throw new Error(`${file.path} changed while it was copied: export again`)
    yield part
  }
}

const factsOf = (path: string, use: FileUse, origins: readonly string[]): Facts => ({
  ...noFacts('/files/'),
  extensions: {
    [extname(path).toLowerCase()]: saidOf(use.type, headersOfFile(use, origins, Infinity)),
  },
})

type World = { library: Library; readPart: ReadFilePart; origins: readonly string[] }

/** Resolves with the file where it is gone, or is not any more what its article found. */
export const putBeside = async (
  { record, tree, claim, settle }: Groups,
  { path, hash }: { path: string; hash: string },
  { library, readPart, origins }: World,
): Promise<FileUse | undefined> => {
  const { files } = await library.filesWith(hash)
  const [first] = files
  if (first === undefined) return undefined
  const group = `file ${path}`
  const file = path.slice(1)
  if (record.find(group)?.key === hash && tree.hasSize(file, first.bytes)) {
    record.touch(group)
    return undefined
  }
  const before = claim(group, [file])
  for (const use of files) {
    const start = await readPart(use, { start: 0, length: Math.min(use.bytes, 1) })
    if (start === undefined) continue
    await tree.putParts(file, partsOfFile(use, readPart))
    settle(group, before, { key: hash, files: [file], facts: factsOf(path, first, origins) })
    return undefined
  }
  return first
}
