import type { DomDocument, DomElement } from './dom.ts'
import { shortestProse } from './limits.ts'
import { inviteMark, markThrough } from './styles.ts'

/** A pattern of words as classes and ids hold them: `share-bar`, `shareBar`. */
const named = (words: string): RegExp =>
  new RegExp(String.raw`(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?:${words})(?:$|[\s_-]|(?=[A-Z]))`, 'i')

/** Words of classes and ids of what invites readers to share, agree, subscribe or comment, on pages of many outlets. */
const invitations = String.raw`comments?|disqus|gdpr|consent|cookie-\w+|onetrust|newsletters?|share|sharing|signup|subscri\w*|breadcrumbs?|outbrain|taboola`

const inviteWords = named(invitations)

/** The same of all that stands beside articles. */
const boxWords = named(String.raw`${invitations}|recommend\w*|related|sidebar|social|sponsor\w*`)

const isNamedBy = (element: DomElement, words: RegExp): boolean =>
  ['class', 'id'].some((name) => words.test(element.getAttribute(name) ?? ''))

const boxElements = new Set(['nav', 'aside', 'footer', 'form', 'dialog'])

/** Whether an element holds what stands beside an article, by its name or class: a menu, comments, an invitation to subscribe. */
export const isBox = (element: DomElement): boolean =>
  boxElements.has(element.localName) || isNamedBy(element, boxWords)

const linkLength = (element: DomElement): number =>
  [...element.querySelectorAll('a')].reduce((sum, { textContent }) => sum + textContent.length, 0)

/** Whether more than half of the text of an element is that of links. */
export const isLinks = (element: DomElement): boolean =>
  linkLength(element) * 2 > element.textContent.trim().length

/** Long paragraphs in an element, which are text rather than menus, and stand in no box. */
export const proseIn = (root: DomElement): DomElement[] => {
  const found: DomElement[] = []
  const left = [root]
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    if (element.localName === 'p' && element.textContent.trim().length >= shortestProse && !isLinks(element))
      found.push(element)
    else if (element === root || !isBox(element)) left.push(...[...element.children].toReversed())
  }
  return found
}

/** The texts of elements, and how many characters they have together. */
export const trimmedTexts = (elements: DomElement[]): string[] =>
  elements.map(({ textContent }) => textContent.trim())

export const totalLength = (texts: string[]): number => texts.reduce((sum, { length }) => sum + length, 0)

const inviting = new Set('aside div form header section ul'.split(' '))

const isInvitation = (element: DomElement): boolean =>
  inviting.has(element.localName) && isNamedBy(element, inviteWords)

/** Characters of an invitation; a longer box by such a name is that of a text. */
const longestInvitation = 600

/** Marks the boxes that invite readers to share the page, to subscribe, to agree or to comment, by their class. */
export const markInvitations = (document: DomDocument): void => {
  const left = [...document.body.children]
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    const isOne =
      isInvitation(element) &&
      element.textContent.trim().length <= longestInvitation &&
      element.querySelector('img, h1') === null
    if (isOne) markThrough(document, element, [inviteMark, ''])
    else left.push(...element.children)
  }
}

/** Removes from an article the boxes that were marked. Returns the texts of what went. */
export const removeInvitations = (article: DomElement): string[] => {
  const all = [...article.querySelectorAll(`[${inviteMark}]`)]
  const texts = all.map(({ textContent }) => textContent.trim())
  for (const element of all) element.remove()
  return texts.filter((text) => text !== '')
}
