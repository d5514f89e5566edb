import type { Locale } from '../../article/article.ts'
import { joined, markup, type Markup, type Piece } from '../markup.ts'
import { narrowedTo } from '../narrowed.ts'
import type { Asked, Listed } from '../resource.ts'
import { paths, type Site } from '../site.ts'
import { inSpeech, speechIn, type Words } from './words.ts'

type Narrowed = { asked?: Asked; q?: string }

/** The form that searches, within what the list is narrowed to. */
export const finder = (words: Words, site: Site, { asked = {}, q = '' }: Narrowed = {}): Markup =>
  markup`<search>
    <form class="finder" action="${paths(site).search}">
      <label for="page_q">${words.search}</label>
      <input id="page_q" type="search" name="q" value="${q}" maxlength="500" required dir="auto" />
      ${narrowedTo(asked).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}" />`)}
      <button type="submit">${words.search}</button>
    </form>
  </search>`

/** What the list is narrowed to, and the link to all articles. */
export const narrowing = (words: Words, site: Site, asked: Asked): Piece => {
  const given = narrowedTo(asked)
  const all = markup`<a href="${paths(site).articles}">${words.all}</a>`
  return (
    given.length > 0 &&
    markup`<p class="narrowing">
      ${joined([...given.map(([, value]) => markup`<bdi>${value}</bdi>`), all], ' · ')}
    </p>`
  )
}

/** The links to the lists of what articles have in common. */
export const lists = (words: Words, site: Site): Markup =>
  markup`<nav class="lists" aria-label="${words.lists}">
    <ul>
      ${(['outlet', 'rubric', 'tag', 'language'] as const).map(
        (facet) => markup`<li><a href="${paths(site).values(facet)}">${words[`${facet}s`]}</a></li>`,
      )}
    </ul>
  </nav>`

/** The links from a page of a list to the pages before and after it. */
export const pageLinks = ({ links, page, total, limit }: Listed<unknown>, words: Words): Piece => {
  const pages = Math.ceil(total / limit)
  return (
    (pages > 1 || page > 1) &&
    markup`<nav class="around" aria-label="${words.pages}">
      ${links.previous !== null && markup`<a href="${links.previous}" rel="prev">${words.previous}</a>`}
      <span>${words.page} <bdi>${page} / ${pages}</bdi></span>
      ${links.next !== null && markup`<a href="${links.next}" rel="next">${words.next}</a>`}
    </nav>`
  )
}

/** Another page to go on to, and its name as a `bdi`. */
export type Step = { path: string; name: Markup }

/** `whole` is the path of what the page is a part of, if it is one. */
type Steps = { previous: Step | null; next: Step | null; whole?: string }

/** The links from an article, or a part of one, to those before and after it. */
export const around = (page: Locale, { previous, next, whole }: Steps): Piece => {
  if ((previous ?? next ?? whole ?? null) === null) return null
  const speech = speechIn(page.language)
  const { words } = speech
  const own = inSpeech(speech, page)
  const link = (step: Step | null, word: string, rel: string): Piece =>
    step !== null && markup`<a href="${step.path}" rel="${rel}"><span ${own}>${word}: ${step.name}</span></a>`
  return markup`<nav class="around" aria-label="${whole === undefined ? words.articles : words.pages}">
    ${link(previous, words.previous, 'prev')}${link(next, words.next, 'next')}
    ${whole !== undefined && markup`<a class="whole" href="${whole}"><span ${own}>${words.whole}</span></a>`}
  </nav>`
}
