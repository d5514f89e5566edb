/** Reads the `maqal.yaml` of a folder, and again when it changed. */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { codeOf } from '../disk.ts'
import { type Fault, faultOf } from '../sources/fault.ts'
import type { FolderSettings } from '../sources/folder-settings.ts'
import type { ReadSettings } from '../sources/source.ts'
import { largestSettings, rest, restPatience } from './limits.ts'
import { readText } from './read.ts'
import { settingsFile, stampOfPath } from './scan.ts'

/** What the command line or the environment says of all files of a folder. It goes before `maqal.yaml`. */
export type GivenSettings = {
  outlet?: string | undefined
  language?: string | undefined
  /** Stands for the outlet where nothing says one; where it is left out, the name of the folder does. */
  siteName?: string | undefined
  isStrict?: boolean | undefined
  /** Whether articles are public before their `datePublished`. */
  isFutureShown?: boolean | undefined
}

/** How a folder is read. `key` changes where the same file may give another article. */
export type FolderContext = {
  folder: FolderSettings
  read: ReadSettings
  isFutureShown: boolean
  key: string
}

const usual: FolderSettings = {
  defaults: {},
  timeZone: 'UTC',
  isIncluded: undefined,
  isExcluded: () => false,
  files: undefined,
  synonyms: [],
}

const toSettings = (folder: FolderSettings, address: string, given: GivenSettings): FolderContext => {
  const { outlet, language, siteName = basename(address), isStrict = false, isFutureShown = false } = given
  const defaults = {
    ...folder.defaults,
    ...(outlet !== undefined && { outlet }),
    ...(language !== undefined && { language }),
  }
  const assumed = defaults.outlet === undefined ? siteName : ''
  const read: ReadSettings = { defaults, outlet: assumed, timeZone: folder.timeZone, isStrict }
  const key = createHash('sha256')
    .update(JSON.stringify([read, isFutureShown]))
    .digest('base64url')
    .slice(0, 12)
  return { folder, read, isFutureShown, key }
}

const missingStamp = 'missing'

/** The stamp of the file, or the code of what keeps it from being read. */
const stampIn = (root: string): string => {
  try {
    return stampOfPath(join(root, settingsFile)) ?? missingStamp
  } catch (error) {
    return codeOf(error)
  }
}

type Found = { folder: FolderSettings } | { faults: Fault[] } | 'incomplete'

const readIn = async (root: string): Promise<Found> => {
  const hint = 'write less of it'
  const content = readText(root, settingsFile, { bytes: largestSettings, hint })
  if (content === 'incomplete') return content
  if ('problem' in content) return { faults: [faultOf(settingsFile, content)] }
  const { readFolderSettings } = await import('../sources/folder-settings.ts')
  const reading = readFolderSettings(content.text, settingsFile)
  return 'faults' in reading ? reading : { folder: reading.settings }
}

/** The real path of a folder; undefined where there is none now. */
const rootOf = (address: string): string | undefined => {
  try {
    return realpathSync.native(address)
  } catch {
    return undefined
  }
}

/**
 * Follows the settings of the folder at an address. A file that is bad, or that was changed a moment ago, leaves the last good
 * settings as they are; there are none before the first good ones.
 */
export const followSettings = (address: string, given: GivenSettings) => {
  const state = {
    now: undefined as FolderContext | undefined,
    stamp: '',
    faults: [] as Fault[],
    changing: undefined as { stamp: string; since: number; first: number } | undefined,
  }

  const hasSettled = (stamp: string): boolean => {
    const now = performance.now()
    const { changing } = state
    const since = changing?.stamp === stamp ? changing.since : now
    state.changing = { stamp, since, first: changing?.first ?? now }
    return now - since >= rest || now - state.changing.first >= restPatience
  }

  const apply = async (root: string, stamp: string): Promise<void> => {
    const found = stamp === missingStamp ? { folder: usual } : await readIn(root)
    if (found === 'incomplete') return
    state.changing = undefined
    state.stamp = stamp
    state.faults = 'faults' in found ? found.faults : []
    if ('folder' in found) state.now = toSettings(found.folder, address, given)
  }

  return {
    now: (): FolderContext | undefined => state.now,
    faults: (): readonly Fault[] => state.faults,
    /** Whether a change was seen and is not applied yet. */
    isChanging: (): boolean => state.changing !== undefined,
    /** Looks at the file. With `isAtRest`, a change counts as settled, as at the start. */
    async look(isAtRest: boolean): Promise<void> {
      const root = rootOf(address)
      if (root === undefined) {
        // Nothing can be listed, which is then named.
        state.now ??= toSettings(usual, address, given)
        return
      }
      const stamp = stampIn(root)
      if (stamp === state.stamp) state.changing = undefined
      else if (isAtRest || hasSettled(stamp)) await apply(root, stamp)
    },
  }
}
