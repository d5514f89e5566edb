import { resolve } from 'node:path'
import type { FileRecord, Shelf } from '../library/library.ts'
import { createPace, type Pace } from '../pace.ts'
import type { Fault } from '../sources/fault.ts'
import type { SourceEntry } from '../sources/sources.ts'
import { slice } from './limits.ts'
import { emptyScan, type Scan } from './scan.ts'
import type { Pending } from './settle.ts'

export type FolderParts = {
  folder: string
  sources: readonly SourceEntry[]
  shelf: Shelf
  /** Called when a file was read. */
  onRead?: () => void
}

type Refused = { stamp: string; faults: Fault[]; isConflict: boolean }

export type State = {
  shelf: Shelf
  onRead: () => void
  /** The path as it was given, which may lead elsewhere at each look. */
  address: string
  /** By extension. */
  sources: ReadonlyMap<string, SourceEntry>
  /** Files whose articles the shelf holds, and files that were refused. A file may be both. */
  records: Map<string, FileRecord>
  refused: Map<string, Refused>
  /** What was seen at the last look at the whole folder that was applied, and where the folder was then. */
  seen: Scan
  place: string | undefined
  /** Folders that could not be listed at the last look at the whole. */
  unread: Map<string, Fault>
  pending: Pending
  /** Since when, in milliseconds, a file could not be read whole. */
  incompleteSince: Map<string, number>
  warnings: Fault[]
  isFirst: boolean
  /** Since when another folder is in place of the one that is served. */
  switchedSince: number | undefined
  isClosed: boolean
}

export const openState = async ({
  folder,
  sources,
  shelf,
  onRead = () => {},
}: FolderParts): Promise<State> => ({
  shelf,
  onRead,
  address: resolve(folder),
  sources: new Map(sources.flatMap((source) => source.extensions.map((suffix) => [suffix, source]))),
  records: new Map((await shelf.files()).map((record) => [record.file, record])),
  refused: new Map(),
  seen: emptyScan(),
  place: undefined,
  unread: new Map(),
  pending: new Map(),
  incompleteSince: new Map(),
  warnings: [],
  isFirst: true,
  switchedSince: undefined,
  isClosed: false,
})

/** The pace of a look, which ends where the folder is closed. */
export const paceOf = (state: State): Pace => {
  const breathe = createPace(undefined, slice)
  return async () => {
    if (state.isClosed) throw new Error('The folder is closed')
    await breathe()
  }
}

export const isKnown = ({ records, refused }: State, file: string): boolean =>
  records.has(file) || refused.has(file)

const byName = ({ file: one }: { file: string }, { file: other }: { file: string }): number =>
  one < other ? -1 : Number(one > other)

/** Every fault of every file and folder, in order. */
export const folderFaults = ({ unread, refused }: State): Fault[] =>
  [...unread.values(), ...[...refused.values()].flatMap(({ faults }) => faults)].toSorted(byName)

/** Whether a file is in a folder or below it; '' is the root. */
export const isInFolder = (file: string, folder: string): boolean =>
  folder === '' || file.startsWith(`${folder}/`)

/** Whether articles of a file are served, or of a folder that could not be listed. */
export const isServed = ({ records, unread }: State, name: string): boolean =>
  records.has(name) ||
  [...unread].some(
    ([folder, fault]) => fault.file === name && [...records.keys()].some((file) => isInFolder(file, folder)),
  )
