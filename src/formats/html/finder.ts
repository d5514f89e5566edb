import { narrowedTo } from '../narrowed.ts'
import type { Asked } from '../resource.ts'
import { paths, type Site } from '../site.ts'
import { markup, joined, type Markup } from '../markup.ts'
import type { Words } from './words.ts'

/** The form that searches, within what the list is narrowed to. */
export const finder = (words: Words, site: Site, asked: Asked, q = ''): Markup =>
  markup`<search>
    <form class="finder" action="${paths(site).search}">
      <label for="page_q">${words.search}</label>
      <input id="page_q" type="search" name="q" value="${q}" maxlength="500" required dir="auto" />
      ${narrowedTo(asked).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}" />`)}
      <button type="submit">${words.search}</button>
    </form>
  </search>`

/** What the list is narrowed to, and the way back. */
export const narrowing = (words: Words, site: Site, asked: Asked): Markup | false => {
  const given = narrowedTo(asked)
  const all = markup`<a href="${paths(site).articles}">${words.all}</a>`
  return (
    given.length > 0 &&
    markup`<p class="narrowing">
      ${joined([...given.map(([, value]) => markup`<bdi>${value}</bdi>`), all], ' · ')}
    </p>`
  )
}

/** The ways to what articles have in common. */
export const lists = (words: Words, site: Site): Markup =>
  markup`<nav class="lists" aria-label="${words.lists}">
    <ul>
      ${(['outlet', 'rubric', 'tag', 'language'] as const).map(
        (facet) => markup`<li><a href="${paths(site).values(facet)}">${words[`${facet}s`]}</a></li>`,
      )}
    </ul>
  </nav>`
