import { assetFormats } from './asset-formats.ts'
import { csvFormat } from './csv.ts'
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
import type { Resource, ResourceKind } from './resource.ts'

/** The formats, the default first. To add one, write its file and name it here. */
export const formats: readonly Format[] = [
  jsonFormat,
  htmlFormat,
  markdownFormat,
  textFormat,
  csvFormat,
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

/** Whether a resource has a form that its kind may have. */
export const hasForm = (format: Format, resource: Resource): boolean => format.isOf?.(resource) ?? true

/** The formats of a resource other than the default. */
export const alternatesOf = (resource: Resource): Alternates => {
  const others = formatsOf(resource.kind)
    .slice(1)
    .filter((format) => hasForm(format, resource))
  return (path) => others.map(({ mediaType, extension }) => ({ type: mediaType, href: path + extension }))
}
