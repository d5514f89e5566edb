/** What files a folder has now, and their stamps. Links to folders within it are followed, once each. */
import { type BigIntStats, type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { type Fault, faultOf } from '../sources/fault.ts'
import { codeOf, identityOf, isBelow, troubleOf } from '../disk.ts'
import { isServedType } from './file-types.ts'
import { stampOf, stampOfLink } from './read.ts'
import { createPace, type Pace } from '../pace.ts'
import type { FolderContext } from './settings.ts'

/** Says how the folder is read that it is at the root of. */
export const settingsFile = 'maqal.yaml'

/** What is not read: links that cannot be followed, and the number of files of each other extension, or by their names. */
export type PassedOver = { links: Fault[]; types: Map<string, number> }

/** `unread` are folders that could not be listed: their files are neither there nor gone. */
export type Scan = {
  /** The real path of the folder; empty where there is nothing at its path. */
  root: string
  /** The same with its identity. */
  place: string
  /** The files of articles, with their stamps. */
  files: Map<string, string>
  /** The folder and those below it, with their identities. */
  folders: Map<string, string>
  /** The files of other types that are served beside articles. */
  others: string[]
  unread: Map<string, Fault>
  passedOver: PassedOver
}

export const emptyScan = (): Scan => ({
  root: '',
  place: '',
  files: new Map(),
  folders: new Map(),
  others: [],
  unread: new Map(),
  passedOver: { links: [], types: new Map() },
})

/**
 * Which files of a folder are read, and with what: `key` is a part of their stamps, so that they are read again with another.
 * Names and stamps that are `known` are not held in memory twice.
 */
export type Selection = {
  extensions: ReadonlySet<string>
  settings: Pick<FolderContext, 'folder' | 'key'>
  known?: ReadonlyMap<string, { file: string; stamp: string }>
}

type Walk = Scan & {
  reading: Selection
  /** Identities of the folders that were listed. */
  visited: Set<string>
  /** Folders that are still to be listed. */
  waiting: string[]
  /** Links to folders, which are followed when all real folders were listed. */
  linked: string[]
  isInLink: boolean
}

type Target = { stat: BigIntStats } | { error: unknown }

const followLink = (path: string): Target => {
  try {
    return { stat: statSync(path, { bigint: true }) }
  } catch (error) {
    return { error }
  }
}

/** In place of the stamp of a folder. */
const folderStamp = 'folder'

/**
 * The stamp of a file, or of a link and what it leads to; undefined where nothing is there any more. An error of the
 * file alone is a stamp as well, and its fault is found when it is read; EACCES is an error of its folder, and is thrown.
 */
export const stampOfPath = (path: string): string | undefined => {
  try {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
    if (stat === undefined || stat.isDirectory()) return stat && folderStamp
    if (!stat.isSymbolicLink()) return stampOf(stat)
    const target = followLink(path)
    if ('error' in target) return stampOfLink(stat, codeOf(target.error))
    return target.stat.isDirectory() ? folderStamp : stampOfLink(stat, stampOf(target.stat))
  } catch (error) {
    if (codeOf(error) === 'EACCES') throw error
    return codeOf(error)
  }
}

/** Joined, since V8 holds a text that was put together with its pieces. */
const withKey = (key: string, stamp: string): string => [key, stamp].join(' ')

/** Why a file is not read, in a word: by its name, or by its extension; undefined where it is. */
export const whyPassedOver = (
  name: string,
  { extensions, settings: { folder } }: Selection,
): string | undefined => {
  const extension = extname(name).toLowerCase()
  if (!extensions.has(extension)) return extension
  if (folder.isExcluded(name)) return 'excluded'
  if (folder.isIncluded !== undefined) return folder.isIncluded(name) ? undefined : 'not included'
  const base = basename(name)
  if (/^_(?!index\.)/.test(base)) return '_'
  return /^(readme|licen[cs]e)(?:[.-]|$)/i.exec(base)?.[1]?.toUpperCase()
}

const addFile = ({ root, reading, files, others, passedOver: { types } }: Walk, name: string): void => {
  if (name === settingsFile) return
  const why = whyPassedOver(name, reading)
  if (why !== undefined) {
    if (isServedType(name)) others.push(name)
    types.set(why, (types.get(why) ?? 0) + 1)
    return
  }
  const stamp = stampOfPath(join(root, name))
  if (stamp === undefined || stamp === folderStamp) return
  const keyed = withKey(reading.settings.key, stamp)
  const known = reading.known?.get(name)
  if (known?.stamp === keyed) files.set(known.file, known.stamp)
  else files.set(name, keyed)
}

/** A link is a file, or a folder to be followed later. One that leads nowhere is a warning: it may be a folder of articles. */
const addLink = (walk: Walk, name: string): void => {
  const path = join(walk.root, name)
  const target = followLink(path)
  if ('error' in target && !walk.reading.extensions.has(extname(name).toLowerCase())) {
    walk.passedOver.links.push(faultOf(name, troubleOf(path, target.error)))
  } else if ('stat' in target && target.stat.isDirectory()) {
    if (isReadFolder(name, walk.reading)) walk.linked.push(name)
  } else addFile(walk, name)
}

const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/** Jekyll keeps its articles in `_posts`, and its templates in other folders that begin with a line. */
const isReadFolder = (name: string, { settings: { folder } }: Selection): boolean =>
  !folder.isExcluded(name) && (folder.isIncluded !== undefined || !/^_(?!posts$)/.test(basename(name)))

const addEntry = (walk: Walk, name: string, entry: Dirent): void => {
  if (isHidden(entry.name)) return
  if (entry.isDirectory()) {
    if (isReadFolder(name, walk.reading)) walk.waiting.push(name)
  } else if (entry.isSymbolicLink()) addLink(walk, name)
  else addFile(walk, name)
}

/** A folder that was removed since its name was read is no fault, unless it is the root. */
const noteUnread = ({ root, unread }: Walk, folder: string, error: unknown): void => {
  if (codeOf(error) === 'ENOENT' && folder !== '') return
  const trouble = troubleOf(join(root, folder), error, 'listed')
  unread.set(folder, faultOf(folder === '' ? '.' : folder, trouble))
}

const entriesOf = (walk: Walk, folder: string): Dirent[] => {
  const path = join(walk.root, folder)
  try {
    const identity = identityOf(path)
    walk.visited.add(identity)
    walk.folders.set(folder, identity)
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    noteUnread(walk, folder, error)
    return []
  }
}

const listFolder = async (walk: Walk, folder: string, pace: Pace): Promise<void> => {
  for (const entry of entriesOf(walk, folder)) {
    const name = folder === '' ? entry.name : [folder, entry.name].join('/')
    try {
      addEntry(walk, name, entry)
    } catch (error) {
      noteUnread(walk, folder, error)
    }
    await pace()
  }
}

/** Whether a linked folder is to be listed: it is within the root, and was not listed under another name. */
const isNewLinked = (walk: Walk, folder: string): boolean => {
  const path = join(walk.root, folder)
  try {
    const real = realpathSync.native(path)
    if (real === walk.root) return false
    if (isBelow(real, walk.root)) return !walk.visited.has(identityOf(path))
    const problem = `is a link to a folder outside (${real}), of which nothing is served`
    walk.passedOver.links.push(faultOf(folder, { problem, hint: 'put the folder itself there' }))
  } catch (error) {
    noteUnread(walk, folder, error)
  }
  return false
}

/** Lists a folder and those below it, without recursion, since they may be deep. */
const walkFrom = async (walk: Walk, start: string, pace: Pace) => {
  walk.waiting.push(start)
  for (let folder = walk.waiting.pop(); folder !== undefined; folder = walk.waiting.pop()) {
    if (!walk.isInLink || isNewLinked(walk, folder)) await listFolder(walk, folder, pace)
  }
}

/** In order of their names, after all real folders, so that a folder has its own name where it has one. */
const followLinks = async (walk: Walk, pace: Pace): Promise<void> => {
  walk.isInLink = true
  while (walk.linked.length > 0) {
    for (const link of walk.linked.splice(0).toSorted()) await walkFrom(walk, link, pace)
  }
}

/**
 * The files of these names that are still there, with their stamps, without listing the folder. Undefined where a name is
 * that of a folder now, or its folder cannot be entered: then the whole must be listed.
 */
export const scanOnly = async (
  { root, key }: { root: string; key: string },
  names: Iterable<string>,
  pace: Pace,
): Promise<Map<string, string> | undefined> => {
  const files = new Map<string, string>()
  for (const name of names) {
    try {
      const stamp = stampOfPath(join(root, name))
      if (stamp === folderStamp) return undefined
      if (stamp !== undefined) files.set(name, withKey(key, stamp))
    } catch {
      return undefined
    }
    await pace()
  }
  return files
}

/** The real path of a folder, and with its identity: that changes when a link is switched. Throws where there is none. */
const locateRoot = (folder: string): Pick<Scan, 'root' | 'place'> => {
  const root = realpathSync.native(folder)
  return { root, place: `${root} ${identityOf(root)}` }
}

/** The place of a folder now; undefined where there is none. */
export const placeNow = (folder: string): string | undefined => {
  try {
    return locateRoot(folder).place
  } catch {
    return undefined
  }
}

/** Lists a folder and those below it. Names that begin with a dot are passed over. */
export const scan = async (folder: string, reading: Selection, pace: Pace = createPace()): Promise<Scan> => {
  const found = emptyScan()
  try {
    Object.assign(found, locateRoot(folder))
  } catch (error) {
    found.unread.set('', faultOf('.', troubleOf(folder, error, 'listed')))
    return found
  }
  const walk = { ...found, reading, visited: new Set<string>(), waiting: [], linked: [], isInLink: false }
  await walkFrom(walk, '', pace)
  await followLinks(walk, pace)
  return found
}
