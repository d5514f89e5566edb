import type { Direction } from '../../article/text.ts'
import type { Alternates } from '../format.ts'
import { json } from '../json.ts'
import { absolute, paths, type Site } from '../site.ts'
import { fonts } from './fonts.ts'
import { styleName } from './style.ts'
import { html, type Markup, type Piece, scriptData } from './template.ts'
import { type Speech, speechIn } from './words.ts'

/** What a page is, whatever it shows. */
export type Page = {
  language: string
  direction: Direction
  title: string
  description: string | null
  /** Its own path, and its query if that is part of what it is; null where it has no address of its own. */
  path: string | null
  query?: string
  /** OpenGraph, as pairs of property and content. */
  graph: [property: string, content: string | null][]
  /** JSON-LD of it. */
  linkedData?: string | undefined
  links?: { rel: string; href: string }[]
  /** Where it is not its own path that has its other forms. */
  forms?: Form[]
  isListed?: boolean
  /** Not for search engines: it is of one question. */
  isPassing?: boolean
  main: Piece
}

/** The other forms of a page, by the names of their extensions. */
export type Form = { type: string; href: string; name: string }

const formsOf = ({ path, forms }: Page, alternates: Alternates): Form[] => {
  if (forms !== undefined || path === null) return forms ?? []
  const data = { type: json.mediaType, href: path + json.extension }
  return [data, ...alternates(path)]
    .filter(({ type }) => type !== 'text/html')
    .map(({ type, href }) => ({ type, href, name: nameOf(href) }))
}

const names: Record<string, string> = {
  json: 'JSON',
  md: 'Markdown',
  txt: 'Text',
  jsonld: 'JSON-LD',
}

const nameOf = (href: string): string => {
  const extension = href.slice(href.lastIndexOf('.') + 1)
  return names[extension] ?? extension
}

/** The language of the page's own words, where it is not that of the page. */
export const inSpeech = ({ language, direction }: Speech, page: { language: string }): Piece =>
  language === page.language ? null : html` lang="${language}" dir="${direction}"`

const meta = ([property, content]: [string, string | null]): Piece =>
  content !== null && html`<meta property="${property}" content="${content}" />`

/** Scripts that Noto Naskh Arabic is read in. */
const isNaskh = (language: string): boolean => /^(?:ar|fa|ur|ps|ckb|ug|sd)\b/.test(language)

const preload = (page: Page, site: Site): Piece =>
  isNaskh(page.language) &&
  fonts.map(
    ({ name }) =>
      html`<link rel="preload" href="${paths(site).asset(name)}" as="font" type="font/woff2" crossorigin />`,
  )

const head = (page: Page, site: Site, forms: Form[]): Markup =>
  html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.title}</title>
    ${page.description !== null && html`<meta name="description" content="${page.description}" />`}
    <meta name="generator" content="maqal" />
    ${page.isPassing === true && html`<meta name="robots" content="noindex" />`}
    ${page.path !== null && html`<link rel="canonical" href="${absolute(site, page.path)}${page.query}" />`}
    ${(page.links ?? []).map(({ rel, href }) => html`<link rel="${rel}" href="${href}" />`)}${forms.map(({ type, href }) => html`<link rel="alternate" type="${type}" href="${href}" />`)}${page.graph.map(meta)}
    <link rel="icon" href="data:," />
    ${preload(page, site)}
    <link rel="stylesheet" href="${paths(site).asset(styleName)}" />
    ${
      page.linkedData !== undefined &&
      html`<script type="application/ld+json">
        ${scriptData(page.linkedData)}
      </script>`
    }
  </head>`

const foot = ({ words }: Speech, forms: Form[]): Piece =>
  forms.length > 0 &&
  html`<p id="page_forms">${words.forms}</p>
    <ul aria-labelledby="page_forms">
      ${forms.map(
        ({ type, href, name }) =>
          html`<li>
            <a href="${href}" type="${type}" rel="alternate"><bdi>${name}</bdi></a>
          </li>`,
      )}
    </ul>`

/** A whole page. Ids of its own have a `_`, which no id of an article has. */
export const pageOf = (page: Page, site: Site, alternates: Alternates): Markup => {
  const speech = speechIn(page.language)
  const own = inSpeech(speech, page)
  const forms = formsOf(page, alternates)
  return html`<!DOCTYPE html>
    <html lang="${page.language}" dir="${page.direction}">
      ${head(page, site, forms)}
      <body>
        <a class="skip" href="#page_main" ${own}>${speech.words.skip}</a>
        <header class="bar" ${own}>
          ${page.isListed !== true && html`<a href="${paths(site).articles}">${speech.words.articles}</a>`}
        </header>
        <main id="page_main" tabindex="-1">${page.main}</main>
        <footer class="foot" ${own}>${foot(speech, forms)}</footer>
      </body>
    </html>`
}
