import { statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { visible } from '../article/text.ts'
import { codeOf, linkTarget, troubleOf } from '../disk.ts'
import type { Config } from '../config.ts'
import { type Content, openContent } from '../content.ts'
import { settingsFile } from '../folder/scan.ts'
import { UnusableIndex } from '../library/sqlite/index-file.ts'
import { type Fault, formatFault } from '../sources/fault.ts'
import { noFront } from '../sources/markdown/misplaced.ts'
import type { Opening, Reader } from '../threads/start-writer.ts'
import { UserError } from './command.ts'

/** A path for people: relative to the working directory, if it is below. */
export const formatFolder = (folder: string): string => {
  const short = relative(process.cwd(), folder)
  return short === '' ? '.' : short.startsWith('..') ? folder : short
}

/** A file of a folder as a terminal can open it: relative to the working directory, if the folder is below. */
export const formatFile = (folder: string, file: string): string => visible(join(formatFolder(folder), file))

/** A fault on one line, its file as a terminal can open it. */
export const formatFaultIn = (folder: string, fault: Fault): string =>
  formatFault({ ...fault, file: formatFile(folder, fault.file) })

export const formatCount = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`

/** Throws a UserError where there is no folder; `hint` says how one is named. */
export const assertFolder = (folder: string, hint = ''): void => {
  let isFolder = false
  try {
    isFolder = statSync(folder).isDirectory()
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && linkTarget(folder) === undefined)
      throw new UserError(`There is no folder ${folder}${hint}`)
    const trouble = troubleOf(folder, error)
    throw new UserError(`${folder} ${trouble.problem}: ${trouble.hint}`)
  }
  if (!isFolder) throw new UserError(`${folder} is a file, not a folder${hint}`)
}

const typeNames: Record<string, string> = {
  '': 'without extension',
  data: 'of data (.json without "sections")',
  _: 'whose names begin with _',
  excluded: 'that maqal.yaml excludes',
  'not included': 'that maqal.yaml does not include',
}

const formatType = ([type, count]: [string, number]): string => `${count} ${typeNames[type] ?? visible(type)}`

/** The most types that are named. */
const mostTypes = 20

/** How many files of which other types are in a folder; undefined where there are none. */
export const formatPassedOver = (types: ReadonlyMap<string, number>): string | undefined => {
  if (types.size === 0) return undefined
  const sorted = [...types].toSorted(([, one], [, other]) => other - one)
  const others = sorted.slice(mostTypes).reduce((sum, [, count]) => sum + count, 0)
  const shown = [...sorted.slice(0, mostTypes).map(formatType), ...(others > 0 ? [`${others} others`] : [])]
  return `passed over, as files of other types: ${shown.join(', ')}`
}

/** Why a folder may hold no article. */
export const formatEmpty = (folder: string): string =>
  `There is no article in ${formatFolder(folder)}: articles are .json and .md files; names that begin with a dot, and node_modules, are passed over`

const isMissing = (fault: Fault, path: string): boolean =>
  fault.path === path && fault.problem === 'is missing'

/** How to exclude a file that is no article, such as a README; undefined where every file looks like an article. */
export const formatLeaveOut = (faults: readonly Fault[]): string | undefined => {
  const without = new Set(faults.filter((fault) => isMissing(fault, 'language')).map(({ file }) => file))
  const isOther = (fault: Fault) =>
    fault.problem === noFront || (isMissing(fault, 'outlet') && without.has(fault.file))
  const file = faults.find(isOther)?.file
  return file === undefined
    ? undefined
    : `A file that is no article, as ${visible(file)} may be, is left out by "exclude" in maqal.yaml`
}

/** `others` read the index too. */
type Opened = Partial<Pick<Opening, 'serveAfter'>> & { others?: Reader }

/** Opens the folder that the settings name. Throws a UserError where there is none, or where its index cannot be used. */
export const openServed = async (config: Config, { others, serveAfter }: Opened = {}): Promise<Content> => {
  const { DATA_DIR: folder, INDEX_FILE } = config
  assertFolder(folder, ': name the folder of articles with DATA_DIR or as the argument')
  try {
    return await openContent(config, {
      serveAfter,
      ...(others !== undefined && { others }),
      onRebuild(why, { isMemoryLost }) {
        const lost = isMemoryLost ? ', and the ids that articles had before are forgotten' : ''
        process.stderr.write(`${INDEX_FILE} is ${why}: it is built anew${lost}\n`)
      },
    })
  } catch (error) {
    throw error instanceof UnusableIndex ? new UserError(`${error.message}: ${error.hint}`) : error
  }
}

const refusal = (folder: string, faults: readonly Fault[]): UserError => {
  const lines = [...faults.map((fault) => formatFaultIn(folder, fault)), formatLeaveOut(faults) ?? '']
  const last = `${formatFolder(folder)} is not served: mend the above and start again`
  return new UserError([...lines.filter((line) => line !== ''), last].join('\n'))
}

/** A bad maqal.yaml says nothing of what is to be read: a start would serve what it leaves out. */
const mayServe = async ({ preview, faults }: Content, isStrict: boolean): Promise<boolean> => {
  const found = faults()
  if (found.length === 0) return true
  if (isStrict || found.some(({ file }) => file === settingsFile)) return false
  return (await preview.articles({ page: 1, limit: 1 })).total > 0
}

/**
 * Resolves when the folder was looked at, where an article can be served, and every file with STRICT. Throws a UserError that
 * lists every fault of every file.
 */
export const assertGood = async (content: Content, { STRICT, DATA_DIR }: Config): Promise<void> => {
  await content.looked
  if (!(await mayServe(content, STRICT))) throw refusal(DATA_DIR, content.faults())
}

/** Opens a folder that is good. One that is looked at still is to be asserted by who opens it. */
export const openGood = async (config: Config, opened?: Opened): Promise<Content> => {
  const content = await openServed(config, opened)
  if (content.isLooking()) return content
  try {
    await assertGood(content, config)
    return content
  } catch (error) {
    await content.close()
    throw error
  }
}
