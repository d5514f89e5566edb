import { largestText } from '../sources/limits.ts'
import { longestPageHead } from './limits.ts'

/** The encoding that a byte order mark announces, and how long the mark is. */
const markOf = (bytes: Buffer): { encoding: string; length: number } | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 }
  return undefined
}

/**
 * The encoding that a page names (HTML §13.2.3.2, prescan a byte stream). Browsers look for it in the first 1,024 bytes;
 * pages write it after long scripts too.
 */
const charsetOf = (bytes: Buffer): string | undefined =>
  /<(?:meta|\?xml)[^<>]*?(?:charset|encoding)\s*=\s*["']?\s*([^\s"'/<>;?]+)/i.exec(
    bytes.subarray(0, longestPageHead).toString('latin1'),
  )?.[1]

const decode = (bytes: Buffer, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const isKnown = (encoding: string): boolean => {
  try {
    return new TextDecoder(encoding).encoding !== ''
  } catch {
    return false
  }
}

/** HTML §13.2.3.2: a page whose charset can be read byte by byte is not in UTF-16, whatever it says. */
const named = (charset: string): string => (/^utf-?16/i.test(charset) ? 'utf-8' : charset)

const isUtf8 = (charset: string): boolean => /^utf-?8$/i.test(charset)

/** A note on the encoding of a page; `value` is the line of the first fault. */
type CharsetNote = { kind: 'charset' | 'utf8' | 'badBytes' | 'controls'; text: string; value?: string }

type Decoded = { text: string; notes: CharsetNote[] }

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const lineAt = (text: string, index: number): string => String(countOf(text.slice(0, index), /\n/g) + 1)

/** The text with U+FFFD for what the encoding does not have; undefined where that is most of what is not ASCII. */
const decodeLoosely = (bytes: Buffer, encoding: string): Decoded | undefined => {
  const text = new TextDecoder(encoding).decode(bytes)
  const bad = countOf(text, /\uFFFD/g)
  if (bad * 2 > countOf(text, /[^\p{ASCII}]/gu)) return undefined
  const value = lineAt(text, text.indexOf('\uFFFD'))
  return { text, notes: [{ kind: 'badBytes', text: String(bad), value }] }
}

const control = /[\0\u0001-\u0008\u000E-\u001A]/g

/** A program or picture has more control characters than one in a hundred; a page may have a few by mistake. */
const mostControls = 1 / 100

/** The text without control characters. Throws an Error where it is none. */
const refuseBinary = ({ text, notes }: Decoded, isPage: boolean): Decoded => {
  const controls = countOf(text, control)
  if (controls === 0) return { text, notes }
  if (!isPage || controls > text.length * mostControls) {
    throw new Error('is not text: it holds control characters, as a program or picture does')
  }
  const value = lineAt(text, text.search(control))
  return {
    text: text.replaceAll(control, ''),
    notes: [...notes, { kind: 'controls', text: String(controls), value }],
  }
}

const decodeMarked = (bytes: Buffer, encoding: string, isPage: boolean): Decoded => {
  const text = decode(bytes, encoding)
  if (text !== undefined) return { text, notes: [] }
  const loose = isPage ? decodeLoosely(bytes, encoding) : undefined
  if (loose === undefined) throw new Error(`is not ${encoding.toUpperCase()}, though it begins with its mark`)
  return loose
}

const decodePage = (bytes: Buffer, charset: string | undefined): Decoded => {
  const encoding = named(charset ?? 'utf-8')
  if (!isKnown(encoding))
    throw new Error(`says it is ${charset}, which is no known encoding: save it as UTF-8`)
  const read: CharsetNote[] =
    charset === undefined || isUtf8(charset) ? [] : [{ kind: 'charset', text: charset }]
  const strict = decode(bytes, encoding)
  if (strict !== undefined) return { text: strict, notes: read }
  const loose = decodeLoosely(bytes, encoding)
  if (loose !== undefined) return { text: loose.text, notes: [...read, ...loose.notes] }
  throw new Error(
    charset === undefined
      ? 'is not UTF-8 and names no charset: save it as UTF-8'
      : `says it is ${charset}, and is not: save it as UTF-8`,
  )
}

const decodeUnmarked = (bytes: Buffer, isPage: boolean): Decoded => {
  const charset = isPage ? charsetOf(bytes) : undefined
  const utf8 = decode(bytes, 'utf-8')
  if (utf8 !== undefined) {
    const isOther = charset !== undefined && !isUtf8(charset) && /[^\p{ASCII}]/u.test(utf8)
    return { text: utf8, notes: isOther ? [{ kind: 'utf8', text: charset }] : [] }
  }
  if (!isPage) throw new Error('is not UTF-8: save it as UTF-8')
  return decodePage(bytes, charset)
}

/**
 * The text of a file in UTF-8, or UTF-16 with its byte order mark; a page may be in any encoding of the web that it
 * names, and have some bytes that are not of it. What is UTF-8 is read so even where the page says otherwise: nothing
 * else looks like it by chance. Throws an Error that names the encoding that failed, or the size.
 */
export const decodeText = (bytes: Buffer, { isPage = false } = {}): Decoded => {
  if (bytes.length > largestText) throw new Error(`has ${bytes.length} bytes; the most is ${largestText}`)
  const mark = markOf(bytes)
  const decoded =
    mark === undefined
      ? decodeUnmarked(bytes, isPage)
      : decodeMarked(bytes.subarray(mark.length), mark.encoding, isPage)
  return refuseBinary(decoded, isPage)
}
