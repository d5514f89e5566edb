import { createHash } from 'node:crypto'
import type { Format } from './format.ts'

/** A name that holds the digest of its content, so that it can be kept for ever. */
export const assetName = (name: string, content: string, extension: string): string =>
  `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${extension}`

/** A format whose bytes are sent as they are. */
const assetFormat = (name: string, mediaType: string, rest: Partial<Format> = {}): Format => ({
  name,
  mediaType,
  contentType: mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
  extension: `.${name}`,
  kinds: ['asset'],
  print: (resource) => (resource.kind === 'asset' ? resource.bytes : ''),
  ...rest,
})

/** What pages are made of besides themselves. Browsers go by the type of `favicon.ico`, not by its name. */
export const assetFormats: readonly Format[] = [
  assetFormat('woff2', 'font/woff2', { isCompressed: true }),
  assetFormat('css', 'text/css'),
  assetFormat('js', 'text/javascript'),
  assetFormat('svg', 'image/svg+xml'),
  assetFormat('ico', 'image/svg+xml'),
  assetFormat('plain', 'text/plain', { extension: '.txt' }),
]
