import type { ShownError } from '../error-forms.ts'
import { nameOf, type Site } from '../site.ts'
import { finder } from './finder.ts'
import { line } from './print-text.ts'
import { type Page, pageOf } from './page.ts'
import { html, type Piece } from '../markup.ts'
import { speechIn } from './words.ts'

/** A path as people read it. */
const readable = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const leadList = (leads: readonly string[]): Piece =>
  leads.length > 0 &&
  html`<div class="narrowing">
    <p id="page_leads">You may have meant</p>
    <ul class="leads" aria-labelledby="page_leads">
      ${leads.map((path) => html`<li><a href="${path}"><bdi>${readable(path)}</bdi></a></li>`)}
    </ul>
  </div>`

/** The page of an error, in English as its detail is. It has no address of its own. */
const errorPage = ({ answer, leads, q }: ShownError, site: Site): Page => {
  const { language, direction, words } = speechIn('en')
  const { status, title, detail, type } = answer
  return {
    language,
    direction,
    title: `${title} — ${nameOf(site)}`,
    description: null,
    path: null,
    forms: [],
    graph: [],
    isPassing: true,
    hasFinder: true,
    main: html`<p class="kicker">${status}</p>
      <h1>${title}</h1>
      <p class="summary"><bdi>${line(detail, direction)}</bdi></p>
      ${leadList(leads)}${finder(words, site, {}, q)}
      <p class="narrowing"><a href="${type}">What this error means</a></p>`,
  }
}

/** The whole page of an error. */
export const printErrorPage = (shown: ShownError, site: Site): string =>
  pageOf(errorPage(shown, site), site, () => []).text
