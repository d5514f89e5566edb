import type { ArticleHead } from '../../article/article.ts'
import { commaIn } from '../facts.ts'
import { paths, type Site } from '../site.ts'
import { joined, markup, type Markup, type Piece } from '../markup.ts'
import { line } from './print-text.ts'
import { formatDay, inSpeech, formatMinutes, type Speech, speechIn } from './words.ts'

/** An address as URL parsers write it, or unchanged where they cannot read it. */
const normalAddress = (address: string): string => URL.parse(address)?.href ?? address

/** With spaces, for readers without the style sheet. */
const between: Piece = [' ', markup`<span aria-hidden="true">·</span>`, ' ']

/** The line above a title: outlet and rubric, each a link to its articles. */
export const kicker = ({ outlet, rubric, direction }: ArticleHead, site: Site): Markup => {
  const link = (filter: string, value: string): Markup =>
    markup`<a class="${filter}" href="${paths(site).articlesWith(filter, value)}">${line(value, direction)}</a>`
  return markup`<p class="kicker">
    ${joined([link('outlet', outlet), rubric !== null && link('rubric', rubric)], between)}
  </p>`
}

/** The tags, each a link to its articles. */
export const tagList = ({ tags, language, direction }: ArticleHead, site: Site): Piece => {
  const { words } = speechIn(language)
  const link = (tag: string): Markup =>
    markup`<li><a href="${paths(site).articlesWith('tag', tag)}" rel="tag">${line(tag, direction)}</a></li>`
  return (
    tags.length > 0 &&
    markup`<ul class="tags" aria-label="${words.tags}">
      ${tags.map(link)}
    </ul>`
  )
}

/** The authors, each a link to a page of their own, or else to their articles here. */
const authors = ({ authors: all, direction, language }: ArticleHead, site: Site): Piece =>
  all.length > 0 &&
  markup`<span>${joined(
    all.map(({ name, url }) => {
      const address = url === null ? paths(site).articlesWith('author', name) : normalAddress(url)
      return markup`<a href="${address}" rel="author"><bdi>${line(name, direction)}</bdi></a>`
    }),
    commaIn(language),
  )}</span>`

const day = (label: string, date: string, speech: Speech): Piece => [
  label,
  ' ',
  markup`<time datetime="${date}">${formatDay(date, speech)}</time>`,
]

/** The line below a title: authors, dates, reading time and source, as far as they are known. */
export const facts = (article: ArticleHead, speech: Speech, site: Site): Piece => {
  const { datePublished, dateModified, readingMinutes, url } = article
  const { words } = speech
  const minutes = formatMinutes(readingMinutes, speech)
  const said: Piece[] = [
    datePublished !== null && day(words.published, datePublished, speech),
    dateModified !== null && dateModified !== datePublished && day(words.modified, dateModified, speech),
    readingMinutes > 0 && [`${words.reading}: `, markup`<bdi>${minutes}</bdi>`],
    url !== null && markup`<a href="${normalAddress(url)}">${words.original}</a>`,
  ]
  const known = [
    authors(article, site),
    ...said.map((piece) => piece !== false && markup`<span ${inSpeech(speech, article)}>${piece}</span>`),
  ]
  return known.some((piece) => piece !== false) && markup`<p class="facts">${joined(known, between)}</p>`
}
