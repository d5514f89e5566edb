import type { DomDocument, DomElement } from './dom.ts'
import { shortestProse } from './limits.ts'
import { inviteMark, markThrough } from './styles.ts'

/** Words of classes and ids of what stands beside articles on pages of many outlets. */
const boxWords =
  /(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?:comments?|disqus|gdpr|consent|cookie-\w+|onetrust|newsletters?|recommend\w*|related|share|sharing|sidebar|signup|social|sponsor\w*|subscri\w*|breadcrumbs?|outbrain|taboola)(?:$|[\s_-]|(?=[A-Z]))/i

const boxElements = new Set(['nav', 'aside', 'footer', 'form', 'dialog'])

/** Whether an element holds what stands beside an article, by its name or class: a menu, comments, an invitation to subscribe. */
export const isBox = (element: DomElement): boolean =>
  boxElements.has(element.localName) ||
  boxWords.test(element.getAttribute('class') ?? '') ||
  boxWords.test(element.getAttribute('id') ?? '')

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

const inviteWords =
  /(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?:comments?|disqus|gdpr|consent|cookie-\w+|onetrust|newsletters?|share|sharing|signup|subscri\w*|breadcrumbs?|outbrain|taboola)(?:$|[\s_-]|(?=[A-Z]))/i

const inviting = new Set('aside div form header section ul'.split(' '))

const isInvitation = (element: DomElement): boolean =>
  inviting.has(element.localName) &&
  (inviteWords.test(element.getAttribute('class') ?? '') ||
    inviteWords.test(element.getAttribute('id') ?? ''))

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
