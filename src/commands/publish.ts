import { givenIn } from '../content.ts'
import { openFolder } from '../folder/folder.ts'
import { readPart } from '../folder/open-file.ts'
import type { Changes, Shelf } from '../library/library.ts'
import { sources } from '../sources/sources.ts'
import { databaseOption, folderOptions, folderUsage, readArguments, readSettings } from './arguments.ts'
import { type Command, UserError } from './command.ts'
import { assertFolder, formatCount, formatFaultIn, formatFolder } from './folder.ts'
import { showBar } from './progress.ts'

/** What the exit codes say. */
const exit = { published: 0, refused: 2, elsewhere: 3 }

const formatSeconds = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`

/** Shows on a terminal how far it is, how fast, and how long it takes. */
const createProgress = () => {
  const began = performance.now()
  let shown = 0
  return (done: number, all: number): void => {
    const now = performance.now()
    if (!process.stderr.isTTY || (now - shown < 200 && done !== all)) return
    shown = now
    const rate = done / ((now - began) / 1000)
    const left = formatSeconds((all - done) / Math.max(rate, 0.001))
    showBar(done, all, `${Math.round(rate)}/s, ${left} left`)
  }
}

type Counts = { written: number; deleted: number; kept: number }

/** What leaves: where nothing is pruned, articles whose files are gone stay; those that are withdrawn always leave. */
const leavingOf = ({ remove, withdrawn = [] }: Changes, isPruned: boolean): string[] =>
  isPruned ? remove : remove.filter((file) => withdrawn.includes(file))

/** Counts what would change. */
const createTrial = (counts: Counts, isPruned: boolean): Pick<Shelf, 'apply'> => ({
  async apply(changes) {
    const leaving = leavingOf(changes, isPruned)
    counts.written += changes.put.length
    counts.deleted += leaving.length
    counts.kept += changes.remove.length - leaving.length
    return changes.put.map(({ article }) => article.id)
  },
})

const formatCounts = (folder: string, { written, deleted, kept }: Counts, isTrial: boolean): string => {
  const [would, stays] = isTrial ? ['would be ', 'would stay'] : ['', 'stay']
  const gone = kept === 0 ? '' : `; ${kept} whose files are gone ${stays}, --prune deletes them`
  return `${formatFolder(folder)}: ${formatCount(written, 'article')} ${would}written, ${deleted} ${would}deleted${gone}`
}

type Publishing = {
  folder: string
  url: string
  given: ReturnType<typeof givenIn>
  isPruned: boolean
  isTrial: boolean
}

/** Makes a database hold what a folder holds. Resolves with the exit code. */
const publishFolder = async ({
  folder: path,
  url,
  given,
  isPruned,
  isTrial,
}: Publishing): Promise<number> => {
  const [{ openPublishing, PublishingElsewhere }, { reasonOf }] = await Promise.all([
    import('../library/postgres/publishing.ts'),
    import('../library/postgres/database.ts'),
  ])
  const target = await openPublishing({ url, isTrial }).catch((error: unknown) => {
    if (error instanceof PublishingElsewhere) return undefined
    throw new UserError(`The database cannot be written: ${reasonOf(error)}`)
  })
  if (target === undefined) {
    process.stderr.write('Another maqal publish writes to this database now: nothing was changed\n')
    return exit.elsewhere
  }
  try {
    const counts: Counts = { written: 0, deleted: 0, kept: 0 }
    let read = 0
    let synonyms: Changes['synonyms']
    const progress = createProgress()
    const trial = createTrial(counts, isPruned)
    const shelf: Shelf = {
      files: target.files,
      synonyms: target.synonyms,
      async apply(changes) {
        synonyms = changes.synonyms ?? synonyms
        if (!isTrial) {
          const { put, touch, withdrawn } = changes
          const batch = { put, touch, remove: leavingOf(changes, isPruned), ...(withdrawn && { withdrawn }) }
          await target.stage(batch, (use, part) => readPart(folder.roots(), use, part))
        }
        return trial.apply(changes)
      },
    }
    const onReading = () => progress((read += 1), Math.max(read, folder.seen().files.size))
    const folder = await openFolder({ folder: path, sources, shelf, given, onReading })
    await folder.look()
    const changed = counts.written + counts.deleted
    const took = isTrial ? undefined : await target.show(synonyms, changed)
    const faults = folder.faults()
    const lines = [
      ...faults.map((fault) => formatFaultIn(path, fault)),
      formatCounts(path, counts, isTrial) + (took === undefined ? '' : `; shown in ${Math.round(took)} ms`),
      ...(faults.length === 0
        ? []
        : [`${formatCount(faults.length, 'fault')}: these files were not published`]),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    return faults.length === 0 ? exit.published : exit.refused
  } finally {
    await target.close()
  }
}

export const publish: Command = {
  usage: `maqal publish [FOLDER] --database-url URL [--prune] [--dry-run] [OPTIONS]

Makes a PostgreSQL database hold what FOLDER holds, in place of DATA_DIR: only what changed is written, and all of it is shown at
once at the end. One that was cut off is gone on with by the next. maqal serve with DATABASE_URL serves it.

  --database-url URL  the database, in place of DATABASE_URL; its user must be allowed to make tables
  --prune             deletes articles whose files are gone
  --dry-run           says what would change, and changes nothing
${folderUsage}

Exits with 0 where all was published, 2 where files with faults were left out, 3 where another maqal publish is
writing, and 1 where nothing was published.`,
  async run(argv) {
    const options = {
      ...databaseOption,
      prune: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      ...folderOptions,
    } as const
    const tooMany = 'maqal publish takes one folder'
    const { values, positionals } = readArguments(argv, { command: 'publish', options, most: 1, tooMany })
    const { 'database-url': given, prune: isPruned = false, 'dry-run': isTrial = false, ...rest } = values
    const config = readSettings({ ...rest, ...(given !== undefined && { 'database-url': given }) })
    const { DATABASE_URL: url } = config
    if (url === undefined) throw new UserError('maqal publish needs a database: name it with --database-url')
    const folder = positionals[0] ?? config.DATA_DIR
    assertFolder(folder)
    return publishFolder({ folder, url, given: givenIn(config), isPruned, isTrial })
  },
}
