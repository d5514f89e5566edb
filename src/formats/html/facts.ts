import type { ArticleHead } from '../../article/article.ts'
import { html, joined, type Markup, type Piece } from './template.ts'
import { line } from './inline.ts'
import { dayIn, minutesIn, type Speech } from './words.ts'

/** Outlet and rubric, the line above a title. */
export const kicker = ({ outlet, rubric, direction }: ArticleHead): Markup =>
  html`<p class="kicker">
    ${joined(
      [
        html`<span class="outlet">${line(outlet, direction)}</span>`,
        rubric !== null && html`<span class="rubric">${line(rubric, direction)}</span>`,
      ],
      [' ', html`<span aria-hidden="true">·</span>`, ' '],
    )}
  </p>`

const authors = ({ authors: all, direction }: ArticleHead): Piece =>
  all.length > 0 &&
  html`<span
    >${joined(
      all.map(({ name, url }) => {
        const shown = html`<bdi>${line(name, direction)}</bdi>`
        return url === null ? shown : html`<a href="${url}" rel="author">${shown}</a>`
      }),
      direction === 'rtl' ? '، ' : ', ',
    )}</span
  >`

const day = (label: string, date: string | null, speech: Speech): Piece =>
  date !== null && html`<span>${label} <time datetime="${date}">${dayIn(date, speech)}</time></span>`

/** Who wrote it, when, and how long it takes: what is known of these. */
export const facts = (article: ArticleHead, speech: Speech): Piece => {
  const { datePublished, dateModified, readingMinutes, url } = article
  const { words, language, direction } = speech
  const own = language !== article.language && html` lang="${language}" dir="${direction}"`
  const known = [
    authors(article),
    day(words.published, datePublished, speech),
    dateModified !== datePublished && day(words.modified, dateModified, speech),
    readingMinutes > 0 &&
      html`<span>${words.reading}: <bdi>${minutesIn(readingMinutes, speech)}</bdi></span>`,
    url !== null && html`<a href="${url}">${words.original}</a>`,
  ].filter((piece) => piece !== false)
  return known.length > 0 && html`<div class="facts" ${own}>${known}</div>`
}
