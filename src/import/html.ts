import type { ArticleFile } from '../article/file.ts'
import { directionOf } from '../article/text.ts'
import { guessLanguage } from '../sources/letters.ts'
import { decodeText } from './bytes.ts'
import { findByline, isSite, readByline } from './authors.ts'
import { type DomDocument, parseDocument } from './dom.ts'
import { findArticle } from './find.ts'
import type { Importer } from './importers.ts'
import { readAddress } from './links.ts'
import { readMetadata } from './metadata.ts'
import { createNotes, type Notes } from './notes.ts'
import { readContent } from './sections.ts'

const baseOf = (document: DomDocument, url: string | undefined): string | undefined => {
  const written = document.querySelector('base')?.getAttribute('href')
  if (written === null || written === undefined) return url
  const read = readAddress(written, url)
  return 'href' in read && URL.canParse(read.href) ? read.href : url
}

/** The language that the page says, or else what its letters tell, with a note where the two differ. */
const findLanguage = (said: string | undefined, text: string, notes: Notes): string | undefined => {
  const guessed = guessLanguage(text)
  if (said === undefined && guessed !== undefined) notes.add('language', guessed, { option: 'language' })
  if (said !== undefined && guessed !== undefined && directionOf(said) !== directionOf(guessed))
    notes.add('languages', said, { value: guessed, option: 'language' })
  return said ?? guessed
}

/** The facts without a summary that is the beginning of the text. */
const withoutEcho = (file: Partial<ArticleFile>, text: string): Partial<ArticleFile> => {
  const { summary, ...rest } = file
  const isEcho = typeof summary !== 'string' || text.replaceAll(/\s+/g, ' ').includes(summary)
  return isEcho ? rest : file
}

/** A web page: the article that Readability finds in it, with what the page says of it. */
export const html: Importer = {
  name: 'html',
  extensions: ['.html', '.htm', '.xhtml'],
  async read(bytes) {
    const { text, notes: charset } = decodeText(bytes, { isPage: true })
    if (text.trim() === '') throw new Error('is empty')
    const notes = createNotes()
    for (const { kind, text: about, value } of charset)
      notes.add(kind, about, value === undefined ? {} : { value })
    const document = parseDocument(text)
    const facts = readMetadata(document, notes)
    const marked = facts.authors === undefined ? findByline(document) : ''
    const base = baseOf(document, facts.url ?? undefined)
    const { content, byline } = findArticle(text, document, notes)
    const language = findLanguage(facts.language, content.textContent, notes)
    const { sections, ...body } = readContent(content, { base, language, title: facts.title, notes })
    if (sections.every(({ paragraphs }) => paragraphs.length === 0)) throw new Error('holds no text')
    const line = marked === '' ? byline : marked
    const authors = facts.authors ?? readByline(line).filter((name) => !isSite(name, facts.outlet))
    if (facts.authors === undefined && authors.length > 0) notes.add('byline', line)
    const known = {
      ...facts,
      ...(language === undefined ? {} : { language }),
      ...(authors.length > 0 ? { authors } : {}),
    }
    return { file: { ...withoutEcho(known, content.textContent), sections, ...body }, notes: notes.list() }
  },
}
