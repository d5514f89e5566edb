import type { Article, Locale } from '../../article/article.ts'
import { articleAddress } from '../facts.ts'
import type { Alternates } from '../format.ts'
import { jsonScript, markup, type Markup, type Piece } from '../markup.ts'
import type { Asked } from '../resource.ts'
import { absolute, paths, type Site, siteName } from '../site.ts'
import { alternateLinks, type Form, formsOf } from './alternates.ts'
import { fonts, iconName, styleName } from './assets.ts'
import { finder } from './navigation.ts'
import { openGraph } from './preview.ts'
import { line } from './print-text.ts'
import { inSpeech, type Speech, speechIn } from './words.ts'

/** What a page is, whatever it shows. */
export type HtmlPage = Locale & {
  title: string
  description?: string | null
  /** Its own path, and its query if it depends on it; null where it has no address of its own. */
  path: string | null
  query?: string
  /** The path that search engines should use, if not its own. */
  canonical?: string
  /** The article that it shows, or shows a part of. */
  article?: Article
  /** The article in each language that it is in. */
  versions?: { language: string; id: string }[]
  /** JSON-LD of it. */
  linkedData?: object
  /** The paths of the pages before and after it. */
  around?: { previous: string | null; next: string | null }
  /** Its other forms, if not those of its path. */
  forms?: Form[]
  /** What the list that it shows is narrowed to. */
  asked?: Asked
  isListed?: boolean
  /** Whether `main` has a search field. */
  hasFinder?: boolean
  /** Whether search engines should leave it out. */
  isUnindexed?: boolean
  main: Piece
}

/** Languages that are set in Noto Naskh Arabic. */
const isNaskh = (language: string): boolean => /^(?:ar|fa|ur|ps|ckb|ug|sd)\b/.test(language)

const preload = (page: HtmlPage, site: Site): Piece =>
  isNaskh(page.language) &&
  fonts.map(
    ({ name }) =>
      markup`<link rel="preload" href="${paths(site).asset(name)}" as="font" type="font/woff2" crossorigin />`,
  )

const relation = (rel: string, path: string | null | undefined): Piece =>
  typeof path === 'string' && markup`<link rel="${rel}" href="${path}" />`

/** The page and the same in other languages: each page names all of them, itself included. */
const versions = ({ versions: all = [] }: HtmlPage, site: Site): Piece =>
  all.map(
    ({ language, id }) =>
      markup`<link rel="alternate" hreflang="${language}" href="${articleAddress({ id }, site)}" />`,
  )

const head = (page: HtmlPage, site: Site, forms: Form[]): Markup => {
  const { description = null, linkedData } = page
  return markup`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.title} — ${page.article?.outlet ?? siteName(site)}</title>
    ${description !== null && markup`<meta name="description" content="${description}" />`}
    <meta name="generator" content="maqal" />
    ${page.isUnindexed === true && markup`<meta name="robots" content="noindex" />`}
    ${page.path !== null && markup`<link rel="canonical" href="${absolute(site, page.canonical ?? page.path)}${page.query}" />`}
    ${alternateLinks(forms, page, site)}${versions(page, site)}${relation('prev', page.around?.previous)}${relation('next', page.around?.next)}${openGraph(page, site)}
    <link rel="icon" type="image/svg+xml" href="${paths(site).asset(iconName)}" />
    ${preload(page, site)}
    <link rel="stylesheet" href="${paths(site).asset(styleName)}" />
    ${linkedData !== undefined && markup`<script type="application/ld+json">${jsonScript(linkedData)}</script>`}
  </head>`
}

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

/** The name of the site, whose language is not known, a link to the articles and the search form. */
const bar = (page: HtmlPage, site: Site, speech: Speech): Markup => {
  const own = inSpeech(speech, page)
  const { service, articles } = paths(site)
  const list = markup`<a href="${articles}" ${own}>${speech.words.articles}</a>`
  const search = markup`<div class="find" ${own}>${finder(speech.words, site)}</div>`
  return markup`<header class="bar">
    <div>
      <a class="site" href="${service}"><bdi>${line(siteName(site), page.direction)}</bdi></a>
      ${page.isListed !== true && list}
    </div>
    ${page.hasFinder !== true && search}
  </header>`
}

/** A whole page. Its own ids have a `_`, which ids of articles never have. */
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
