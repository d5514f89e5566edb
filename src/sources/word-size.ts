import { largestXml, mostAttributes, mostElements } from './limits.ts'

const [lessThan, slash, equals, quote, apostrophe] = [0x3c, 0x2f, 0x3d, 0x22, 0x27]

/** Whether a part begins as XML does, white space or a byte order mark before it. Pictures do not. */
const isXml = (bytes: Buffer): boolean => /^(?:\xEF\xBB\xBF)?\s*</.test(bytes.toString('latin1', 0, 100))

/** How many elements and attributes XML has; a comment counts as an element, text that looks like an attribute as one. */
const countIn = (xml: Buffer): { elements: number; attributes: number } => {
  const count = { elements: 0, attributes: 0 }
  for (let at = xml.indexOf(lessThan); at >= 0; at = xml.indexOf(lessThan, at + 1)) {
    if (xml[at + 1] !== slash) count.elements += 1
  }
  for (let at = xml.indexOf(equals); at >= 0; at = xml.indexOf(equals, at + 1)) {
    if (xml[at + 1] === quote || xml[at + 1] === apostrophe) count.attributes += 1
  }
  return count
}

/**
 * Counts what a Word document holds before mammoth parses it: a few kilobytes unpack to millions of elements. Any part
 * may be the text, as the document itself says which is. Throws an Error that names what is too much.
 */
export const refuseLargeWord = (parts: Iterable<Buffer>): void => {
  let [bytes, elements, attributes] = [0, 0, 0]
  for (const part of parts) {
    if (!isXml(part)) continue
    const found = countIn(part)
    bytes += part.length
    elements += found.elements
    attributes += found.attributes
  }
  const refuse = (count: number, noun: string, most: number) => {
    if (count > most) throw new Error(`holds ${count} ${noun}; the most is ${most}: split the document`)
  }
  refuse(elements, 'elements of text', mostElements)
  refuse(attributes, 'attributes', mostAttributes)
  refuse(bytes, 'bytes of text', largestXml)
}
