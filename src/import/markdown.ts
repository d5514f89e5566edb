import type { Fault } from '../sources/fault.ts'
import { faultsOf, readMarkdownDraft } from '../sources/markdown/markdown.ts'
import { guessLanguage } from '../sources/letters.ts'
import { strictly } from '../sources/source.ts'
import { decodeText } from './bytes.ts'
import type { Importer } from './importers.ts'
import { createNotes, formatNote, type ImportNote } from './notes.ts'

const toNote = ({ line, column, path, problem, hint }: Fault): ImportNote => ({
  kind: 'warning',
  text: [path, problem, hint].filter((part) => part !== '').join('  '),
  value: '',
  line,
  column,
})

/** What a served file must say and a document need not: an option says it then. */
const optional = new Set(['title', 'outlet', 'language'])

const isOptional = ({ path, problem }: Fault): boolean => optional.has(path) && problem === 'is missing'

/** Markdown as it is served, except that title, outlet and language may be left for the options to say. */
export const markdownImport: Importer = {
  name: 'md',
  extensions: ['.md', '.markdown'],
  async read(bytes) {
    const { text } = decodeText(bytes)
    if (text.trim() === '') throw new Error('is empty')
    const draft = readMarkdownDraft(text, '', strictly(''))
    const faults = 'front' in draft ? faultsOf(draft, '') : draft.faults
    const serious = faults.filter((fault) => !isOptional(fault))
    if (!('front' in draft) || serious.length > 0)
      throw new Error(`has faults:\n${serious.map(toNote).map(formatNote).join('\n')}`)
    const notes = createNotes()
    for (const { kind, text: said, ...about } of draft.warnings.map(toNote)) notes.add(kind, said, about)
    const language = Object.hasOwn(draft.file, 'language') ? undefined : guessLanguage(text)
    if (language !== undefined) notes.add('language', language, { option: 'language' })
    const found = language === undefined ? {} : { language }
    return { file: { ...draft.file, ...found }, notes: notes.list() }
  },
}
