import { extname, resolve } from 'node:path'
import { createSharing } from '../article/relations.ts'
import type { Shelf } from '../library/library.ts'
import { createPace, type Pace } from '../pace.ts'
import { type Fault, faultOf } from '../sources/fault.ts'
import type { Places } from '../sources/source.ts'
import type { SourceEntry } from '../sources/sources.ts'
import type { StartReading } from './ahead.ts'
import { createAttachments, rootsOf } from './attachments.ts'
import { slice } from './limits.ts'
import { createAssumptions } from './assumptions.ts'
import { createIds } from './ids.ts'
import { emptyScan, type PassedOver, settingsFile } from './scan.ts'
import { followSettings, type GivenSettings } from './settings.ts'
import type { Pending } from './settle.ts'

/**
 * Files at which the process that read them ran out of memory, with the stamps at which that was. `suspected` are read each on
 * its own, since others may have been in memory with them; `refused` are not read before they change.
 */
export type Blame = { suspected: ReadonlyMap<string, string>; refused: ReadonlyMap<string, string> }

/** What was reported of a folder, and the files that were refused. */
export type Known = {
  faults: readonly Fault[]
  links: readonly Fault[]
  relations: readonly Fault[]
  refused: ReadonlyMap<string, Refused>
}

export type FolderParts = {
  folder: string
  sources: readonly SourceEntry[]
  shelf: Shelf
  /** What is said of all files. */
  given?: GivenSettings
  /** Called before a file is read. */
  onReading?: (file: { file: string; stamp: string }) => void
  blamed?: Blame
  /** What was seen of the folder before, where the shelf is served already: files that changed since are to rest first. */
  known?: Known | undefined
  /** Reads many files at the start beside this thread. */
  startReading?: StartReading | undefined
}

/** Where site generators keep files that are copied as they are. */
const usualPublicFolders: readonly string[] = ['static', 'public', 'assets', 'source']

const noBlame: Blame = { suspected: new Map(), refused: new Map() }

const takesTooMuch = {
  problem: 'takes more memory than there is for reading a file',
  hint: 'divide it into several articles',
}

export type Faults = ReadonlyMap<string, Fault>

export const byKey = (faults: readonly Fault[]): Faults =>
  new Map(faults.map((fault) => [JSON.stringify(fault), fault]))

export type Refused = { stamp: string; faults: Fault[]; isConflict: boolean }

const refusedFor = ({ refused }: Blame): [string, Refused][] =>
  [...refused].map(([file, stamp]) => [
    file,
    { stamp, faults: [faultOf(file, takesTooMuch)], isConflict: false },
  ])

const initialState = async ({
  folder,
  sources,
  shelf,
  given = {},
  onReading = () => {},
  blamed = noBlame,
  known,
  startReading,
}: FolderParts) => ({
  shelf,
  onReading,
  startReading,
  suspected: blamed.suspected,
  /** The path as it was given, which may lead elsewhere at each look. */
  address: resolve(folder),
  settings: followSettings(resolve(folder), given),
  sources: new Map(sources.flatMap((source) => source.extensions.map((suffix) => [suffix, source]))),
  extensions: new Set(sources.flatMap(({ extensions }) => extensions)) as ReadonlySet<string>,
  /** Files whose articles the shelf holds, and files that were refused. A file may be both. */
  records: new Map((await shelf.files()).map((record) => [record.file, record])),
  refused: new Map([...(known?.refused ?? []), ...refusedFor(blamed)]),
  /** What was seen at the last look at the whole folder that was applied. */
  seen: emptyScan(),
  /** Folders that could not be listed at the last look at the whole. */
  unread: new Map<string, Fault>(),
  pending: new Map() as Pending,
  attachments: createAttachments(),
  /** Since when, in milliseconds, a file could not be read whole. */
  incompleteSince: new Map<string, number>(),
  /** Of the articles that were applied since the last report, and what that said, by its text. */
  warnings: [] as Fault[],
  ids: createIds(),
  share: createSharing(),
  /** The ids that files give their articles; of those that were not read since the start it is not known. */
  given: new Map<string, string | null>(),
  /** What was assumed of files, and which kinds of that were told. */
  assumed: createAssumptions(),
  /** The synonyms of the shelf, as JSON. */
  synonyms: JSON.stringify(await shelf.synonyms()),
  reported: {
    faults: byKey(known?.faults ?? []),
    links: byKey(known?.links ?? []),
    relations: byKey(known?.relations ?? []),
  },
  isServed: known !== undefined,
  /** Where the files that were read since the start name other articles. */
  places: new Map<string, Places>(),
  isFirst: true,
  /** Whether this look has applied something already, of which nobody was answered yet. */
  isContinued: false,
  /** Since when another folder is in place of the one that is served. */
  switchedSince: undefined as number | undefined,
  isClosed: false,
})

/**
 * `publicFolders` are those whose files a site has at its root, from the root of this one; `roots` are the folders in which
 * files are read: this one, and those beside it that are named.
 */
export const openState = async (parts: FolderParts) => {
  const state = await initialState(parts)
  const publicFolders = () => state.settings.now()?.folder.files ?? usualPublicFolders
  const roots = () => rootsOf(state.seen.root, publicFolders())
  return Object.assign(state, { publicFolders, roots })
}

export type State = Awaited<ReturnType<typeof openState>>

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

/** Whether there is such a file or folder, as far as was seen. */
export const isThere = (state: State, name: string): boolean =>
  name === '.' || name === settingsFile || isKnown(state, name) || state.seen.folders.has(name)

const byName = ({ file: one }: { file: string }, { file: other }: { file: string }): number =>
  one < other ? -1 : Number(one > other)

/** Every fault of every file and folder, in order. */
export const folderFaults = ({ settings, unread, refused }: State): Fault[] =>
  [
    ...settings.faults(),
    ...unread.values(),
    ...[...refused.values()].flatMap(({ faults }) => faults),
  ].toSorted(byName)

/** Whether a file is in a folder or below it; '' is the root. */
export const isInFolder = (file: string, folder: string): boolean =>
  folder === '' || file.startsWith(`${folder}/`)

/** Whether articles of a file are served, or of a folder that could not be listed. */
export const isStillServed = ({ records, unread }: State, name: string): boolean =>
  records.has(name) ||
  [...unread].some(
    ([folder, fault]) => fault.file === name && [...records.keys()].some((file) => isInFolder(file, folder)),
  )

/** How many files of data there are, and of each other type, less those that articles use. */
export const unusedTypes = ({ seen, records, refused }: State): PassedOver['types'] => {
  const used = new Set([...records.values()].flatMap(({ beside }) => beside))
  const types = new Map(seen.passedOver.types)
  for (const name of seen.others) {
    if (!used.has(`file:${name}`)) continue
    const extension = extname(name).toLowerCase()
    const count = (types.get(extension) ?? 0) - 1
    if (count > 0) types.set(extension, count)
    else types.delete(extension)
  }
  const data = [...refused.values()].filter(({ faults }) => faults.length === 0).length
  if (data > 0) types.set('data', data)
  return types
}
