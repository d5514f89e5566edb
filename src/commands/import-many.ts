/** Imports many documents: what cannot be imported is named, and the rest is. */
import { formatNote, type ImportNote } from '../import/notes.ts'
import { UserError } from './command.ts'
import { formatCount, formatFolder } from './folder.ts'
import { showBar } from './progress.ts'

/** What became of one document. */
export type Imported = { path: string; notes: ImportNote[] }

type Told = { file: string; note: ImportNote }

/** One line for each kind of note: how many there are, and the first of them. */
const formatKinds = (told: readonly Told[]): string[] =>
  [...Map.groupBy(told, ({ note }) => note.kind).values()]
    .toSorted((one, other) => other.length - one.length)
    .flatMap(([first, ...others]) => {
      if (first === undefined) return []
      const count = others.length + 1
      const documents = new Set([first, ...others].map(({ file }) => file)).size
      const where =
        count === 1 ? `in ${first.file}` : `in ${formatCount(documents, 'document')}, first ${first.file}`
      return `  ${String(count).padStart(5)}  ${where}: ${formatNote(first.note)}`
    })

type Run = { files: readonly string[]; isDry: boolean; importOne: (file: string) => Promise<Imported> }

/** Resolves with the exit code: 1 where a document could not be imported. */
export const importMany = async ({ files, isDry, importOne }: Run): Promise<number> => {
  const lines: string[] = []
  const told: Told[] = []
  let failed = 0
  for (const [index, file] of files.entries()) {
    showBar(index, files.length, file)
    try {
      const { path, notes } = await importOne(file)
      lines.push(`${file} → ${formatFolder(path)}`)
      told.push(...notes.map((note) => ({ file, note })))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      failed += 1
      lines.push(`${file} is not imported: ${error.message.replaceAll('\n', '; ')}`)
    }
  }
  showBar(files.length, files.length, '')
  const done = formatCount(files.length - failed, 'document')
  const summary = `${done} ${isDry ? 'would be imported' : 'imported'}, ${failed} not`
  const notes = told.length === 0 ? [] : ['', 'Look these over:', ...formatKinds(told)]
  process.stdout.write(`${[...lines, ...notes, '', summary].join('\n')}\n`)
  return failed === 0 ? 0 : 1
}
