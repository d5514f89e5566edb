import { Readability } from '@mozilla/readability'
import type { ArticleFile } from '../article/file.ts'
import { directionOf } from '../article/text.ts'
import { guessLanguage } from '../sources/letters.ts'
import { decodeText } from './bytes.ts'
import { readByline } from './authors.ts'
import { clean } from './clean.ts'
import { type DomDocument, type DomElement, parseDocument, plainText } from './dom.ts'
import type { Importer } from './importers.ts'
import { mostLongerBody, shortestArticle, shortestProse } from './limits.ts'
import { readAddress } from './links.ts'
import { readLinkedBody, readMetadata } from './metadata.ts'
import { createNotes, type Notes } from './notes.ts'
import { readContent } from './sections.ts'

/** Long paragraphs of a page, which are text rather than menus. */
const proseIn = (root: DomElement): string[] =>
  [...root.querySelectorAll('p')]
    .map(({ textContent }) => textContent.trim())
    .filter((text) => text.length >= shortestProse)

const lengthOf = (texts: string[]): number => texts.reduce((sum, { length }) => sum + length, 0)

/** Notes where much of what may belong to the article is not in it. */
const noteLosses = (
  prose: string[],
  { content, body }: { content: DomElement; body: string },
  notes: Notes,
) => {
  const { length } = content.textContent.replaceAll(/\s+/g, ' ')
  const kept = new Set(proseIn(content))
  const lost = prose.filter((text) => !kept.has(text))
  if (lengthOf(lost) > length / 2) notes.add('proseLeftOut', lost[0])
  if (body.length > length * mostLongerBody) notes.add('longerBody')
}

/** The text of the article in JSON-LD as a page: HTML, or lines of text. */
const pageOf = (body: string): DomElement => {
  if (/<p[\s>]|<br/i.test(body)) return parseDocument(body).body
  const document = parseDocument('')
  for (const line of body.split(/\n+/)) {
    const paragraph = document.createElement('p')
    paragraph.append(plainText(document, line))
    document.body.append(paragraph)
  }
  return document.body
}

/** Readability takes the byline out of the page in its first attempt only. */
const removeByline = (content: DomElement, byline: string) => {
  if (byline === '') return
  const lines = [...content.querySelectorAll('p, div, span, address')]
  lines.find(({ textContent }) => textContent.trim() === byline)?.remove()
}

type Found = { content: DomElement; byline: string }

/** The element that holds the article, apart from menus, advertisements and footers. */
const findArticle = (document: DomDocument, notes: Notes): Found => {
  const options = {
    charThreshold: shortestArticle,
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node: unknown) => node,
  }
  const { length } = document.body.textContent.trim()
  const found = new Readability(document, options).parse()
  if (found?.content === null || found?.content === undefined) {
    notes.add('noArticle')
    return { content: document.body, byline: '' }
  }
  const content = found.content as unknown as DomElement
  if (content.textContent.trim().length < length / 2) notes.add('mostLeftOut')
  const byline = (found.byline ?? '').trim()
  removeByline(content, byline)
  return { content, byline }
}

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
    const linked = readLinkedBody(document)
    const restore = clean(document, notes)
    const isEmpty = document.body.textContent.trim() === '' && linked !== ''
    if (isEmpty) notes.add('linkedBody')
    const prose = proseIn(document.body)
    const base = baseOf(document, facts.url ?? undefined)
    const { content, byline } = isEmpty
      ? { content: pageOf(linked), byline: '' }
      : findArticle(document, notes)
    restore(content)
    if (!isEmpty) noteLosses(prose, { content, body: linked }, notes)
    const language = findLanguage(facts.language, content.textContent, notes)
    const { sections, ...body } = readContent(content, { base, language, title: facts.title, notes })
    if (sections.every(({ paragraphs }) => paragraphs.length === 0)) throw new Error('holds no text')
    const authors = facts.authors ?? readByline(byline).filter((name) => name !== facts.outlet)
    if (facts.authors === undefined && authors.length > 0) notes.add('byline', byline)
    const known = {
      ...facts,
      ...(language === undefined ? {} : { language }),
      ...(authors.length > 0 ? { authors } : {}),
    }
    return { file: { ...withoutEcho(known, content.textContent), sections, ...body }, notes: notes.list() }
  },
}
