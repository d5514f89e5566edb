import { createHash } from 'node:crypto'
import type { Format } from './format.ts'

/** A name with the digest of the content, so that the asset can be cached for ever. */
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

/** The formats of what pages load. Browsers read `favicon.ico` by its type, not by its name. */
export const assetFormats: readonly Format[] = [
  assetFormat('woff2', 'font/woff2', { isCompressed: true }),
  assetFormat('css', 'text/css'),
  assetFormat('js', 'text/javascript'),
  assetFormat('svg', 'image/svg+xml'),
  assetFormat('ico', 'image/svg+xml'),
  assetFormat('plain', 'text/plain', { extension: '.txt' }),
]
