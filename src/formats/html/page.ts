import type { Direction } from '../../article/text.ts'
import type { Alternates } from '../format.ts'
import type { Asked } from '../resource.ts'
import { absolute, siteName, paths, type Site } from '../site.ts'
import { alternateLinks, type Form, formsOf } from './alternates.ts'
import { finder } from './finder.ts'
import { line } from './print-text.ts'
import { styleName, fonts, iconName } from './assets.ts'
import { jsonScript, markup, type Markup, type Piece } from '../markup.ts'
import { type Speech, speechIn } from './words.ts'

/** What a page is, whatever it shows. */
export type HtmlPage = {
  language: string
  direction: Direction
  title: string
  description: string | null
  /** Its own path, and its query if that is part of what it is; null where it has no address of its own. */
  path: string | null
  query?: string
  /** The path that search engines are to know it by, where that is not its own: a part of an article is of the article. */
  canonical?: string
  /** OpenGraph, as pairs of property and content. */
  graph: [property: string, content: string | null][]
  /** JSON-LD of it. */
  linkedData?: object
  links?: { rel: string; href: string }[]
  /** Where it is not its own path that has its other forms. */
  forms?: Form[]
  /** What the list that it shows is narrowed to. */
  asked?: Asked
  isListed?: boolean
  /** Whether a search field is in what it shows. */
  hasFinder?: boolean
  /** Not for search engines: it is of one question. */
  isPassing?: boolean
  main: Piece
}

/** The language of the page's own words, where it is not that of the page. */
export const inSpeech = ({ language, direction }: Speech, page: { language: string }): Piece =>
  language === page.language ? null : markup` lang="${language}" dir="${direction}"`

const meta = ([property, content]: [string, string | null]): Piece =>
  content !== null && markup`<meta property="${property}" content="${content}" />`

/** Scripts that Noto Naskh Arabic is read in. */
const isNaskh = (language: string): boolean => /^(?:ar|fa|ur|ps|ckb|ug|sd)\b/.test(language)

const preload = (page: HtmlPage, site: Site): Piece =>
  isNaskh(page.language) &&
  fonts.map(
    ({ name }) =>
      markup`<link rel="preload" href="${paths(site).asset(name)}" as="font" type="font/woff2" crossorigin />`,
  )

const head = (page: HtmlPage, site: Site, forms: Form[]): Markup =>
  markup`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.title}</title>
    ${page.description !== null && markup`<meta name="description" content="${page.description}" />`}
    <meta name="generator" content="maqal" />
    ${page.isPassing === true && markup`<meta name="robots" content="noindex" />`}
    ${page.path !== null && markup`<link rel="canonical" href="${absolute(site, page.canonical ?? page.path)}${page.query}" />`}
    ${alternateLinks(forms, page, site)}${(page.links ?? []).map(({ rel, href }) => markup`<link rel="${rel}" href="${href}" />`)}${page.graph.map(meta)}
    <link rel="icon" type="image/svg+xml" href="${paths(site).asset(iconName)}" />
    ${preload(page, site)}
    <link rel="stylesheet" href="${paths(site).asset(styleName)}" />
    ${
      page.linkedData !== undefined &&
      markup`<script type="application/ld+json">
        ${jsonScript(page.linkedData)}
      </script>`
    }
  </head>`

const foot = ({ words }: Speech, forms: Form[], own: Piece): Piece =>
  forms.length > 0 &&
  markup`<p id="page_forms"><span ${own}>${words.forms}</span></p>
    <ul aria-labelledby="page_forms">
      ${forms.map(
        ({ type, href, name }) =>
          markup`<li>
            <a href="${href}" type="${type}" rel="alternate"><bdi ${own}>${name}</bdi></a>
          </li>`,
      )}
    </ul>`

/** The name of the site, which is in no known language, the way to the articles and the search. */
const bar = (page: HtmlPage, site: Site, speech: Speech): Markup => {
  const own = inSpeech(speech, page)
  const { service, articles } = paths(site)
  const list = markup`<a href="${articles}" ${own}>${speech.words.articles}</a>`
  const search = markup`<div class="find" ${own}>${finder(speech.words, site, {})}</div>`
  return markup`<header class="bar">
    <div>
      <a class="site" href="${service}"><bdi>${line(siteName(site), page.direction)}</bdi></a>
      ${page.isListed !== true && list}
    </div>
    ${page.hasFinder !== true && search}
  </header>`
}

/** A whole page. Ids of its own have a `_`, which no id of an article has. */
export const pageOf = (page: HtmlPage, site: Site, alternates: Alternates): Markup => {
  const speech = speechIn(page.language)
  const own = inSpeech(speech, page)
  const forms = formsOf(page, alternates)
  return markup`<!DOCTYPE html>
    <html lang="${page.language}" dir="${page.direction}">
      ${head(page, site, forms)}
      <body>
        <a class="skip" href="#page_main" ${own}>${speech.words.skip}</a>
        ${bar(page, site, speech)}
        <main id="page_main" tabindex="-1">${page.main}</main>
        <footer class="foot">${foot(speech, forms, own)}</footer>
      </body>
    </html>`
}
