import type { ProblemType } from '../../article/answers.ts'
import { decode } from '../../article/decode.ts'
import type { ShownError } from '../error-forms.ts'
import type { Site } from '../site.ts'
import { finder } from './navigation.ts'
import { line } from './print-text.ts'
import { type HtmlPage, pageOf } from './page.ts'
import { markup, type Piece } from '../markup.ts'
import { speechIn } from './words.ts'

/** A path for people: decoded, if that is possible. */
const readable = (path: string): string => decode(path) ?? path

const suggestionList = (suggestions: readonly string[]): Piece =>
  suggestions.length > 0 &&
  markup`<div class="narrowing">
    <p id="page_leads">You may have meant</p>
    <ul class="leads" aria-labelledby="page_leads">
      ${suggestions.map((path) => markup`<li><a href="${path}"><bdi>${readable(path)}</bdi></a></li>`)}
    </ul>
  </div>`

/** The page of an error. It is in English, as its detail is, and has no address of its own. */
const errorPage = ({ answer, suggestions, q }: ShownError, site: Site): HtmlPage => {
  const { words, ...locale } = speechIn('en')
  const { status, title, detail, type } = answer
  return {
    ...locale,
    title,
    path: null,
    hasFinder: true,
    isUnindexed: true,
    main: markup`<p class="kicker">${status}</p>
      <h1>${title}</h1>
      <p class="summary"><bdi>${line(detail, locale.direction)}</bdi></p>
      ${suggestionList(suggestions)}${finder(words, site, { q })}
      <p class="narrowing"><a href="${type}">What this error means</a></p>`,
  }
}

/** The whole page of an error. */
export const printErrorPage = (shown: ShownError, site: Site): string =>
  pageOf(errorPage(shown, site), site, () => []).text

/** The page of a type of error. */
export const problemPage = ({ title, status, meaning, links }: ProblemType): HtmlPage => ({
  language: 'en',
  direction: 'ltr',
  title,
  description: meaning,
  path: links.self,
  main: markup`<p class="kicker">${status}</p>
    <h1>${title}</h1>
    <p class="summary">${meaning}</p>`,
})
