import type { Alternates } from '../format.ts'
import { jsonFormat } from '../json.ts'
import { narrowedQuery, narrowedTitle } from '../narrowed.ts'
import type { Asked } from '../resource.ts'
import { paths, type Site } from '../site.ts'
import type { HtmlPage } from './page.ts'
import { markup, type Piece } from '../markup.ts'

/** Another form of a page. */
export type Form = { type: string; href: string; name: string }

const names: Record<string, string> = {
  json: 'JSON',
  md: 'Markdown',
  txt: 'Text',
  jsonld: 'JSON-LD',
}

const formName = (href: string): string => {
  const extension = href.slice(href.lastIndexOf('.') + 1)
  return names[extension] ?? extension
}

/** The other forms of a page, by the names of their extensions. */
export const formsOf = ({ path, forms }: HtmlPage, alternates: Alternates): Form[] => {
  if (forms !== undefined || path === null) return forms ?? []
  const data = { type: jsonFormat.mediaType, href: path + jsonFormat.extension }
  return [data, ...alternates(path)]
    .filter(({ type }) => type !== 'text/html')
    .map(({ type, href }) => ({ type, href, name: formName(href) }))
}

/** The newest articles of a list, or of the whole site, as feeds. */
export const feedForms = (site: Site, asked: Asked = {}): Form[] => {
  const { feed } = paths(site)
  const query = narrowedQuery(asked)
  return [
    { type: 'application/feed+json', href: feed('json') + query, name: 'JSON Feed' },
    { type: 'application/atom+xml', href: feed('atom') + query, name: 'Atom' },
    { type: 'application/rss+xml', href: feed('rss') + query, name: 'RSS' },
  ]
}

/** Feed readers take every alternate in plain JSON for a feed (Miniflux, NetNewsWire). */
const isForHead = ({ type }: Form): boolean =>
  type !== jsonFormat.mediaType && !feedForms({ base: '', url: '' }).some((feed) => feed.type === type)

/** The links in the head to the feeds, which come first, and to the other forms. */
export const alternateLinks = (forms: readonly Form[], { asked = {} }: HtmlPage, site: Site): Piece => {
  const title = narrowedTitle(asked, site)
  const feeds = feedForms(site, asked).map(
    ({ type, href, name }) =>
      markup`<link rel="alternate" type="${type}" title="${`${title} (${name})`}" href="${href}" />`,
  )
  const others = forms
    .filter(isForHead)
    .map(({ type, href }) => markup`<link rel="alternate" type="${type}" href="${href}" />`)
  return [feeds, others]
}
