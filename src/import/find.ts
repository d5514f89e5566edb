import { Readability } from '@mozilla/readability'
import { totalLength, proseIn, removeInvitations, trimmedTexts } from './boxes.ts'
import { makeFigures } from './captions.ts'
import { clean } from './clean.ts'
import { type DomDocument, type DomElement, parseDocument, plainText } from './dom.ts'
import { mostLongerBody, shortestArticle } from './limits.ts'
import { readLinkedBody } from './metadata.ts'
import { createNotes, type Notes } from './notes.ts'
import { widen } from './widen.ts'

/** What a page holds before its article is looked for. */
type Whole = { prose: string[]; length: number; linked: string }

/** The prose of a page that is not among some paragraphs. */
const without = ({ prose }: Whole, kept: ReadonlySet<string>): string[] =>
  prose.filter((text) => !kept.has(text))

/** Notes where much of what may belong to the article is not in it. */
const noteLosses = (content: DomElement, whole: Whole, notes: Notes): void => {
  const found = content.textContent.replaceAll(/\s+/g, ' ').trim().length
  const lost = without(whole, new Set(trimmedTexts(proseIn(content))))
  if (found < whole.length / 2) notes.add('mostLeftOut')
  if (totalLength(lost) > found / 2) notes.add('proseLeftOut', lost[0])
  if (whole.linked.length > found * mostLongerBody) notes.add('longerBody')
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

/** How much longer the text in JSON-LD may be than what was found, for that to be whole. */
const mostUnsaid = 1.1

/**
 * The article in a wider element of the page than Readability took, whose boxes may each hold a part of the text. The page is parsed
 * again, since Readability changes it. Undefined where what was found is all.
 */
const findWider = (text: string, content: DomElement, whole: Whole): DomElement | undefined => {
  const { length } = content.textContent.trim()
  const isSaidWhole = whole.linked !== '' && whole.linked.length < length * mostUnsaid
  const kept = new Set(trimmedTexts(proseIn(content)))
  if (isSaidWhole || totalLength(without(whole, kept)) <= length * leastLost) return undefined
  const again = parseDocument(text)
  const restore = clean(again, createNotes())
  const wide = widen(again.body, kept)
  if (wide !== undefined) restore(wide)
  return wide
}

/** The article of a page in HTML, of which the text is given too. */
export const findArticle = (text: string, document: DomDocument, notes: Notes): Found => {
  const linked = readLinkedBody(document)
  const restore = clean(document, notes)
  const whole = {
    prose: trimmedTexts(proseIn(document.body)),
    length: document.body.textContent.replaceAll(/\s+/g, ' ').trim().length,
    linked,
  }
  if (whole.length === 0 && linked !== '') {
    notes.add('linkedBody')
    return { content: pageOf(linked), byline: '' }
  }
  const { content, byline } = readArticle(document, notes)
  const wider = findWider(text, content, whole)
  if (wider === undefined) restore(content)
  const article = wider ?? content
  for (const gone of removeInvitations(article)) notes.add('invitation', gone)
  makeFigures(document, article)
  noteLosses(article, whole, notes)
  return { content: article, byline }
}
