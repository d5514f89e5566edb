import type { ProblemType } from '../../article/answers.ts'
import { absolute, type Site } from '../site.ts'
import type { Page } from './page.ts'
import { html } from './template.ts'

/** The page that a type of error links to. */
export const problemPage = ({ title, status, meaning, links }: ProblemType, site: Site): Page => ({
  language: 'en',
  direction: 'ltr',
  title: `${title} — maqal`,
  description: meaning,
  path: links.self,
  graph: [
    ['og:type', 'website'],
    ['og:title', title],
    ['og:url', absolute(site, links.self)],
  ],
  main: html`<p class="kicker">${status}</p>
    <h1>${title}</h1>
    <p class="summary">${meaning}</p>`,
})
