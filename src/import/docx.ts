import { Language } from '../article/text.ts'
import { type DomDocument, parseDocument } from './dom.ts'
import { createNotes, type Notes } from './notes.ts'
import { readContent } from './sections.ts'
import { guessLanguage } from '../sources/letters.ts'
import type { Importer } from './importers.ts'
import { largestWord } from './limits.ts'
import { refuseLargeWord } from './word-size.ts'
import { readZip } from './zip.ts'

/** Word's styles that mammoth does not know, as HTML. */
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

const noteMessage = (message: string, notes: Notes): void => {
  const [, kind, name = ''] =
    /^Unrecognised (paragraph|run) style: '?(.*?)'? \(Style ID: .*\)$/.exec(message) ?? []
  if (kind === undefined) notes.add('word', message)
  else if (name !== 'List Paragraph') notes.add('wordStyle', name, { value: kind })
}

/** mammoth is loaded when it is needed, for loading it takes longer than importing a text. */
const toHtml = async (buffer: Buffer, notes: Notes): Promise<string> => {
  const { default: mammoth } = await import('mammoth')
  const convertImage = mammoth.images.imgElement(async () => ({ src: '' }))
  try {
    const { value, messages } = await mammoth.convertToHtml({ buffer }, { styleMap, convertImage })
    for (const { message } of messages) noteMessage(message, notes)
    return value
  } catch {
    throw new Error('is not a readable Word document: open it in Word and save it as .docx again')
  }
}

/** Notes what mammoth leaves out or includes in silence. */
const noteOmissions = (files: Map<string, Buffer>, notes: Notes) => {
  const read = (name: string) => files.get(name)?.toString('utf8') ?? ''
  const holdsText = (pattern: RegExp) =>
    [...files.keys()].some((name) => pattern.test(name) && /<w:t[ >]/.test(read(name)))
  if (holdsText(/^word\/comments\.xml$/)) notes.add('wordComments')
  if (holdsText(/^word\/(?:header|footer)\d*\.xml$/)) notes.add('wordHeaders')
  const document = read('word/document.xml')
  if (/<w:vanish(?:\s*\/|>)/.test(document)) notes.add('wordHidden')
  if (/<w:(?:ins|del) /.test(document)) notes.add('wordChanges')
}

/** Removes the first Title or Heading 1, which is the title. */
const takeTitle = (document: DomDocument): string | undefined => {
  const heading = document.querySelector('h1.title') ?? document.querySelector('h1')
  const title = heading?.textContent.replaceAll(/\s+/g, ' ').trim()
  if (title === undefined || title === '') return undefined
  heading?.remove()
  return title
}

/** The language that Word was set to. For letters other than Latin it is mostly the default, so it is not asked. */
const settingOf = (files: Map<string, Buffer>): string | undefined => {
  const styles = files.get('word/styles.xml')?.toString('utf8') ?? ''
  const defaults = styles.indexOf('<w:docDefaults>')
  const start = styles.slice(defaults, defaults + 100_000)
  const tag = defaults < 0 ? undefined : /<w:lang\b[^<>]*?w:val="([^"<>]+)"/.exec(start)?.[1]
  return Language.safeParse(tag).data
}

const findLanguage = (text: string, files: Map<string, Buffer>, notes: Notes): string | undefined => {
  const guessed = guessLanguage(text)
  if (guessed !== undefined) {
    notes.add('language', guessed, { option: 'language' })
    return guessed
  }
  const setting = /\p{sc=Latn}/u.test(text) ? settingOf(files) : undefined
  if (setting !== undefined) notes.add('languageOfWord', setting, { option: 'language' })
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
    refuseLargeWord(files.values())
    const notes = createNotes()
    const document = parseDocument(await toHtml(bytes, notes))
    noteOmissions(files, notes)
    const title = takeTitle(document)
    const language = findLanguage(`${title ?? ''} ${document.body.textContent}`, files, notes)
    const sections = readContent(document.body, { base: undefined, language, title, notes })
    if (sections.length === 0) throw new Error('holds no text')
    const facts = {
      ...(title === undefined ? {} : { title }),
      ...(language === undefined ? {} : { language }),
    }
    return { file: { ...facts, sections }, notes: notes.list() }
  },
}
