/** One file of a folder: its stamp, its text, and what is refused. What is opened is what is checked. */
import { createHash } from 'node:crypto'
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
} from 'node:fs'
import { basename, extname, join, sep } from 'node:path'
import type { Article } from '../article/article.ts'
import { slug } from '../article/slug.ts'
import type { Fault } from '../sources/fault.ts'
import type { Source } from '../sources/source.ts'

/** The largest file that is read: 5 MB. */
const largest = 5_000_000

/** A fault of a file as a whole. */
export const faultOf = (file: string, problem: string, hint: string): Fault => ({
  file,
  line: 0,
  column: 0,
  path: '',
  problem,
  hint,
})

/** The fault of a file whose id another has. */
export const conflictOf = (file: string, id: string, other: string): Fault =>
  faultOf(file, `has the id "${id}", as has ${other}`, 'give each article its own id')

/** Changes whenever the file may have: a rename gives another inode, a change of rights another ctime. */
export const stampOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string =>
  `${size}-${mtimeNs}-${ctimeNs}-${ino}`

export const spellError = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'an error'

/** What a file holds now; `torn` where it changed while it was read; `isPassing` where the same bytes may be read later. */
export type FileReading =
  | { kind: 'article'; article: Article; digest: string; warnings: Fault[] }
  | { kind: 'refused'; faults: Fault[]; isPassing?: true }
  | { kind: 'torn' }

type Content = { text: string; digest: string } | FileReading

const refused = (fault: Fault): FileReading => ({ kind: 'refused', faults: [fault] })

const decode = (file: string, bytes: Buffer): Content => {
  if (bytes.includes(0)) return refused(faultOf(file, 'holds a NUL byte', 'save it as UTF-8'))
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { text, digest: createHash('sha256').update(bytes).digest('base64url') }
  } catch {
    return refused(faultOf(file, 'is not UTF-8', 'save it as UTF-8'))
  }
}

const readOpen = (file: string, descriptor: number): Content => {
  const before = fstatSync(descriptor, { bigint: true })
  if (!before.isFile()) return refused(faultOf(file, 'is not a regular file', 'put a file there'))
  if (before.size > largest) {
    return refused(faultOf(file, `has ${before.size} bytes`, `the most is ${largest}: split the article`))
  }
  const bytes = readFileSync(descriptor)
  return stampOf(before) === stampOf(fstatSync(descriptor, { bigint: true }))
    ? decode(file, bytes)
    : { kind: 'torn' }
}

/** Opened without waiting, so that a pipe put in its place cannot hold the reader. */
const readContent = (folder: string, file: string): Content => {
  const path = join(folder, file)
  if (!realpathSync(path).startsWith(folder + sep)) {
    return refused(faultOf(file, 'is a link that leads out of the folder', 'put the file itself there'))
  }
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return readOpen(file, descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const readSafely = (folder: string, file: string): Content => {
  try {
    return readContent(folder, file)
  } catch (error) {
    const problem = `cannot be read: ${spellError(error)}`
    const faults = [faultOf(file, problem, 'let it be read by the user that maqal runs as')]
    return { kind: 'refused', faults, isPassing: true }
  }
}

/** Reads the article of a file; `folder` is a real path, `file` relative to it. Never throws. */
export const readArticle = (folder: string, file: string, source: Source): FileReading => {
  const content = readSafely(folder, file)
  if ('kind' in content) return content
  const reading = source.read(content.text, file, slug(basename(file, extname(file))))
  if ('faults' in reading) return { kind: 'refused', faults: reading.faults }
  const { article, warnings } = reading
  return article.id === ''
    ? refused(faultOf(file, 'has a name that gives no id', 'write an "id" in it'))
    : { kind: 'article', article, digest: content.digest, warnings }
}
