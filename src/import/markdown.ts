import { writeArticle } from '../article/write.ts'
import { decodeText } from './bytes.ts'
import type { Fault } from '../sources/fault.ts'
import { markdown } from '../sources/markdown/markdown.ts'
import { guessLanguage, guessNote } from '../sources/scripts.ts'
import type { Reading } from '../sources/source.ts'
import type { Importer } from './importer.ts'

/** Stands for what a document does not say, until an option says it; no document says it by chance. */
const unsaid = {
  title: 'e5c1 unsaid title',
  outlet: 'e5c1 unsaid outlet',
  language: 'und-x-unsaid',
  id: 'e5c1-unsaid-id',
}

const spell = ({ line, column, path, problem, hint }: Fault): string =>
  [`line ${line}, column ${column}`, path, problem, hint].filter((part) => part !== '').join('  ')

const opening = /^---[ \t]*\n/

/** The document with a line of front matter more. */
const withFact = (text: string, fact: string): string =>
  opening.test(text) ? text.replace(opening, (line) => `${line}${fact}\n`) : `---\n${fact}\n---\n${text}`

/** The document with a title above its text; in the front matter it would raise the level of each heading. */
const withTitle = (text: string): string => {
  const front = /^---[ \t]*\n(?:[^]*?\n)??---[ \t]*(?:\n|$)/.exec(text)?.[0] ?? ''
  return `${front}# ${unsaid.title}\n\n${text.slice(front.length)}`
}

const isMissing = ({ path, problem }: Fault): boolean => path in unsaid && problem === 'is missing'

const lineCount = (text: string): number => text.split('\n').length

/** Reads a document that need not say everything. A served one must, so what is missing is said for it. */
const readLoosely = (written: string): Reading => {
  const reading = markdown.read(written, '', unsaid.id)
  if ('article' in reading) return reading
  const faults = reading.faults.filter((fault) => !isMissing(fault))
  if (faults.length > 0) return { faults }
  const missing = new Set(reading.faults.map(({ path }) => path))
  let text = missing.has('title') ? withTitle(written) : written
  for (const key of ['outlet', 'language'] as const) {
    if (missing.has(key)) text = withFact(text, `${key}: ${unsaid[key]}`)
  }
  const loose = markdown.read(text, '', unsaid.id)
  const more = lineCount(text) - lineCount(written)
  const asWritten = (fault: Fault) => ({ ...fault, line: fault.line - more })
  return 'faults' in loose
    ? { faults: loose.faults.map(asWritten) }
    : { ...loose, warnings: loose.warnings.map(asWritten) }
}

/** Markdown as it is served, except that title, outlet and language may be left for the options to say. */
export const markdownImport: Importer = {
  name: 'md',
  extensions: ['.md', '.markdown'],
  async read(bytes) {
    const { text } = decodeText(bytes)
    if (text.trim() === '') throw new Error('is empty')
    const reading = readLoosely(text.replaceAll(/\r\n?/g, '\n'))
    if ('faults' in reading) throw new Error(`has faults:\n${reading.faults.map(spell).join('\n')}`)
    const said = Object.entries(writeArticle(reading.article)).filter(
      ([key, value]) => !(key in unsaid) || value !== unsaid[key as keyof typeof unsaid],
    )
    const file = Object.fromEntries(said)
    const language = 'language' in file ? undefined : guessLanguage(text)
    const notes = reading.warnings.map(spell)
    return language === undefined
      ? { file, notes }
      : { file: { ...file, language }, notes: [...notes, guessNote(language)] }
  },
}
