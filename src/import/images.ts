import type { Element } from 'hast'
import type { Image } from 'mdast'
import { tidy } from '../article/text.ts'
import { attributeOf } from './hast.ts'
import { longestLine } from '../article/limits.ts'
import { readAddress } from './links.ts'
import type { PageContext } from './phrasing.ts'

/** Where pages keep the address of an image that is loaded late, the most certain first. */
const sources = ['data-src', 'data-original', 'data-lazy-src', 'src']

/** The last candidate of a srcset is the largest by custom; an address in it may itself hold commas. */
const largestOf = (srcset: string): string => srcset.split(/,\s+/).at(-1)?.trim().split(/\s+/)[0] ?? ''

const addressOf = (image: Element): string =>
  sources
    .map((name) => attributeOf(image, name))
    .find((value) => value !== '' && !value.startsWith('data:')) ??
  largestOf(attributeOf(image, 'srcset') || attributeOf(image, 'data-srcset'))

const sizesOf = (image: Element) =>
  ['width', 'height']
    .map((key) => ({ key, value: attributeOf(image, key).replace(/px$/, '') }))
    .filter(({ value }) => /^[1-9]\d{0,5}$/.test(value))

/** An image; a note where it has no address that others can reach, or is of a pixel or two, which counts readers. */
export const readImage = (element: Element, { base, notes }: PageContext): Image[] => {
  const alt = tidy(attributeOf(element, 'alt').replaceAll(/[\s\p{Cc}]+/gu, ' ')).slice(0, longestLine)
  const sizes = sizesOf(element)
  if (sizes.length === 2 && sizes.every(({ value }) => Number(value) <= 2)) {
    notes.add('pixel')
    return []
  }
  const address = addressOf(element)
  if (address === '') {
    notes.add('imageInside', alt)
    return []
  }
  const read = readAddress(address, base)
  if ('refused' in read) {
    notes.add('image', read.refused, { value: alt })
    return []
  }
  return [{ type: 'image', url: read.href, alt, data: { attributes: sizes } }]
}
