import type { Element, Nodes, Parents } from 'hast'
import { toBlocks } from './content.ts'
import { attributeOf, elementsIn, textOf } from './hast.ts'
import { readImage } from './images.ts'
import type { ReadElement } from './phrasing.ts'

/** Elements of which each is a line of code. */
const lines = new Set('div li p tr'.split(' '))

/** Classes of the numbers that stand before the lines. */
const gutter =
  /(?:^|[\s_-])(?:line-?numbers?(?:-rows)?|lineno|linenos|linenum(?:ber)?|gutter|ln|blob-num|hljs-ln-numbers|react-syntax-highlighter-line-number)(?:$|[\s_-])/i

const isGutter = (element: Element): boolean =>
  (gutter.test(attributeOf(element, 'class')) || attributeOf(element, 'data-line-number') !== '') &&
  /^[\s\d]*$/.test(textOf(element))

/** The text of code as it is seen: each line on one of its own, without the numbers before the lines. */
export const readLines = (root: Nodes): string => {
  let text = ''
  const newLine = () => {
    if (text !== '' && !text.endsWith('\n')) text += '\n'
  }
  const walk = (node: Nodes): void => {
    if (node.type === 'text') text += node.value
    if (!('children' in node)) return
    if (node.type === 'element') {
      if (node.tagName === 'br') text += '\n'
      if (isGutter(node)) return
      if (lines.has(node.tagName)) newLine()
    }
    for (const child of node.children) walk(child)
    if (node.type === 'element' && lines.has(node.tagName)) newLine()
  }
  walk(root)
  return text
}

const named =
  /(?:^|\s)(?:lang(?:uage)?|highlight-source|highlight|brush|prism|sourceCode|src)[-:\s]+([\w+#.-]+)/i

const languageOf = (element: Element): string =>
  attributeOf(element, 'data-lang') ||
  attributeOf(element, 'data-language') ||
  (named.exec(attributeOf(element, 'class'))?.[1] ?? '')

/** The language that code is in, as its elements name it. */
const syntaxOf = (element: Element, parent: Parents | undefined): string => {
  const inside = [...elementsIn(element)].filter(({ tagName }) => tagName === 'code')
  const around = parent?.type === 'element' ? [parent] : []
  return [...inside, element, ...around].map(languageOf).find((name) => name !== '') ?? ''
}

/** Preformatted text as code; its images stand after it. */
export const readPre: ReadElement = (element, page, parent) => {
  const value = readLines(element).replace(/^\n/, '').trimEnd()
  const images = [...elementsIn(element)]
    .filter(({ tagName }) => tagName === 'img')
    .flatMap((image) => toBlocks(readImage(image, page), page))
  if (value.trim() === '') return images
  const lang = syntaxOf(element, parent)
  return [{ type: 'code', value, ...(lang !== '' && { lang }) }, ...images]
}
