import { directionOf, Language } from '../article/text.ts'
import { findHolders, readBlocks } from './blocks.ts'
import { type DomDocument, parseDocument } from './dom.ts'
import { type Notes, cite, startNotes } from './notes.ts'
import { toSections } from './sections.ts'
import { largestWord } from '../sources/limits.ts'
import { guessLanguage, guessNote } from '../sources/scripts.ts'
import type { Importer } from './importer.ts'
import { refuseLargeWord } from './word-size.ts'
import { readZip } from './zip.ts'

/** Word's styles beyond those mammoth knows, as the HTML that the walker reads. */
const styleMap = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Caption'] => p:fresh",
  "r[style-name='Emphasis'] => em",
  "r[style-name='Intense Emphasis'] => em",
  "r[style-name='Hyperlink'] =>",
]

const spellMessage = (message: string): string => {
  const style = /^Unrecognised (paragraph|run) style: '?(.*?)'? \(Style ID: .*\)$/.exec(message)
  return style === null
    ? `in reading the document: ${message}`
    : `Word’s ${style[1]} style ${cite(style[2] ?? '')} was read as plain text`
}

/** mammoth is loaded when it is needed: it takes longer than any text takes to import. */
const toHtml = async (buffer: Buffer, notes: Notes): Promise<string> => {
  const { default: mammoth } = await import('mammoth')
  const convertImage = mammoth.images.imgElement(async () => ({ src: '' }))
  try {
    const { value, messages } = await mammoth.convertToHtml({ buffer }, { styleMap, convertImage })
    for (const { message } of messages) {
      if (!message.includes("'List Paragraph'")) notes.add(spellMessage(message))
    }
    return value
  } catch {
    throw new Error('is no Word document that can be read: open it in Word and save it as .docx again')
  }
}

/** One part of an archive after the other, so that they are not all unpacked at once. */
function* unpacked(files: Map<string, () => Buffer>): Generator<Buffer> {
  for (const read of files.values()) yield read()
}

/** What mammoth passes over without a word. */
const noteOmissions = (files: Map<string, () => Buffer>, notes: Notes) => {
  const read = (name: string) => files.get(name)?.().toString('utf8') ?? ''
  const holdsText = (pattern: RegExp) =>
    [...files.keys()].some((name) => pattern.test(name) && /<w:t[ >]/.test(read(name)))
  if (holdsText(/^word\/comments\.xml$/)) notes.add('left out the comments')
  if (holdsText(/^word\/(?:header|footer)\d*\.xml$/))
    notes.add('left out the headers and footers of the pages')
  const document = read('word/document.xml')
  if (/<w:vanish(?:\s*\/|>)/.test(document))
    notes.add('text that is hidden in Word is in the article: look it over')
  if (/<w:(?:ins|del) /.test(document)) notes.add('changes that Word tracks were taken as accepted')
}

/** The first Title or Heading 1 is the title, and no heading of a section any more. */
const takeTitle = (document: DomDocument): string | undefined => {
  const heading = document.querySelector('h1.title') ?? document.querySelector('h1')
  const title = heading?.textContent.replaceAll(/\s+/g, ' ').trim()
  if (title === undefined || title === '') return undefined
  heading?.remove()
  return title
}

/** The language Word was set to. It is told of Latin letters alone: for others Word's setting is mostly left as it came. */
const settingOf = (files: Map<string, () => Buffer>): string | undefined => {
  const styles = files.get('word/styles.xml')?.().toString('utf8') ?? ''
  const defaults = styles.indexOf('<w:docDefaults>')
  const start = styles.slice(defaults, defaults + 100_000)
  const tag = defaults < 0 ? undefined : /<w:lang\b[^<>]*?w:val="([^"<>]+)"/.exec(start)?.[1]
  return Language.safeParse(tag).data
}

const findLanguage = (text: string, files: Map<string, () => Buffer>, notes: Notes): string | undefined => {
  const guessed = guessLanguage(text)
  if (guessed !== undefined) {
    notes.add(guessNote(guessed))
    return guessed
  }
  const setting = /\p{sc=Latn}/u.test(text) ? settingOf(files) : undefined
  if (setting !== undefined)
    notes.add(`Word was set to the language ${setting}: say otherwise with --language`)
  return setting
}

/** A Word document: its styles say what is title, heading, quote and list. */
export const docx: Importer = {
  name: 'docx',
  extensions: ['.docx'],
  async read(bytes) {
    if (bytes.length > largestWord) throw new Error(`has ${bytes.length} bytes; the most is ${largestWord}`)
    if (bytes.length === 0) throw new Error('is empty')
    const files = readZip(bytes)
    if (!files.has('word/document.xml')) throw new Error('is a zip archive, but no Word document')
    refuseLargeWord(unpacked(files))
    const notes = startNotes()
    const document = parseDocument(await toHtml(bytes, notes))
    noteOmissions(files, notes)
    const title = takeTitle(document)
    const language = findLanguage(`${title ?? ''} ${document.body.textContent}`, files, notes)
    const direction = language === undefined ? undefined : directionOf(language)
    const desk = { base: undefined, notes, holdsBlock: findHolders(document.body) }
    const blocks = readBlocks(document.body, desk, { kinds: [], language, direction })
    if (blocks.length === 0) throw new Error('holds no text')
    const sections = toSections(blocks, title, notes)
    const facts = {
      ...(title === undefined ? {} : { title }),
      ...(language === undefined ? {} : { language }),
    }
    return { file: { ...facts, sections }, notes: notes.list() }
  },
}
