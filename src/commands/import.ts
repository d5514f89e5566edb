import { existsSync, mkdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { toArticle } from '../article/derive.ts'
import { ArticleFile } from '../article/file.ts'
import { slug } from '../article/slug.ts'
import { writeArticle } from '../article/write.ts'
import { addSuggestions, explain, formatFault, formatPath } from '../sources/fault.ts'
import { importers } from '../import/importers.ts'
import { largestText } from '../sources/limits.ts'
import { strictly } from '../sources/source.ts'
import type { Draft, Importer } from '../import/importers.ts'
import { formatNote, type ImportNote } from '../import/notes.ts'
import { readArguments, readSettings } from './arguments.ts'
import { type Command, UserError } from './command.ts'
import { listDocuments } from './documents.ts'
import { importMany } from './import-many.ts'
import { formatImport } from './import-report.ts'
import { nameOf, readDocument } from './input.ts'
import { placeFile } from './place.ts'

const formats = importers.map(({ name }) => name).join(', ')
const fileExtensions = importers.flatMap((importer) => importer.extensions)
const extensions = fileExtensions.join(', ')

const findImporter = (file: string, format: string | undefined): Importer => {
  const found = importers.find(({ name }) => name === format)
  if (found !== undefined) return found
  if (format !== undefined) throw new UserError(`There is no format ${format}: --format is one of ${formats}`)
  if (file === '-')
    throw new UserError(`What comes from standard input has no name: add --format, one of ${formats}`)
  const extension = extname(file).toLowerCase()
  const byName = importers.find((importer) => importer.extensions.includes(extension))
  if (byName !== undefined) return byName
  throw new UserError(`${file} is none of ${extensions}: add --format, one of ${formats}`)
}

const readDraft = async (file: string, importer: Importer): Promise<Draft> => {
  const bytes = await readDocument(file)
  try {
    return await importer.read(bytes)
  } catch (error) {
    throw new UserError(`${nameOf(file)} ${error instanceof Error ? error.message : String(error)}`)
  }
}

const options = {
  outlet: { type: 'string' },
  rubric: { type: 'string' },
  title: { type: 'string' },
  language: { type: 'string' },
  id: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string' },
  force: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const

/** The options that go before what a document says. */
const overridable = ['title', 'outlet', 'rubric', 'language', 'id'] as const
type Overrides = Partial<Record<(typeof overridable)[number], string>>

const overridesIn = (values: Overrides): Overrides =>
  Object.fromEntries(
    overridable.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  )

/** What the model needs and a document may lack. */
const needed = ['title', 'outlet', 'language'] as const

/** The article file in its shortest form. Throws a UserError that names each option that would mend it. */
const finish = (draft: Draft, overrides: Overrides): ArticleFile & { id: string } => {
  const file: Draft['file'] = { ...draft.file, ...overrides }
  const missing = needed.filter((name) => file[name] === undefined)
  if (missing.length > 0) {
    throw new UserError(
      missing.map((name) => `The document does not say its ${name}: add --${name}`).join('\n'),
    )
  }
  const id = file.id ?? slug(file.title ?? '')
  if (id === '') throw new UserError('The title gives no id: add --id')
  const result = ArticleFile.safeParse({ ...file, id })
  if (result.success) return { ...writeArticle(toArticle(result.data, id)), id }
  const explained = result.error.issues.flatMap(explain)
  const faults = addSuggestions(
    explained.map((fault) => ({ ...fault, path: formatPath(fault.path) })),
    file,
  )
  throw new UserError(
    faults.map(({ path, problem, hint }) => `${optionOf(path)}  ${problem}  ${hint}`).join('\n'),
  )
}

const optionOf = (path: string): string => (overridable.includes(path as 'id') ? `--${path}` : path)

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/** Where the file goes: `--out`, a file or a folder, or the folder of articles. */
const targetOf = (out: string | undefined, id: string): string => {
  const place = out ?? readSettings().DATA_DIR
  if (out === undefined || isFolder(place) || /[/\\]$/.test(place)) return join(place, `${id}.json`)
  if (extname(place) !== '.json')
    throw new UserError(
      `${place} is no folder and does not end in .json: --out is a folder or the name of the file`,
    )
  return place
}

const isSameFile = (path: string, other: string): boolean => {
  if (!existsSync(path) || !existsSync(other)) return false
  const [one, two] = [statSync(path, { bigint: true }), statSync(other, { bigint: true })]
  return one.ino === two.ino && one.dev === two.dev
}

/** The text of an article file. Throws a UserError where maqal would refuse to serve it: a document may be larger than that. */
const formatFile = async (article: ArticleFile & { id: string }): Promise<string> => {
  const text = `${JSON.stringify(article, null, 2)}\n`
  const { json } = await import('../sources/json/json.ts')
  const size = Buffer.byteLength(text)
  if (size > largestText)
    throw new UserError(
      `The article file would have ${size} bytes; the most is ${largestText}: split the document`,
    )
  const reading = json.read(text, `${article.id}.json`, strictly(article.id))
  if ('faults' in reading)
    throw new UserError(`The article file would be refused:\n${reading.faults.map(formatFault).join('\n')}`)
  return text
}

/** The notes without those on what an option says. */
const withoutOverridden = (notes: readonly ImportNote[], overrides: Overrides): ImportNote[] =>
  notes.filter(({ option }) => option === undefined || !Object.hasOwn(overrides, option))

type Given = Overrides & { out?: string; format?: string; force?: boolean; 'dry-run'?: boolean }

/** Makes the function that imports a document. `taken` are the files that this run has made, which it never writes over. */
const createImport = (values: Given, taken: Set<string>) => {
  const { out, format, force: isForced = false, 'dry-run': isDry = false } = values
  const overrides = overridesIn(values)
  return async (file: string, isOfMany: boolean) => {
    const draft = await readDraft(file, findImporter(file, format))
    const article = finish(draft, overrides)
    const place = isOfMany && out !== undefined && !isFolder(out) ? `${out}/` : out
    const path = targetOf(place, article.id)
    if (isSameFile(file, path))
      throw new UserError(`${path} is the document itself: give another --id or --out`)
    if (taken.has(path)) throw new UserError(`${path} was made of another document with the same title`)
    const text = await formatFile(article)
    if (isDry && !isForced && existsSync(path))
      throw new UserError(`${path} is there already: give another --id or --out, or --force`)
    if (!isDry) {
      if (isOfMany && out !== undefined) mkdirSync(out, { recursive: true })
      placeFile(path, text, { isForced })
    }
    taken.add(path)
    return { path, article, notes: withoutOverridden(draft.notes, overrides) }
  }
}

export const importCommand: Command = {
  usage: `maqal import FILE… [OPTIONS]
       maqal import FOLDER… [OPTIONS]
       maqal import - --format FORMAT [OPTIONS]

Makes an article file of a document (${extensions}) and puts it in DATA_DIR.
It prints what it took for what, and what it was unsure of, changed or left out. Of several documents, or all in a folder,
it prints one line each and the kinds of notes; it exits with 1 where one could not be imported, and imports the others.

  --title, --outlet, --rubric, --language
                 what the document does not say, or says wrongly
  --id ID        the article's id, and so its address; made from the title otherwise
  --out PATH     a file that ends in .json, or a folder, in place of DATA_DIR
  --format NAME  one of ${formats}, where the name of the file does not tell
  --force        write over a file that is there
  --dry-run      write nothing, and say what would be done`,
  async run(argv) {
    const most = Number.POSITIVE_INFINITY
    const { values, positionals } = readArguments(argv, { command: 'import', options, most, tooMany: '' })
    if (positionals.length === 0)
      throw new UserError('maqal import takes files, folders, or - for standard input')
    const { files, isMany } = listDocuments(positionals, fileExtensions)
    const isDry = values['dry-run'] === true
    if (isMany) {
      const own = ['id', 'title'].find((name) => Object.hasOwn(values, name))
      if (own !== undefined) throw new UserError(`--${own} is for one document: name one`)
      const importOne = createImport(values, new Set())
      return importMany({ files, isDry, importOne: async (file) => importOne(file, true) })
    }
    const { path, article, notes } = await createImport(values, new Set())(files[0] ?? '', false)
    process.stdout.write(formatImport(path, article, notes.map(formatNote)))
    return 0
  },
}
