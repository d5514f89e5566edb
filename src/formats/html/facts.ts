import type { ArticleHead } from '../../article/article.ts'
import { normalAddress } from '../address.ts'
import { commaIn } from '../comma.ts'
import { html, joined, type Markup, type Piece } from './template.ts'
import { line } from './inline.ts'
import { dayIn, minutesIn, type Speech } from './words.ts'

/** White space too, for those who read the text without the style. */
const between: Piece = [' ', html`<span aria-hidden="true">·</span>`, ' ']

/** Outlet and rubric, the line above a title. */
export const kicker = ({ outlet, rubric, direction }: ArticleHead): Markup =>
  html`<p class="kicker">
    ${joined(
      [
        html`<span class="outlet">${line(outlet, direction)}</span>`,
        rubric !== null && html`<span class="rubric">${line(rubric, direction)}</span>`,
      ],
      between,
    )}
  </p>`

const authors = ({ authors: all, direction, language }: ArticleHead): Piece =>
  all.length > 0 &&
  html`<span
    >${joined(
      all.map(({ name, url }) => {
        const shown = html`<bdi>${line(name, direction)}</bdi>`
        return url === null ? shown : html`<a href="${normalAddress(url)}" rel="author">${shown}</a>`
      }),
      commaIn(language),
    )}</span
  >`

/** A fact in the words of the page, which are not always in the language of the article. */
const fact = (said: Piece, { language, direction }: Speech, article: ArticleHead): Markup => {
  const own = language !== article.language && html` lang="${language}" dir="${direction}"`
  return html`<span ${own}>${said}</span>`
}

const day = (label: string, date: string, speech: Speech): Piece => [
  label,
  ' ',
  html`<time datetime="${date}">${dayIn(date, speech)}</time>`,
]

/** Who wrote it, when, and how long it takes: what is known of these, with a sign between two. */
export const facts = (article: ArticleHead, speech: Speech): Piece => {
  const { datePublished, dateModified, readingMinutes, url } = article
  const { words } = speech
  const minutes = minutesIn(readingMinutes, speech)
  const said: Piece[] = [
    datePublished !== null && day(words.published, datePublished, speech),
    dateModified !== null && dateModified !== datePublished && day(words.modified, dateModified, speech),
    readingMinutes > 0 && [`${words.reading}: `, html`<bdi>${minutes}</bdi>`],
    url !== null && html`<a href="${normalAddress(url)}">${words.original}</a>`,
  ]
  const known = [authors(article), ...said.map((piece) => piece !== false && fact(piece, speech, article))]
  return known.some((piece) => piece !== false) && html`<p class="facts">${joined(known, between)}</p>`
}
