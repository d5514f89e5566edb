import { assetFormats } from './asset-formats.ts'
import { atomFormat } from './feeds/atom.ts'
import { jsonFeedFormat } from './feeds/json-feed.ts'
import { rssFormat } from './feeds/rss.ts'
import type { Alternates, Format } from './format.ts'
import { htmlFormat } from './html/html.ts'
import { jsonLdFormat } from './json-ld.ts'
import { jsonFormat } from './json.ts'
import { markdownFormat } from './markdown/markdown.ts'
import { ninjsFormat } from './ninjs.ts'
import { textFormat } from './plain-text.ts'
import type { ResourceKind } from './resource.ts'

/** The formats, the default first. To add one, write its file and name it here. */
export const formats: readonly Format[] = [
  jsonFormat,
  htmlFormat,
  markdownFormat,
  textFormat,
  jsonLdFormat,
  ninjsFormat,
  jsonFeedFormat,
  atomFormat,
  rssFormat,
  ...assetFormats,
]

/** The formats of a kind of resource, the default first. */
export const formatsOf = (kind: ResourceKind): readonly Format[] =>
  formats.filter(({ kinds }) => kinds.includes(kind))

/** The formats of a kind other than the default. */
export const alternatesOf = (kind: ResourceKind): Alternates => {
  const others = formatsOf(kind).slice(1)
  return (path) => others.map(({ mediaType, extension }) => ({ type: mediaType, href: path + extension }))
}
