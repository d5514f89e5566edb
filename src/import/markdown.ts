import type { Fault } from '../sources/fault.ts'
import { faultsOf, readMarkdownDraft } from '../sources/markdown/markdown.ts'
import { guessLanguage, guessNote } from '../sources/scripts.ts'
import { decodeText } from './bytes.ts'
import type { Importer } from './importer.ts'

const spell = ({ line, column, path, problem, hint }: Fault): string =>
  [`line ${line}, column ${column}`, path, problem, hint].filter((part) => part !== '').join('  ')

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
    const draft = readMarkdownDraft(text, '')
    const faults = 'front' in draft ? faultsOf(draft, '') : draft.faults
    const serious = faults.filter((fault) => !isOptional(fault))
    if (!('front' in draft) || serious.length > 0)
      throw new Error(`has faults:\n${serious.map(spell).join('\n')}`)
    const notes = draft.warnings.map(spell)
    const language = Object.hasOwn(draft.file, 'language') ? undefined : guessLanguage(text)
    return language === undefined
      ? { file: draft.file, notes }
      : { file: { ...draft.file, language }, notes: [...notes, guessNote(language)] }
  },
}
