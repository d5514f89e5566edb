import { Readability } from '@mozilla/readability'
import type { ArticleFile } from '../article/file.ts'
import { directionOf } from '../article/text.ts'
import { decodeText } from './bytes.ts'
import { type Around, findHolders, readBlocks } from './blocks.ts'
import { clean, noteEmbeds } from './clean.ts'
import { type DomDocument, type DomElement, parseDocument } from './dom.ts'
import { noteLeftOut, piecesOf } from './left-out.ts'
import { readAddress } from './links.ts'
import { readByline, readMetadata } from './metadata.ts'
import { cite, type Notes, startNotes } from './notes.ts'
import { toSections } from './sections.ts'
import { guessLanguage, guessNote } from '../sources/scripts.ts'
import type { Importer } from './importer.ts'

/** Readability's own is 500 characters, which a short report, or any in Chinese, does not reach. */
const shortest = 140

type Found = { content: DomElement; byline: string | null | undefined }

/** The element that holds the article, apart from menus, advertisements and footers. */
const findArticle = (document: DomDocument, notes: Notes): Found => {
  const options = {
    charThreshold: shortest,
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node: unknown) => node,
  }
  const found = new Readability(document, options).parse()
  if (found?.content !== null && found?.content !== undefined) {
    return { content: found.content as unknown as DomElement, byline: found.byline }
  }
  notes.add('found no article in the page: took all of it')
  return { content: document.body, byline: undefined }
}

const baseOf = (document: DomDocument, url: string | undefined): string | undefined => {
  const written = document.querySelector('base')?.getAttribute('href')
  if (written === null || written === undefined) return url
  const read = readAddress(written, url)
  return 'href' in read && URL.canParse(read.href) ? read.href : url
}

const around = (document: DomDocument, language: string | undefined): Around => ({
  kinds: [],
  language,
  direction: language === undefined ? undefined : directionOf(language),
})

/** The language the page says, or else what its letters tell. Where the two are at odds it is said. */
const findLanguage = (said: string | undefined, text: string, notes: Notes): string | undefined => {
  const guessed = guessLanguage(text)
  if (said === undefined && guessed !== undefined) notes.add(guessNote(guessed))
  if (said !== undefined && guessed !== undefined && directionOf(said) !== directionOf(guessed)) {
    notes.add(
      `the page says its language is ${said}, its letters that it is ${guessed}: say otherwise with --language`,
    )
  }
  return said ?? guessed
}

/** The facts less a summary that is but the beginning of the text. */
const withoutEcho = (file: Partial<ArticleFile>, text: string): Partial<ArticleFile> => {
  const { summary, ...rest } = file
  const isEcho = typeof summary !== 'string' || text.replaceAll(/\s+/g, ' ').includes(summary)
  return isEcho ? rest : file
}

/** A web page: the article that readability finds in it, with what the page says of it. */
export const html: Importer = {
  name: 'html',
  extensions: ['.html', '.htm', '.xhtml'],
  async read(bytes) {
    const decoded = decodeText(bytes, { isPage: true })
    if (decoded.text.trim() === '') throw new Error('is empty')
    const notes = startNotes()
    for (const note of decoded.notes) notes.add(note)
    const document = parseDocument(decoded.text)
    const facts = readMetadata(document, notes)
    clean(document, notes)
    const pieces = piecesOf(document.body)
    const base = baseOf(document, facts.url ?? undefined)
    const { content, byline } = findArticle(document, notes)
    const language = findLanguage(facts.language, content.textContent, notes)
    noteEmbeds(content, notes)
    const desk = { base, notes, holdsBlock: findHolders(content) }
    const text = content.textContent
    const sections = toSections(readBlocks(content, desk, around(document, language)), facts.title, notes)
    if (sections.every(({ paragraphs }) => paragraphs.length === 0)) throw new Error('holds no text')
    const authors = facts.authors ?? readByline(byline ?? '')
    if (facts.authors === undefined && authors.length > 0)
      notes.add(`took the authors from the line ${cite(byline ?? '')}`)
    noteLeftOut(pieces, sections, [facts, byline ?? ''], notes)
    const known = {
      ...facts,
      ...(language === undefined ? {} : { language }),
      ...(authors.length > 0 ? { authors } : {}),
    }
    return { file: { ...withoutEcho(known, text), sections }, notes: notes.list() }
  },
}
