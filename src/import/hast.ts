import type { Element, ElementContent, Nodes } from 'hast'
import { Direction, directionOf, Language } from '../article/text.ts'
import { type DomElement, type DomNode, isElement, isText } from './dom.ts'

/** Between two characters of Han or Kana a line end of the source is no space. */
const brokenHan =
  /(?<=[\p{sc=Han}\p{sc=Kana}\p{sc=Hira}，。、；：？！])[ \t]*[\n\r]\s*(?=[\p{sc=Han}\p{sc=Kana}\p{sc=Hira}])/gu
const stray = /[^\P{Cc}\t\n\r\f]|\p{Noncharacter_Code_Point}/gu

const clean = (text: string, isPre: boolean): string => {
  const sound = text
    .toWellFormed()
    .replaceAll(/[\u2028\u2029\u0085]/g, ' ')
    .replaceAll(stray, '')
  return isPre ? sound.replaceAll(/\r\n?/g, '\n') : sound.replaceAll(brokenHan, '')
}

/** What a node has from the elements around it. */
type Around = { lang: string; dir: string; isPre: boolean }

const within = (element: DomElement, around: Around): Around => {
  const lang = Language.safeParse(element.getAttribute('lang') ?? '').data
  const dir = Direction.safeParse(element.getAttribute('dir')?.toLowerCase()).data
  return {
    lang: lang ?? around.lang,
    dir: dir ?? (lang === undefined ? around.dir : directionOf(lang)),
    isPre: around.isPre || element.localName === 'pre',
  }
}

const toContent = (node: DomNode, around: Around): ElementContent[] => {
  if (isText(node)) return [{ type: 'text', value: clean(node.textContent, around.isPre) }]
  return isElement(node) ? [toElement(node, within(node, around))] : []
}

/** An element of the DOM as hast, its attributes by the names that HTML gives them. */
export const toElement = (element: DomElement, here: Around): Element => ({
  type: 'element',
  tagName: element.localName,
  properties: {
    ...Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value])),
    lang: here.lang,
    dir: here.dir,
  },
  children: [...element.childNodes].flatMap((node) => toContent(node, here)),
})

/** The content of an element as hast. Each element inside has its own `lang` and `dir`, or those of its parent. */
export const toHast = (content: DomElement, { lang, dir }: Pick<Around, 'lang' | 'dir'>): Element => ({
  type: 'element',
  tagName: 'main',
  properties: { lang, dir },
  children: [...content.childNodes].flatMap((node) => toContent(node, { lang, dir, isPre: false })),
})

/** The value of an attribute; empty where there is none. */
export const attributeOf = ({ properties }: Element, name: string): string => String(properties[name] ?? '')

/** All the text of a node, a line end for each `br`. */
export const textOf = (node: Nodes): string => {
  if (node.type === 'text') return node.value
  if (node.type === 'element' && node.tagName === 'br') return '\n'
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

/** The elements inside a node, in the order of the text. */
export function* elementsIn(node: Nodes): Generator<Element> {
  for (const child of 'children' in node ? node.children : []) {
    if (child.type !== 'element') continue
    yield child
    yield* elementsIn(child)
  }
}

/** The first element of a name inside a node. */
export const findElement = (node: Nodes, name: string): Element | undefined =>
  elementsIn(node).find(({ tagName }) => tagName === name)
