/** Writes the files of an export: each whole or not at all, and only where it is another. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileTypeOf } from '../disk.ts'
import { recordName, removeFile, UnusableFolder } from './record.ts'

/** What the names of the codings of a file end in. */
const suffixes = { br: '.br', gzip: '.gz' } as const

type Coding = keyof typeof suffixes

const codings = Object.keys(suffixes) as Coding[]

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true

const hasBytes = (path: string, bytes: Buffer): boolean => {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.size === bytes.length && readFileSync(path).equals(bytes)
}

/** The bytes of a file, and how they are compressed; without `code` they are not. */
type Content = { bytes: Buffer; code?: ((coding: Coding) => Promise<Buffer>) | undefined }

/** Makes the functions that write and remove files below a folder. */
export const createTree = (root: string) => {
  const temporary = join(root, `${recordName}-new`)
  /** Folders that are known to be folders. */
  const known = new Set<string>()
  const counts = { written: 0, deleted: 0 }

  /** Makes a folder and those above it. A link is not followed: it may lead to what is not of the export. */
  const ensureFolder = (folder: string): void => {
    if (folder === root || known.has(folder)) return
    ensureFolder(dirname(folder))
    const stat = lstatSync(folder, { throwIfNoEntry: false })
    if (stat === undefined) mkdirSync(folder)
    else if (!stat.isDirectory())
      throw new UnusableFolder(
        `${folder} is ${stat.isFile() ? 'a file' : fileTypeOf(stat)}, not a folder: move it away`,
      )
    known.add(folder)
  }

  /** Written under another name, and renamed when all of it is there. A run that was killed leaves at most that one name. */
  const writeWhole = async (
    path: string,
    chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  ): Promise<void> => {
    ensureFolder(dirname(path))
    rmSync(temporary, { force: true })
    const descriptor = openSync(temporary, 'wx')
    try {
      for await (const chunk of chunks)
        for (let at = 0; at < chunk.length;) at += writeSync(descriptor, chunk, at)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, path)
    counts.written += 1
  }

  const removeEmpty = (folder: string): void => {
    if (folder === root) return
    try {
      rmdirSync(folder)
    } catch {
      return
    }
    known.delete(folder)
    removeEmpty(dirname(folder))
  }

  const removeCodings = (path: string): void => {
    for (const coding of codings) if (removeFile(path + suffixes[coding])) counts.deleted += 1
  }

  return {
    counts,
    has: (file: string): boolean => isFile(join(root, file)),
    hasSize: (file: string, size: number): boolean => {
      const stat = lstatSync(join(root, file), { throwIfNoEntry: false })
      return stat?.isFile() === true && stat.size === size
    },
    /** Throws UnusableFolder where another program's file stands in the place of one that is to be written. */
    assertFree(file: string): void {
      for (const path of ['', ...Object.values(suffixes)].map((suffix) => join(root, file + suffix)))
        if (lstatSync(path, { throwIfNoEntry: false }) !== undefined)
          throw new UnusableFolder(`${path} was written by no export: move it away`)
    },
    /** The codings are removed first, so that none is ever beside other bytes, also where the run is killed. */
    async put(file: string, { bytes, code }: Content): Promise<void> {
      const path = join(root, file)
      if (!hasBytes(path, bytes)) {
        removeCodings(path)
        await writeWhole(path, [bytes])
      }
      if (code === undefined) return removeCodings(path)
      const missing = codings.filter((coding) => !isFile(path + suffixes[coding]))
      const made = await Promise.all(missing.map((coding) => code(coding)))
      for (const [index, coding] of missing.entries())
        await writeWhole(path + suffixes[coding], [made[index] ?? Buffer.alloc(0)])
    },
    /** The same of a file whose bytes come in parts. */
    putParts: (file: string, parts: AsyncIterable<Buffer>): Promise<void> =>
      writeWhole(join(root, file), parts),
    remove(file: string): void {
      const path = join(root, file)
      if (removeFile(path)) counts.deleted += 1
      removeCodings(path)
      if (existsSync(dirname(path))) removeEmpty(dirname(path))
    },
    /** Folders may be replaced while a run goes on for long. */
    forgetFolders: (): void => known.clear(),
    close: (): void => rmSync(temporary, { force: true }),
  }
}
