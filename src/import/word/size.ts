import { deepestWord, largestXml, mostAttributes, mostElements, mostPieces } from '../limits.ts'

const [lessThan, greaterThan, slash, equals, quote, apostrophe] = [0x3c, 0x3e, 0x2f, 0x3d, 0x22, 0x27]
const [exclamation, question, colon] = [0x21, 0x3f, 0x3a]
/** The letters of the names of paragraphs, their texts and cells, without a prefix: p, t and tc. */
const [c, p, t] = [0x63, 0x70, 0x74]

/** Whether a part begins as XML does, perhaps after white space or a byte order mark. Pictures do not. */
const isXml = (bytes: Buffer): boolean => /^(?:\xEF\xBB\xBF)?\s*</.test(bytes.toString('latin1', 0, 100))

/** A tag with a longer name is none of a paragraph. */
const longestTagName = 40

type Count = { elements: number; pieces: number; attributes: number; depth: number }

/** Tells how much deeper XML is after a tag. It is asked in order, and so finds the end of each tag once. */
const createSteps = (xml: Buffer) => {
  let end = -1
  return (at: number): number => {
    const next = xml[at + 1]
    if (next === slash) return -1
    if (next === exclamation || next === question) return 0
    if (end < at) end = xml.indexOf(greaterThan, at)
    if (end < 0) end = xml.length
    return xml[end - 1] === slash ? 0 : 1
  }
}

/** Whether a tag begins a paragraph, a text or a cell: `<w:p>`, whatever the prefix is. */
const isPiece = (xml: Buffer, at: number): boolean => {
  const end = Math.min(xml.length, at + longestTagName)
  let name = at + 1
  for (let index = name; index < end; index += 1) {
    const byte = xml[index] ?? 0
    if (byte === colon) name = index + 1
    if (byte !== slash && byte !== greaterThan && byte > 0x20) continue
    const [first, second] = [xml[name], xml[name + 1]]
    if (index === name + 1) return first === p || first === t
    return index === name + 2 && first === t && second === c
  }
  return false
}

/**
 * How many elements and attributes XML has, and how deep it goes; a comment counts as an element, text that looks like an
 * attribute as one.
 */
const countIn = (xml: Buffer): Count => {
  const count = { elements: 0, pieces: 0, attributes: 0, depth: 0 }
  const stepAt = createSteps(xml)
  let depth = 0
  for (let at = xml.indexOf(lessThan); at >= 0; at = xml.indexOf(lessThan, at + 1)) {
    if (xml[at + 1] !== slash) count.elements += 1
    if (isPiece(xml, at)) count.pieces += 1
    depth = Math.max(0, depth + stepAt(at))
    count.depth = Math.max(count.depth, depth)
  }
  for (let at = xml.indexOf(equals); at >= 0; at = xml.indexOf(equals, at + 1)) {
    if (xml[at + 1] === quote || xml[at + 1] === apostrophe) count.attributes += 1
  }
  return count
}

/**
 * Counts what a Word document holds before it is parsed: a few kilobytes unpack to millions of elements. Any part
 * may be the text, as the document itself says which is. Throws an Error that names what is too much.
 */
export const refuseLargeWord = (parts: Iterable<Buffer>): void => {
  let [bytes, elements, pieces, attributes, depth] = [0, 0, 0, 0, 0]
  for (const part of parts) {
    if (!isXml(part)) continue
    const found = countIn(part)
    bytes += part.length
    elements += found.elements
    pieces += found.pieces
    attributes += found.attributes
    depth = Math.max(depth, found.depth)
  }
  const refuse = (count: number, noun: string, most: number) => {
    if (count > most) throw new Error(`holds ${count} ${noun}; the most is ${most}: split the document`)
  }
  refuse(elements, 'elements of text', mostElements)
  refuse(pieces, 'paragraphs, cells and runs of text', mostPieces)
  refuse(attributes, 'attributes', mostAttributes)
  refuse(bytes, 'bytes of text', largestXml)
  refuse(depth, 'levels of elements in elements', deepestWord)
}
