import { type Shown, shownOf } from '../article/shown.ts'
import { givenIn } from '../content.ts'
import { openFolder } from '../folder/folder.ts'
import type { GivenSettings } from '../folder/settings.ts'
import type { Shelf } from '../library/library.ts'
import { faultOf } from '../sources/fault.ts'
import { sources } from '../sources/sources.ts'
import { folderOptions, folderUsage, readArguments, readSettings } from './arguments.ts'
import type { Command } from './command.ts'
import {
  assertFolder,
  formatCount,
  formatEmpty,
  formatFaultIn,
  formatFolder,
  formatLeaveOut,
  formatPassedOver,
} from './folder.ts'

const showProgress = (done: number, all: number): void => {
  if (process.stderr.isTTY && (done % 100 === 0 || done === all)) {
    process.stderr.write(`\r${done} of ${all} files${done === all ? '\n' : ''}`)
  }
}

/** How many articles are not served now, by why. */
const countHidden = (articles: readonly Shown[], now: number) => {
  const drafts = articles.filter(({ since }) => since === Infinity).length
  const expired = articles.filter(({ since, until }) => since !== Infinity && until <= now).length
  const toCome = articles.filter(
    ({ since, until }) => since !== Infinity && since > now && until > now,
  ).length
  return { drafts, expired, toCome }
}

const formatHidden = ({ drafts, expired, toCome }: ReturnType<typeof countHidden>): string[] => {
  const counts = [
    ...(drafts > 0 ? [formatCount(drafts, 'draft')] : []),
    ...(expired > 0 ? [`${expired} expired`] : []),
    ...(toCome > 0 ? [`${toCome} to come`] : []),
  ]
  return counts.length === 0 ? [] : [`not served now: ${counts.join(', ')}`]
}

/** What a folder holds: how many articles, what is refused, and what is served with a warning. */
const checkFolder = async (path: string, given: GivenSettings) => {
  const articles = new Map<string, Shown>()
  let read = 0
  /** Counts the articles and keeps none. */
  const shelf: Shelf = {
    files: async () => [],
    synonyms: async () => [],
    async apply({ put, remove }) {
      for (const { file, article, shown = shownOf(article) } of put) articles.set(file, shown)
      for (const file of remove) articles.delete(file)
      return put.map(({ article }) => article.id)
    },
  }
  const onReading = () => showProgress((read += 1), folder.seen().files.size)
  const folder = await openFolder({ folder: path, sources, shelf, given, onReading })
  const { warnings } = await folder.look()
  const { files, passedOver } = folder.seen()
  const types = folder.unusedTypes()
  const refused = new Set(folder.faults().map(({ file }) => file))
  const incomplete = folder
    .pending()
    .filter((file) => !refused.has(file))
    .map((file) => faultOf(file, { problem: 'changed while it was read', hint: 'check again' }))
  return {
    files: files.size - (types.get('data') ?? 0),
    articles: articles.size,
    notServed: countHidden([...articles.values()], Date.now()),
    faults: [...folder.faults(), ...incomplete],
    warnings: [...passedOver.links, ...warnings],
    /** How many files of other types there are, by extension. */
    passedOver: Object.fromEntries(types),
  }
}

type Findings = Awaited<ReturnType<typeof checkFolder>>

const format = (folder: string, findings: Findings): string => {
  const { files, articles, notServed, faults, warnings, passedOver } = findings
  const types = formatPassedOver(new Map(Object.entries(passedOver)))
  const leaveOut = formatLeaveOut(faults)
  const lines = [
    ...faults.map((fault) => formatFaultIn(folder, fault)),
    ...warnings.map((warning) => `${formatFaultIn(folder, warning)}  (warning)`),
    ...(files + faults.length === 0 ? [formatEmpty(folder)] : []),
    ...(leaveOut === undefined ? [] : [leaveOut]),
    ...(types === undefined ? [] : [types]),
    ...formatHidden(notServed),
  ]
  const sum = `${formatCount(files, 'file')}, ${formatCount(articles, 'article')}, ${formatCount(faults.length, 'fault')}, ${formatCount(warnings.length, 'warning')}`
  return `${[...lines, sum].join('\n')}\n`
}

export const check: Command = {
  usage: `maqal check [FOLDER] [--json] [OPTIONS]

Reads every article of FOLDER, in place of DATA_DIR, and prints each fault as

  file:line:column  path  what is wrong  what would be right

A warning is of what is served all the same. --json prints one object for machines.

${folderUsage}

Exits with 1 where there is a fault.`,
  async run(argv) {
    const tooMany = 'maqal check takes one folder'
    const options = { json: { type: 'boolean' }, ...folderOptions } as const
    const { values, positionals } = readArguments(argv, { command: 'check', options, most: 1, tooMany })
    const { json: isForMachines = false, ...given } = values
    const config = readSettings(given)
    const folder = positionals[0] ?? config.DATA_DIR
    assertFolder(folder)
    const findings = await checkFolder(folder, givenIn(config))
    process.stdout.write(
      isForMachines
        ? `${JSON.stringify({ folder: formatFolder(folder), ...findings }, null, 2)}\n`
        : format(folder, findings),
    )
    return findings.faults.length === 0 ? 0 : 1
  },
}
