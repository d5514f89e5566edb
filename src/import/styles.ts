import { type DomDocument, type DomElement, isText } from './dom.ts'

/** Where clean.ts keeps what the style of an element says, for Readability removes styles. */
export const styleMark = 'data-maqal-style'

/** Where it keeps how the text of a cell is aligned. */
export const alignMark = 'data-maqal-align'

const patterns: readonly (readonly [RegExp, string])[] = [
  [/(?:^|;)\s*font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b/i, 'bold'],
  [/(?:^|;)\s*font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b/i, 'light'],
  [/(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)\b/i, 'italic'],
  [/(?:^|;)\s*font-style\s*:\s*normal\b/i, 'upright'],
  [/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b/i, 'struck'],
  [/(?:^|;)\s*vertical-align\s*:\s*super\b/i, 'raised'],
  [/(?:^|;)\s*vertical-align\s*:\s*sub\b/i, 'lowered'],
]

const styled = new Set('a b del em font i s span strong u'.split(' '))

/** Keeps what the style of an element of a line or of a cell says about its text: Google Docs says all of it so. */
export const keepStyle = (element: DomElement): void => {
  const style = element.getAttribute('style') ?? ''
  if (styled.has(element.localName)) {
    const said = patterns.filter(([pattern]) => pattern.test(style)).map(([, name]) => name)
    if (said.length > 0) element.setAttribute(styleMark, said.join(' '))
  }
  const align =
    /(?:^|;)\s*text-align\s*:\s*(left|right|center|start|end)\b/i.exec(style)?.[1] ??
    element.getAttribute('align') ??
    undefined
  if (align !== undefined && /^t[dh]$/.test(element.localName))
    element.setAttribute(alignMark, align.toLowerCase())
}

/** On an item: whether the task that it is is done. */
export const taskMark = 'data-maqal-task'

/** On text that is pulled out of the article to be seen first. */
export const pullMark = 'data-maqal-pull'

/** On a callout: its label, empty where it has none. */
export const calloutMark = 'data-maqal-callout'

/** On what invites readers to share, subscribe or comment. */
export const inviteMark = 'data-maqal-invite'

const blocks = 'p, div, ul, ol, pre, table, blockquote, h1, h2, h3, h4, h5, h6, figure, dl, section'

/** What an element holds alone, where Readability would take it out of the element. */
const aloneIn = (element: DomElement): DomElement | undefined => {
  const [only, ...others] = element.children
  const hasText = [...element.childNodes].some((node) => isText(node) && node.textContent.trim() !== '')
  const isAlone = only !== undefined && others.length === 0 && !hasText
  return isAlone && /^(?:div|section|p)$/.test(only.localName) ? only : undefined
}

/** Sets an attribute of an element so that it outlives Readability, which unwraps elements that hold one other. */
export const markThrough = (
  document: DomDocument,
  element: DomElement,
  [name, value]: [string, string],
): void => {
  for (let at: DomElement | undefined = element; at !== undefined; at = aloneIn(at)) {
    at.setAttribute(name, value)
    if (at.localName === 'p' || at.querySelector(blocks) !== null) continue
    const paragraph = document.createElement('p')
    paragraph.append(...at.childNodes)
    at.append(paragraph)
  }
}
