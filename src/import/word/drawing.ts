import type { Notes } from '../notes.ts'
import type { WordPart } from './package.ts'
import { findAll, valueOf, type XmlElement } from './xml.ts'

/** What other programs draw, which is no text and no picture here. */
const foreign: Record<string, string> = {
  'c:chart': 'chart',
  'dgm:relIds': 'diagram',
  'o:OLEObject': 'object of another program',
}

const foreignNames = new Set(Object.keys(foreign))
const descriptions = new Set(['wp:docPr'])
const contents = new Set(['w:txbxContent', 'a:blip', 'v:imagedata'])
const lines = new Set(['v:rect'])
const artTexts = new Set(['v:textpath', 'a:t', 'w:txbxContent'])

/** What a drawing holds: pictures by address (empty within the document), text boxes, text as a picture. */
export type Drawing = {
  images: { src: string; alt: string }[]
  boxes: XmlElement[]
  art: string
  isLine: boolean
}

/** The address of a picture that is not in the document. */
const sourceOf = (picture: XmlElement, { relationships }: WordPart): string => {
  const linked = relationships.get(valueOf(picture, 'r:link') ?? '')
  return linked?.isExternal === true ? linked.target : ''
}

export const readDrawing = (element: XmlElement, part: WordPart, notes: Notes): Drawing => {
  const [described] = findAll(element, descriptions)
  const alt = valueOf(described, 'descr') || valueOf(described, 'title') || ''
  const found = findAll(element, contents)
  for (const { name } of findAll(element, foreignNames)) notes.add('wordDrawing', foreign[name])
  const art = findAll(element, artTexts).filter(({ name }) => name !== 'w:txbxContent')
  return {
    images: found
      .filter(({ name }) => name !== 'w:txbxContent')
      .map((each) => ({ src: sourceOf(each, part), alt: alt || (valueOf(each, 'o:title') ?? '') })),
    boxes: found.filter(({ name }) => name === 'w:txbxContent'),
    art: art.map(({ attributes, text }) => attributes['string'] ?? text).join(' '),
    isLine: findAll(element, lines).some((line) => valueOf(line, 'o:hr') !== undefined),
  }
}
