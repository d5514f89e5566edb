import type { ProblemType } from '../../article/answers.ts'
import { nameOf, type Site } from '../site.ts'
import { listGraph } from './list-page.ts'
import type { Page } from './page.ts'
import { html } from '../markup.ts'

/** The page that a type of error links to. */
export const problemPage = ({ title, status, meaning, links }: ProblemType, site: Site): Page => ({
  language: 'en',
  direction: 'ltr',
  title: `${title} — ${nameOf(site)}`,
  description: meaning,
  path: links.self,
  graph: listGraph(title, links.self, site),
  main: html`<p class="kicker">${status}</p>
    <h1>${title}</h1>
    <p class="summary">${meaning}</p>`,
})
