import type { Importer } from '../importers.ts'
import { largestText } from '../../sources/limits.ts'
import { largestWord } from '../limits.ts'
import { createNotes, type Notes } from '../notes.ts'
import { placeOfLanguage, readTree } from '../sections.ts'
import { readWordBlocks, textOfBlock, type WordBlock } from './blocks.ts'
import { type TrackedChanges, createChanges } from './changes.ts'
import { readProperties, takeTitle } from './facts.ts'
import { storyOf, type WordContext } from './inline.ts'
import { findWordLanguage } from './language.ts'
import { createNumbering } from './numbering.ts'
import { openWord, type WordPart, type WordPackage } from './package.ts'
import { createStyles } from './styles.ts'
import { toWordTree } from './tree.ts'
import { valueOf, type XmlElement } from './xml.ts'

/** The notes of a document by kind and id, each read when it is referred to. */
const createNoteReader = (opened: WordPackage, context: WordContext) => {
  const kinds = ['footnote', 'endnote'] as const
  const sources = new Map<string, { element: XmlElement; part: WordPart }>(
    kinds.flatMap((kind) =>
      opened
        .related(`${kind}s`)
        .flatMap((part) =>
          part.root.children
            .filter((element) => element.name === `w:${kind}` && valueOf(element, 'w:type') === undefined)
            .map((element) => [`${kind} ${valueOf(element, 'w:id')}`, { element, part }] as const),
        ),
    ),
  )
  const read = new Map<string, WordBlock[]>()
  return (kind: (typeof kinds)[number], id: string): WordBlock[] | undefined => {
    const key = `${kind} ${id}`
    const source = sources.get(key)
    if (source === undefined) return undefined
    const { element, part } = source
    const blocks = read.get(key) ?? readWordBlocks(element.children, storyOf(element, part, context))
    read.set(key, blocks)
    return blocks
  }
}

const holdsText = ({ root }: WordPart): boolean => root.holds.text

/** Notes what stands beside the text and is left out. */
const noteBeside = (opened: WordPackage, notes: Notes): void => {
  const comments = opened.related('comments').flatMap(({ root }) => root.children)
  const written = comments.filter(({ name, holds }) => name === 'w:comment' && holds.text)
  if (written.length > 0) notes.add('wordComments', String(written.length))
  if ([...opened.related('header'), ...opened.related('footer')].some(holdsText)) notes.add('wordHeaders')
}

const noteChanges = (changes: TrackedChanges, notes: Notes): void => {
  const { insertions, deletions } = changes.list()
  if (insertions + deletions.length === 0) return
  notes.add('wordChanges', deletions.slice(0, 5).join('\n'), {
    value: `${insertions} ${deletions.length}`,
  })
}

/** What begins the files of Word until 2003, and those that are encrypted ([MS-CFB] §2.2). */
const oldMark = Buffer.from('D0CF11E0A1B11AE1', 'hex')
const explainOld =
  'is a document of Word 97 to 2003, or has a password: open it in Word and save it as .docx without one'

/** A Word document: its styles say what is title, heading, quote and list. */
export const docx: Importer = {
  name: 'docx',
  extensions: ['.docx', '.docm', '.dotx', '.dotm'],
  async read(bytes) {
    if (bytes.length > largestWord) throw new Error(`has ${bytes.length} bytes; the most is ${largestWord}`)
    if (bytes.length === 0) throw new Error('is empty')
    if (bytes.subarray(0, oldMark.length).equals(oldMark)) throw new Error(explainOld)
    const opened = openWord(bytes)
    const notes = createNotes()
    const [styleSheet] = opened.related('styles')
    const styles = createStyles(styleSheet?.root)
    const letters = new Map<string, number>()
    const context: WordContext = {
      styles,
      numbering: createNumbering(opened.related('numbering')[0]?.root, styles),
      notes,
      changes: createChanges(),
      countLetters(language, text) {
        letters.set(language, (letters.get(language) ?? 0) + text.length)
      },
    }
    const { main } = opened
    const blocks = readWordBlocks(main.root.children, storyOf(main.root, main, context))
    const characters = [...letters.values()].reduce((sum, count) => sum + count, 0)
    if (characters > largestText)
      throw new Error(`holds ${characters} characters; the most is ${largestText}: split the document`)
    const noteOf = createNoteReader(opened, context)
    const taken = takeTitle(blocks, noteOf)
    const properties = readProperties(opened.properties, notes)
    const title = taken.title ?? properties.title
    if (taken.title === undefined && title !== undefined) notes.add('wordTitle', title)
    const { authors } = properties
    if (authors.length > 0) notes.add('wordAuthor', authors.join('; '))
    const text = [title ?? '', ...taken.rest.map(textOfBlock)].join(' ')
    const { language, denied } = findWordLanguage(text, letters, notes)
    const whole = { ...placeOfLanguage(language), denied }
    noteBeside(opened, notes)
    const content = toWordTree(taken.rest, { whole, notes, noteOf })
    // The notes of a document are read with its tree, and may hold changes too.
    noteChanges(context.changes, notes)
    const { sections, ...body } = readTree(content, { base: undefined, language, title, notes })
    if (sections.length === 0)
      throw new Error(taken.title === undefined ? 'holds no text' : 'holds a title and no text')
    const facts = {
      ...(title === undefined ? {} : { title }),
      ...(language === undefined ? {} : { language }),
      ...(taken.summary === undefined ? {} : { summary: taken.summary }),
      ...(authors.length === 0 ? {} : { authors }),
    }
    return { file: { ...facts, sections, ...body }, notes: notes.list() }
  },
}
