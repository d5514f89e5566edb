import { css, ico, js, plain, svg, woff2 } from './asset-formats.ts'
import { atom } from './feeds/atom.ts'
import { jsonFeed } from './feeds/json-feed.ts'
import { rss } from './feeds/rss.ts'
import type { Alternates, Format } from './format.ts'
import { html } from './html/html.ts'
import { jsonLd } from './json-ld.ts'
import { json } from './json.ts'
import { markdown } from './markdown/markdown.ts'
import { ninjs } from './ninjs.ts'
import type { Kind } from './resource.ts'
import { text } from './plain-text.ts'

/** The forms, the default first. To add one, write its file and name it here. */
export const formats: readonly Format[] = [
  json,
  html,
  markdown,
  text,
  jsonLd,
  ninjs,
  jsonFeed,
  atom,
  rss,
  woff2,
  css,
  js,
  svg,
  ico,
  plain,
]

/** The forms that a kind of resource has, the default first. */
export const formatsOf = (kind: Kind): readonly Format[] =>
  formats.filter(({ kinds }) => kinds.includes(kind))

/** The forms of a kind other than the default. */
export const alternatesOf = (kind: Kind): Alternates => {
  const others = formatsOf(kind).slice(1)
  return (path) => others.map(({ mediaType, extension }) => ({ type: mediaType, href: path + extension }))
}
