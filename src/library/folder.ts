import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs'
import { basename, extname, join, relative, sep } from 'node:path'
import type { Article } from '../article/article.ts'
import { slug } from '../article/slug.ts'
import type { Fault } from '../sources/fault.ts'
import type { Source } from '../sources/source.ts'

/** The largest file that is read: 5 MB. */
const largest = 5_000_000

const fault = (file: string, problem: string, hint: string): Fault => ({
  file,
  line: 0,
  column: 0,
  path: '',
  problem,
  hint,
})

const isInside = (path: string, folder: string): boolean => path.startsWith(folder + sep)

type Listing = { files: string[]; faults: Fault[] }

/** Every file below the folder, names relative to it with `/`, in order; names that begin with a dot are passed over. */
const list = (folder: string, extensions: Set<string>, below = ''): Listing => {
  const files: string[] = []
  const faults: Fault[] = []
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    if (entry.isDirectory()) {
      const inner = list(folder, extensions, name)
      files.push(...inner.files)
      faults.push(...inner.faults)
    } else if (extensions.has(extname(entry.name).toLowerCase())) {
      files.push(name)
    }
  }
  return { files: files.sort(), faults }
}

const spellError = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'an error'

/**
 * The text of one regular UTF-8 file inside the folder, or why it is refused. It is opened without waiting, so that
 * a pipe put in its place cannot hold the reader, and what was opened is what is checked.
 */
const readText = (folder: string, file: string): string | Fault => {
  const path = join(folder, file)
  const link = lstatSync(path)
  if (link.isSymbolicLink() && !isInside(realpathSync(path), folder)) {
    return fault(file, 'is a link that leads out of the folder', 'put the file itself there')
  }
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return fault(file, 'is not a regular file', 'put a file there')
    if (stat.size > largest) {
      return fault(file, `has ${stat.size} bytes`, `the most is ${largest}: split the article`)
    }
    const bytes = readFileSync(descriptor)
    if (bytes.includes(0)) return fault(file, 'holds a NUL byte', 'save it as UTF-8')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } finally {
    closeSync(descriptor)
  }
}

const readTextSafely = (folder: string, file: string): string | Fault => {
  try {
    return readText(folder, file)
  } catch (error) {
    return error instanceof TypeError
      ? fault(file, 'is not UTF-8', 'save it as UTF-8')
      : fault(file, `cannot be read: ${spellError(error)}`, 'let it be read by the user that maqal runs as')
  }
}

type FileReading = { file: string; article: Article } | { faults: Fault[] }

const readArticle = (folder: string, file: string, source: Source): FileReading => {
  const text = readTextSafely(folder, file)
  if (typeof text !== 'string') return { faults: [text] }
  const reading = source.read(text, file, slug(basename(file, extname(file))).slice(0, 80))
  if ('faults' in reading) return reading
  if (reading.article.id === '') {
    return { faults: [fault(file, 'has a name that gives no id', 'write an "id" in it')] }
  }
  return { file, article: reading.article }
}

const sameIds = (articles: { file: string; article: Article }[]): Fault[] => {
  const first = new Map<string, string>()
  const faults: Fault[] = []
  for (const { file, article } of articles) {
    const other = first.get(article.id)
    if (other === undefined) first.set(article.id, file)
    else
      faults.push(fault(file, `has the id "${article.id}", as has ${other}`, 'give each article its own id'))
  }
  return faults
}

/** All articles of a folder, and every fault of every file that is refused. Rejects where the folder itself cannot be read. */
export const readFolder = (
  folder: string,
  sources: readonly Source[],
): { articles: { file: string; article: Article }[]; faults: Fault[] } => {
  const root = realpathSync(folder)
  const byExtension = new Map(
    sources.flatMap((source) => source.extensions.map((extension) => [extension, source])),
  )
  const { files, faults } = list(root, new Set(byExtension.keys()))
  const articles: { file: string; article: Article }[] = []
  for (const file of files) {
    const source = byExtension.get(extname(file).toLowerCase())
    if (source === undefined) continue
    const reading = readArticle(root, file, source)
    if ('faults' in reading) faults.push(...reading.faults)
    else articles.push(reading)
  }
  return { articles, faults: [...faults, ...sameIds(articles)] }
}

/** A path for people: relative to where they stand, if it is below. */
export const spellFolder = (folder: string): string => {
  const short = relative(process.cwd(), folder)
  return short === '' ? '.' : short.startsWith('..') ? folder : short
}
