/** The types of files that are served beside articles, and how each is told by its first bytes. */
import { isUtf8 } from 'node:buffer'
import { longestHead, longestProlog, longestSide, mostSegments } from './limits.ts'

type FileType = { type: string; is: (head: Buffer) => boolean }

const starts = (head: Buffer, text: string, at = 0): boolean =>
  head.toString('latin1', at, at + text.length) === text

const begins =
  (...texts: string[]) =>
  (head: Buffer): boolean =>
    texts.some((text) => starts(head, text))

/** ISO 14496-12 §4.3: a box `ftyp`, and the brand after it. */
const hasBrand =
  (brands: RegExp) =>
  (head: Buffer): boolean =>
    starts(head, 'ftyp', 4) && brands.test(head.toString('latin1', 8, Math.min(head.readUInt32BE(0), 256)))

const isRiff =
  (form: string) =>
  (head: Buffer): boolean =>
    starts(head, 'RIFF') && starts(head, form, 8)

/** The start may end within a character. */
const isText = (head: Buffer): boolean => {
  if (head.includes(0)) return false
  return [0, 1, 2, 3].some((less) => isUtf8(head.subarray(0, Math.max(0, head.length - less))))
}

/** Where a construct ends that begins at a place of a drawing; -1 where it has no end. */
const endOf = (text: string, at: number): number => {
  const after = (end: string, from = at) => {
    const found = text.indexOf(end, from)
    return found === -1 ? -1 : found + end.length
  }
  if (text.startsWith('<!--', at)) return after('-->')
  if (text.startsWith('<?', at)) return after('?>')
  if (!text.startsWith('<!DOCTYPE', at)) return -1
  const [open, close] = [text.indexOf('[', at), text.indexOf('>', at)]
  return open === -1 || open > close ? after('>') : after('>', Math.max(open, text.indexOf(']', open)))
}

/** A drawing has declarations and comments before its root alone. */
const isSvg = (head: Buffer): boolean => {
  if (!isText(head)) return false
  const text = head.toString('utf8', 0, longestProlog).replace(/^\uFEFF/, '')
  let at = 0
  for (let next = 0; next !== -1; next = endOf(text, at)) {
    at = next
    while (/\s/.test(text.charAt(at))) at += 1
  }
  return /^<(?:svg:)?svg[\s/>]/.test(text.slice(at, at + 10))
}

/** An MPEG frame: eleven set bits, a version and a layer that there are. */
const isMpeg = (head: Buffer): boolean => {
  const [first = 0, second = 0] = head
  return begins('ID3')(head) || (first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0)
}

const jpeg: FileType = { type: 'image/jpeg', is: begins('\xFF\xD8\xFF') }

const fileTypes: Readonly<Record<string, FileType>> = {
  jpg: jpeg,
  jpeg,
  png: { type: 'image/png', is: begins('\x89PNG\r\n\x1A\n') },
  webp: { type: 'image/webp', is: isRiff('WEBP') },
  avif: { type: 'image/avif', is: hasBrand(/avif|avis/) },
  gif: { type: 'image/gif', is: begins('GIF87a', 'GIF89a') },
  svg: { type: 'image/svg+xml', is: isSvg },
  mp4: { type: 'video/mp4', is: hasBrand(/./) },
  webm: { type: 'video/webm', is: begins('\x1A\x45\xDF\xA3') },
  mp3: { type: 'audio/mpeg', is: isMpeg },
  m4a: { type: 'audio/mp4', is: hasBrand(/./) },
  ogg: { type: 'audio/ogg', is: begins('OggS') },
  wav: { type: 'audio/wav', is: isRiff('WAVE') },
  pdf: { type: 'application/pdf', is: (head) => head.subarray(0, 1024).includes('%PDF-') },
  csv: { type: 'text/csv; charset=utf-8', is: (head) => !head.includes(0) },
  vtt: { type: 'text/vtt; charset=utf-8', is: begins('WEBVTT', '\xEF\xBB\xBFWEBVTT') },
}

export const fileExtensions: readonly string[] = Object.keys(fileTypes)

/** The extension of a path, without its dot and in lower case. */
export const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

export const isServedType = (path: string): boolean => Object.hasOwn(fileTypes, extensionOf(path))

/** The type of a file by its name, and whether its first bytes are of that type. */
export const typeOf = (path: string, head: Buffer): { type: string; isRight: boolean } => {
  const { type, is } = fileTypes[extensionOf(path)] as FileType
  return { type, isRight: head.length >= 4 && is(head) }
}

type Size = { width: number | null; height: number | null }

const unknown: Size = { width: null, height: null }

const sideOf = (length: number): number | null =>
  Number.isFinite(length) && length >= 1 && length <= longestSide ? Math.round(length) : null

/**
 * Whether a JPEG has its frame, which says how large it is, after a few segments. The library copies the rest of the bytes for
 * each segment, and for each byte where there should be one: half a second for zeros.
 */
const hasFrame = (head: Buffer): boolean => {
  let at = 2
  for (let segment = 0; segment < mostSegments && at + 4 <= head.length && head[at] === 0xff; segment += 1) {
    const marker = head[at + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return true
    at += 2 + Math.max(2, head.readUInt16BE(at + 2))
  }
  return false
}

/** The width and height of an image as it is shown, by its first bytes; null where they do not say. */
export const sizeOfImage = async (type: string, head: Buffer): Promise<Size> => {
  if (type === 'image/jpeg' && !hasFrame(head)) return unknown
  // Loaded with the first image.
  const { imageSize } = await import('image-size')
  try {
    const start = head.subarray(0, type === 'image/svg+xml' ? longestProlog : longestHead)
    const { width, height, orientation = 1 } = imageSize(start)
    const [one, other] = [sideOf(width), sideOf(height)]
    if (one === null || other === null) return unknown
    // Exif: from 5 on, the image is shown on its side.
    return orientation >= 5 ? { width: other, height: one } : { width: one, height: other }
  } catch {
    return unknown
  }
}
