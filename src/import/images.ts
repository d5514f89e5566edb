import type { ParagraphFile } from '../article/file.ts'
import { tidy } from '../article/text.ts'
import type { DomElement, DomNode } from './dom.ts'
import { type Desk, readInline, readLine } from './inline.ts'
import { readAddress } from './links.ts'
import { cite } from './notes.ts'

type ImageFile = Exclude<ParagraphFile, string> & { type: 'image' }

/** Where pages keep the address of an image that is loaded late, the most certain first. */
const sources = ['data-src', 'data-original', 'data-lazy-src', 'src']

/** The last candidate of a srcset is the largest by custom; an address in it may itself hold commas. */
const largestOf = (srcset: string | null): string | undefined =>
  srcset?.split(/,\s+/).at(-1)?.trim().split(/\s+/)[0]

const addressOf = (image: DomElement): string | undefined => {
  const given = sources
    .map((name) => image.getAttribute(name))
    .find((value) => value !== null && value !== '' && !value.startsWith('data:'))
  return given ?? largestOf(image.getAttribute('srcset') ?? image.getAttribute('data-srcset'))
}

const sizeOf = (image: DomElement, name: 'width' | 'height'): number | undefined => {
  const value = image.getAttribute(name) ?? ''
  return /^[1-9]\d{0,5}(?:px)?$/.test(value) ? Number.parseInt(value, 10) : undefined
}

const altOf = (image: DomElement): string =>
  tidy((image.getAttribute('alt') ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ')).slice(0, 500)

/** An image, or a note where it has no address that others can reach. One of a pixel or two only counts its readers. */
export const readImage = (image: DomElement, desk: Desk): ImageFile | undefined => {
  const alt = altOf(image)
  const width = sizeOf(image, 'width')
  const height = sizeOf(image, 'height')
  if (width !== undefined && height !== undefined && width <= 2 && height <= 2) {
    desk.notes.add('left out an image of one pixel, which counts readers')
    return undefined
  }
  const address = addressOf(image)
  const named = alt === '' ? '' : ` ${cite(alt)}`
  if (address === undefined) {
    desk.notes.add(
      `left out an image${named} that is held in the document itself: put it on the web and add its address`,
    )
    return undefined
  }
  const read = readAddress(address, desk.base)
  if ('problem' in read) {
    desk.notes.add(`left out an image${named}: ${read.problem} is no address`)
    return undefined
  }
  return {
    type: 'image',
    url: read.href,
    ...(alt === '' ? {} : { alt }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  }
}

const credits =
  '[class*="credit"], [class*="copyright"], [class*="source"], [itemprop="copyrightHolder"], small, cite'

/** What is said under an image: the caption, and apart from it who made it. */
const readCaption = (caption: DomElement | null, desk: Desk): { caption?: string; credit?: string } => {
  if (caption === null) return {}
  const part = caption.querySelector(credits)
  const credit = part === null ? '' : readLine([part], desk).slice(0, 500)
  part?.remove()
  const text = readInline([...caption.childNodes], desk)
    .pieces.map((piece) => piece.text)
    .join('\n')
  return { ...(text === '' ? {} : { caption: text }), ...(credit === '' ? {} : { credit }) }
}

/** The images of a figure, the last with its caption, which stands below them all. */
export const readFigure = (figure: DomElement, desk: Desk): ImageFile[] => {
  const images = [...figure.querySelectorAll('img')].flatMap((image) => readImage(image, desk) ?? [])
  const said = readCaption(figure.querySelector('figcaption'), desk)
  return images.map((image, index) => (index === images.length - 1 ? { ...image, ...said } : image))
}

export const imagesOf = (nodes: DomNode[] | DomElement[], desk: Desk): ImageFile[] =>
  (nodes as DomElement[]).flatMap((image) => readImage(image, desk) ?? [])
