import { largestText } from '../sources/limits.ts'

/** The encoding that a byte order mark announces, and how long the mark is. */
const markOf = (bytes: Buffer): { encoding: string; length: number } | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 }
  return undefined
}

/** The encoding that a page names in its first 1,024 bytes (HTML §13.2.3.2, prescan a byte stream). */
const charsetOf = (bytes: Buffer): string | undefined =>
  /<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([^\s"'/>;?]+)/i.exec(
    bytes.subarray(0, 1024).toString('latin1'),
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

const refuseBinary = (text: string): string => {
  if (/[\0\u0001-\u0008\u000E-\u001A]/.test(text)) {
    throw new Error('is not text: it holds control characters, as a program or picture does')
  }
  return text
}

/** A note on the encoding of a page. */
type CharsetNote = { kind: 'charset' | 'utf8'; text: string }

/**
 * The text of a file in UTF-8, or UTF-16 with its byte order mark; a page may be in any encoding of the web that it
 * names. What is UTF-8 is read so even where the page says otherwise: nothing else looks like it by chance.
 * Throws an Error that names the encoding that failed, or the size.
 */
export const decodeText = (bytes: Buffer, { isPage = false } = {}): { text: string; note?: CharsetNote } => {
  if (bytes.length > largestText) throw new Error(`has ${bytes.length} bytes; the most is ${largestText}`)
  const mark = markOf(bytes)
  if (mark !== undefined) {
    const text = decode(bytes.subarray(mark.length), mark.encoding)
    if (text === undefined)
      throw new Error(`is not ${mark.encoding.toUpperCase()}, though it begins with its mark`)
    return { text: refuseBinary(text) }
  }
  const charset = isPage ? charsetOf(bytes) : undefined
  const utf8 = decode(bytes, 'utf-8')
  if (utf8 !== undefined) {
    const isOther = charset !== undefined && !/^utf-?8$/i.test(charset) && /[^\p{ASCII}]/u.test(utf8)
    return { text: refuseBinary(utf8), ...(isOther && { note: { kind: 'utf8', text: charset } }) }
  }
  if (charset === undefined) {
    throw new Error(
      isPage ? 'is not UTF-8 and names no charset: save it as UTF-8' : 'is not UTF-8: save it as UTF-8',
    )
  }
  if (!isKnown(charset))
    throw new Error(`says it is ${charset}, which is no known encoding: save it as UTF-8`)
  const text = decode(bytes, named(charset))
  if (text === undefined) throw new Error(`says it is ${charset}, and is not: save it as UTF-8`)
  return { text: refuseBinary(text), note: { kind: 'charset', text: charset } }
}
