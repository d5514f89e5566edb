/** Reads one file of a folder. */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Article } from '../article/article.ts'
import type { IndexedWords } from '../library/library.ts'
import { readFileName } from '../article/file-name.ts'
import { type Fault, faultOf } from '../sources/fault.ts'
import type { Assumed, Places, Reference, Source } from '../sources/source.ts'
import { isBelow, type Trouble, troubleOf } from '../disk.ts'
import type { FolderContext } from './settings.ts'

/** Changes whenever the file may have changed: a rename gives another inode, a change of rights another ctime. */
export const stampOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string =>
  [size, mtimeNs, ctimeNs, ino].join('-')

/** The stamp of a link: its own, and that of its target. */
export const stampOfLink = (link: BigIntStats, target: string): string => `${stampOf(link)} ${target}`

/** The stamp at which a file was listed, with that of the bytes that were then read. */
export const stampAsRead = (listed: string, read: string): string =>
  [...listed.split(' ').slice(0, -1), read].join(' ')

/**
 * What a file holds now. `digest` changes with its bytes, and with the settings that they are read with. `stamp` is that of the bytes that were read: the file may have changed since it was listed. It is
 * `incomplete` where it changed or went while it was read, `isTransient` where the same bytes may be read later.
 */
export type FileReading =
  | {
      kind: 'article'
      article: Article
      given: string | null
      digest: string
      /** A digest of the bytes alone. */
      text: string
      stamp: string
      warnings: Fault[]
      assumed: Assumed[]
      references: readonly Reference[]
      places: Places
      /** Where it was read ahead. */
      words?: IndexedWords
    }
  | { kind: 'refused'; faults: Fault[]; stamp?: string | undefined; isTransient?: boolean; isOther?: boolean }
  | { kind: 'incomplete' }

/** The text of a file, or why it has none. */
type Content =
  | { text: string; digest: string; stamp: string }
  | (Trouble & { stamp?: string; isTransient?: boolean })
  | 'incomplete'

const notRegular = { problem: 'is not a regular file', hint: 'put a file there' }

const leadsOut = { problem: 'is a link that leads out of the folder', hint: 'put the file itself there' }

/** A text may hold fewer zero bytes by mistake. */
const fewestZeros = 8

/** In UTF-16 every second byte of an ASCII character is zero, and the keys of every article are ASCII. */
const isUtf16 = (bytes: Buffer): boolean => {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  const zeros = [0, 0]
  const length = Math.min(bytes.length, 1024)
  for (let index = 0; index < length; index += 1) {
    if (bytes[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  }
  const [more = 0, fewer = 0] = zeros.toSorted((one, other) => other - one)
  return more >= fewestZeros && more > length / 16 && fewer < more / 8
}

/** Why bytes are no text; undefined where they are. */
const notText = (bytes: Buffer): string | undefined => {
  if (isUtf16(bytes)) return 'is UTF-16'
  if (bytes.includes(0)) return 'holds a NUL byte'
  return isUtf8(bytes) ? undefined : 'is not UTF-8'
}

const decode = (bytes: Buffer, stamp: string): Content => {
  const problem = notText(bytes)
  if (problem !== undefined) return { problem, hint: 'save it as UTF-8', stamp }
  const digest = createHash('sha256').update(bytes).digest('base64url')
  return { text: new TextDecoder().decode(bytes), digest, stamp }
}

const readOpen = (descriptor: number, { bytes: most, hint }: Source['largest']): Content => {
  const before = fstatSync(descriptor, { bigint: true })
  if (!before.isFile()) return notRegular
  if (before.size > most) return { problem: `has ${before.size} bytes`, hint }
  const bytes = readFileSync(descriptor)
  const stamp = stampOf(before)
  return stamp === stampOf(fstatSync(descriptor, { bigint: true })) ? decode(bytes, stamp) : 'incomplete'
}

/**
 * Whether the file that was opened is in the folder. The path was checked before, but a link in it may have been
 * switched between the check and the opening.
 */
const isOpenInside = (root: string, path: string, descriptor: number): boolean => {
  const real = realpathSync.native(path)
  const [now, opened] = [lstatSync(real, { bigint: true }), fstatSync(descriptor, { bigint: true })]
  return isBelow(real, root) && now.ino === opened.ino && now.dev === opened.dev
}

/** Checked before it is opened, since opening a device may have effects; opened without waiting, since a pipe would wait. */
const readContent = (root: string, path: string, largest: Source['largest']): Content => {
  if (!isBelow(realpathSync.native(path), root)) return leadsOut
  if (!statSync(path).isFile()) return notRegular
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return isOpenInside(root, path, descriptor) ? readOpen(descriptor, largest) : 'incomplete'
  } finally {
    closeSync(descriptor)
  }
}

const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return true
  }
}

/** The id of an article whose file gives it none. */
export const fallbackIdOf = (file: string): string => readFileName(file).ids[0] ?? ''

/** Reads the text of a file; `root` is the real path of the folder, `file` relative to it. Never throws. */
export const readText = (root: string, file: string, largest: Source['largest']): Content => {
  const path = join(root, file)
  try {
    return readContent(root, path, largest)
  } catch (error) {
    return isThere(path) ? { ...troubleOf(path, error), isTransient: true } : 'incomplete'
  }
}

/** What readings depend on besides the file. */
export type ReadingSettings = Pick<FolderContext, 'read' | 'key'>

/** Reads the article of a file. Never throws. */
export const readArticle = (
  root: string,
  file: string,
  { source, settings: { read: settings, key } }: { source: Source; settings: ReadingSettings },
): FileReading => {
  const content = readText(root, file, source.largest)
  if (content === 'incomplete') return { kind: 'incomplete' }
  const { stamp } = content
  if ('problem' in content) {
    const { problem, hint, isTransient = false } = content
    return { kind: 'refused', faults: [faultOf(file, { problem, hint })], stamp, isTransient }
  }
  const reading = source.read(content.text, file, { name: readFileName(file), settings })
  if ('faults' in reading)
    return { kind: 'refused', faults: reading.faults, stamp, isOther: reading.isOther ?? false }
  const { article, givenId = null, assumed, warnings, references = [], places = {} } = reading
  if (article.id === '') {
    const trouble = { problem: 'has a name that gives no id', hint: 'write an "id" in it' }
    return { kind: 'refused', faults: [faultOf(file, trouble)], stamp }
  }
  const digest = `${key} ${content.digest}`
  return {
    kind: 'article',
    article,
    given: givenId,
    digest,
    text: content.digest,
    stamp: content.stamp,
    warnings,
    assumed,
    references,
    places,
  }
}
