import { extname } from 'node:path'
import { conflictOf, faultOf, readArticle } from '../folder/read.ts'
import { createPace } from '../pace.ts'
import { scan } from '../folder/scan.ts'
import type { Fault } from '../sources/fault.ts'
import { sources } from '../sources/sources.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import {
  assertFolder,
  spellCount,
  spellEmpty,
  spellFaultIn,
  spellFolder,
  spellLeaveOut,
  spellPassedOver,
} from './folder.ts'
import { readSettings } from './settings.ts'

/** What a folder holds: how many articles, what is refused, and what is odd but served. */
type Findings = {
  files: number
  articles: number
  faults: Fault[]
  warnings: Fault[]
  /** How many files of other types there are, by extension. */
  passedOver: Record<string, number>
}

const tell = (done: number, all: number): void => {
  if (process.stderr.isTTY && (done % 100 === 0 || done === all)) {
    process.stderr.write(`\r${done} of ${all} files${done === all ? '\n' : ''}`)
  }
}

const checkFolder = async (folder: string): Promise<Findings> => {
  const bySuffix = new Map(sources.flatMap((source) => source.extensions.map((suffix) => [suffix, source])))
  const { root, files, unread, passedOver } = await scan(folder, new Set(bySuffix.keys()))
  const findings: Findings = {
    files: files.size,
    articles: 0,
    faults: [...unread.values()],
    warnings: passedOver.links,
    passedOver: Object.fromEntries(passedOver.types),
  }
  const owners = new Map<string, string>()
  const pace = createPace()
  for (const [index, file] of [...files.keys()].toSorted().entries()) {
    const entry = bySuffix.get(extname(file).toLowerCase())
    const reading = entry === undefined ? undefined : readArticle(root, file, await entry.load())
    tell(index + 1, files.size)
    await pace()
    if (reading?.kind === 'refused') findings.faults.push(...reading.faults)
    if (reading?.kind === 'torn')
      findings.faults.push(faultOf(file, 'changed while it was read', 'check again'))
    if (reading?.kind !== 'article') continue
    const { id } = reading.article
    const owner = owners.get(id)
    findings.warnings.push(...reading.warnings)
    if (owner === undefined) {
      owners.set(id, file)
      findings.articles += 1
    } else findings.faults.push(conflictOf(file, id, owner))
  }
  return findings
}

const spell = (folder: string, { files, articles, faults, warnings, passedOver }: Findings): string => {
  const spellOne = spellFaultIn(folder)
  const types = spellPassedOver(new Map(Object.entries(passedOver)))
  const leaveOut = spellLeaveOut(faults)
  const lines = [
    ...faults.map(spellOne),
    ...warnings.map((warning) => `${spellOne(warning)}  (warning)`),
    ...(files + faults.length === 0 ? [spellEmpty(folder)] : []),
    ...(leaveOut === undefined ? [] : [leaveOut]),
    ...(types === undefined ? [] : [types]),
  ]
  const sum = `${spellCount(files, 'file')}, ${spellCount(articles, 'article')}, ${spellCount(faults.length, 'fault')}, ${spellCount(warnings.length, 'warning')}`
  return `${[...lines, sum].join('\n')}\n`
}

export const check: Command = {
  usage: `maqal check [FOLDER] [--json]

Reads every article of FOLDER, in place of DATA_DIR, and prints each fault as

  file:line:column  path  what is wrong  what would be right

A warning is of what is served all the same. --json prints one object for machines.
Exits with 1 where there is a fault.`,
  async run(argv) {
    const tooMany = 'maqal check takes one folder'
    const options = { json: { type: 'boolean' } } as const
    const { values, positionals } = readArguments(argv, { command: 'check', options, most: 1, tooMany })
    const folder = positionals[0] ?? readSettings().DATA_DIR
    assertFolder(folder)
    const findings = await checkFolder(folder)
    const isForMachines = values.json === true
    process.stdout.write(
      isForMachines
        ? `${JSON.stringify({ folder: spellFolder(folder), ...findings }, null, 2)}\n`
        : spell(folder, findings),
    )
    return findings.faults.length === 0 ? 0 : 1
  },
}
