import { SaxesParser } from 'saxes'

/**
 * The namespaces of a Word document by the prefixes that they have here, whatever the document calls them: those of
 * ECMA-376 as Word writes them, and those of its strict form.
 */
const prefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
  'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing': 'wp',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/chart': 'c',
  'http://purl.oclc.org/ooxml/drawingml/chart': 'c',
  'http://schemas.openxmlformats.org/drawingml/2006/diagram': 'dgm',
  'http://purl.oclc.org/ooxml/drawingml/diagram': 'dgm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/package/2006/content-types': 'ct',
  'http://schemas.openxmlformats.org/package/2006/metadata/core-properties': 'cp',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://schemas.microsoft.com/office/word/2010/wordml': 'w14',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
}

/** An element: `text` is what stands in it outside of its own elements. */
export type XmlElement = {
  /** With the prefix of `prefixes`; of another namespace with none but a colon. */
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  text: string
  /** Whether there is text or a picture somewhere inside. */
  holds: { text: boolean; picture: boolean }
}

const textual = new Set(['w:t', 'm:t', 'a:t', 'v:textpath'])
const pictorial = new Set(['a:blip', 'v:imagedata', 'c:chart', 'dgm:relIds', 'o:OLEObject'])

const nameOf = (uri: string, local: string): string =>
  uri === '' ? local : `${Object.hasOwn(prefixes, uri) ? prefixes[uri] : ''}:${local}`

/** The variant of a drawing that holds most: one of those for newer programs, or the fallback. */
const chooseAlternative = ({ children }: XmlElement): XmlElement[] => {
  const chosen =
    children.find(({ holds }) => holds.text) ?? children.find(({ holds }) => holds.picture) ?? children[0]
  return chosen?.children ?? []
}

/** Puts an element that is whole into its parent. */
const close = (element: XmlElement, parent: XmlElement): void => {
  const { holds } = parent
  holds.text ||= element.holds.text || (textual.has(element.name) && element.text !== '')
  holds.picture ||= element.holds.picture || pictorial.has(element.name)
  const kept = element.name === 'mc:AlternateContent' ? chooseAlternative(element) : [element]
  for (const child of kept) parent.children.push(child)
}

const utf8Mark = '\uFEFF'

const unreadable = (): Error =>
  new Error('is not a readable Word document: open it in Word and save it as .docx again')

/** The root of a part of a document. Throws an Error where it is not well-formed, or declares entities of its own. */
export const parseXml = (xml: string): XmlElement => {
  const create = (name: string, attributes: Record<string, string> = {}): XmlElement => ({
    name,
    attributes,
    children: [],
    text: '',
    holds: { text: false, picture: false },
  })
  const top = create('')
  const open = [top]
  const parser = new SaxesParser({ xmlns: true, position: false })
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  }
  const refuse = () => {
    throw unreadable()
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', ({ uri, local, attributes }) => {
    const own = Object.values(attributes).map((each) => [nameOf(each.uri, each.local), each.value] as const)
    open.push(create(nameOf(uri, local), Object.fromEntries(own)))
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const element = open.pop()
    const parent = open.at(-1)
    if (element !== undefined && parent !== undefined) close(element, parent)
  })
  parser.write(xml.startsWith(utf8Mark) ? xml.slice(1) : xml).close()
  const [root] = top.children
  if (root === undefined) throw unreadable()
  return root
}

/** The first element of a name in another, or in one of its own where several names are given. */
export const childOf = (element: XmlElement | undefined, ...names: string[]): XmlElement | undefined =>
  names.reduce<XmlElement | undefined>(
    (found, name) => found?.children.find((child) => child.name === name),
    element,
  )

/** An attribute of an element, or of one inside it. */
export const valueOf = (element: XmlElement | undefined, name = 'w:val'): string | undefined =>
  element?.attributes[name]

/** An element that is there switches something on, unless it says otherwise. */
export const isOn = (element: XmlElement | undefined): boolean | undefined =>
  element === undefined ? undefined : !/^(?:0|false|off)$/.test(valueOf(element) ?? '')

/** The elements of some names anywhere inside another, in order; nothing is searched inside of those. */
export const findAll = (
  element: XmlElement,
  names: ReadonlySet<string>,
  found: XmlElement[] = [],
): XmlElement[] => {
  for (const child of element.children) {
    if (names.has(child.name)) found.push(child)
    else findAll(child, names, found)
  }
  return found
}
