import { Readability } from '@mozilla/readability'
import { proseIn, removeInvitations } from './boxes.ts'
import { makeFigures } from './captions.ts'
import { clean } from './clean.ts'
import { type DomDocument, type DomElement, parseDocument, plainText } from './dom.ts'
import { mostLongerBody, shortestArticle } from './limits.ts'
import { readLinkedBody } from './metadata.ts'
import { createNotes, type Notes } from './notes.ts'
import { widen } from './widen.ts'

const textsOf = (elements: DomElement[]): string[] => elements.map(({ textContent }) => textContent.trim())

const lengthOf = (texts: string[]): number => texts.reduce((sum, { length }) => sum + length, 0)

/** The prose of a page that is not in the article. */
const lostProse = (prose: string[], content: DomElement): string[] => {
  const kept = new Set(textsOf(proseIn(content)))
  return prose.filter((text) => !kept.has(text))
}

/** What a page holds before its article is looked for. */
type Whole = { prose: string[]; length: number; linked: string }

/** Notes where much of what may belong to the article is not in it. */
const noteLosses = (content: DomElement, { prose, length, linked }: Whole, notes: Notes): void => {
  const found = content.textContent.replaceAll(/\s+/g, ' ').trim().length
  const lost = lostProse(prose, content)
  if (found < length / 2) notes.add('mostLeftOut')
  if (lengthOf(lost) > found / 2) notes.add('proseLeftOut', lost[0])
  if (linked.length > found * mostLongerBody) notes.add('longerBody')
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
const readArticle = (document: DomDocument, notes: Notes): Found => {
  const options = {
    charThreshold: shortestArticle,
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node: unknown) => node,
  }
  const found = new Readability(document, options).parse()
  if (found?.content === null || found?.content === undefined) {
    notes.add('noArticle')
    return { content: document.body, byline: '' }
  }
  const content = found.content as unknown as DomElement
  const byline = (found.byline ?? '').trim()
  removeByline(content, byline)
  return { content, byline }
}

/** The least prose outside of what was found, by the length of that, for which the page is looked at again. */
const leastLost = 0.2

/**
 * The article of a page in HTML, of which the text is given too: Readability takes one box of the page, and changes the page, so that it
 * is parsed again where much of the text stands in other boxes.
 */
export const findArticle = (text: string, document: DomDocument, notes: Notes): Found => {
  const linked = readLinkedBody(document)
  const restore = clean(document, notes)
  const whole = {
    prose: textsOf(proseIn(document.body)),
    length: document.body.textContent.replaceAll(/\s+/g, ' ').trim().length,
    linked,
  }
  if (whole.length === 0 && linked !== '') {
    notes.add('linkedBody')
    return { content: pageOf(linked), byline: '' }
  }
  const { content, byline } = readArticle(document, notes)
  const kept = new Set(textsOf(proseIn(content)))
  let article = content
  const { length } = content.textContent.trim()
  const isSaidWhole = linked !== '' && linked.length < length * 1.1
  if (!isSaidWhole && lengthOf(lostProse(whole.prose, content)) > length * leastLost) {
    const again = parseDocument(text)
    const restoreAgain = clean(again, createNotes())
    const wide = widen(again.body, kept)
    if (wide !== undefined) {
      restoreAgain(wide)
      article = wide
    } else restore(content)
  } else restore(content)
  for (const gone of removeInvitations(article)) notes.add('invitation', gone)
  makeFigures(document, article)
  noteLosses(article, whole, notes)
  return { content: article, byline }
}
