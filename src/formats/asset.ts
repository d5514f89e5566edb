import type { Format } from './format.ts'
import type { Resource } from './resource.ts'

/** The bytes as they are. */
const print = (resource: Resource): Buffer | string => (resource.kind === 'asset' ? resource.bytes : '')

/** A font, compressed in itself. */
export const woff2: Format = {
  name: 'woff2',
  mediaType: 'font/woff2',
  contentType: 'font/woff2',
  extension: '.woff2',
  kinds: ['asset'],
  isCompressed: true,
  print,
}

/** The style sheet of the pages. */
export const css: Format = {
  name: 'css',
  mediaType: 'text/css',
  contentType: 'text/css; charset=utf-8',
  extension: '.css',
  kinds: ['asset'],
  print,
}
