import { createHash } from 'node:crypto'
import type { Format } from './format.ts'
import type { Resource } from './resource.ts'

/** A name that holds the digest of its content, so that it can be kept for ever. */
export const assetName = (name: string, content: string, extension: string): string =>
  `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${extension}`

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

/** The sign of the site. */
export const svg: Format = {
  name: 'svg',
  mediaType: 'image/svg+xml',
  contentType: 'image/svg+xml',
  extension: '.svg',
  kinds: ['asset'],
  print,
}

/** The same where browsers look for it unasked; they go by its type. */
export const ico: Format = { ...svg, name: 'ico', extension: '.ico' }

/** Plain text that is of no article. */
export const plain: Format = {
  name: 'plain',
  mediaType: 'text/plain',
  contentType: 'text/plain; charset=utf-8',
  extension: '.txt',
  kinds: ['asset'],
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

/** The scripts of the page of the API; no other page has any. */
export const js: Format = {
  name: 'js',
  mediaType: 'text/javascript',
  contentType: 'text/javascript; charset=utf-8',
  extension: '.js',
  kinds: ['asset'],
  print,
}
