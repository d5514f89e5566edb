import { capital } from '../sources/tree/callouts.ts'
import type { DomDocument, DomElement } from './dom.ts'
import { calloutMark, markThrough } from './styles.ts'

/** Elements that may be callouts: those of Sphinx, MkDocs, Docusaurus, VitePress, Starlight, GitHub and Bootstrap, and by role. */
const marked =
  '[class*="admonition" i], [class*="callout" i], [class*="custom-block" i], [class*="markdown-alert" i], [class*="starlight-aside" i], [class*="alert" i], [class*="notice" i], [class*="hint" i], [role="note"]'

const calloutWords =
  /(?:^|\s)(?:(?:theme-)?admonition|callout|custom-block|markdown-alert|starlight-aside|alert(?=.*\salert-\w)|notice(?=.*\snotice-\w)|hint(?=.*\shint-\w))(?:$|[\s_-])/i

const kinds =
  /(?:^|[\s-])(note|tip|info|important|warning|caution|danger|success|error|question|example)(?=$|[\s-])/i

const titled = '[class*="title" i], [class*="heading" i], [class*="label" i]'

const holders = /^(?:div|aside|section|blockquote|p)$/

const classOf = (element: DomElement): string => element.getAttribute('class') ?? ''

const isCallout = (element: DomElement): boolean =>
  holders.test(element.localName) &&
  (calloutWords.test(classOf(element)) || element.getAttribute('role') === 'note')

/** Takes the label of a callout out of it: its title, else its kind. */
const takeLabel = (element: DomElement): string => {
  const title = element.querySelector(titled)
  const text = title?.textContent.replaceAll(/\s+/g, ' ').trim() ?? ''
  if (title !== null && text !== '' && text.length < element.textContent.trim().length) {
    title.remove()
    return text
  }
  return capital(kinds.exec(classOf(element))?.[1] ?? '')
}

/** Marks what is drawn as a callout by its class, with its label, before Readability removes classes and asides. */
export const keepCallouts = (document: DomDocument): void => {
  for (const element of document.body.querySelectorAll(marked)) {
    const isInside = element.hasAttribute(calloutMark)
    if (isInside || !isCallout(element) || element.textContent.trim() === '') continue
    const block = document.createElement('div')
    const label = takeLabel(element)
    block.append(...element.childNodes)
    element.replaceWith(block)
    markThrough(document, block, [calloutMark, label])
  }
}
