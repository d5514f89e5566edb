import type { Article } from '../../article/article.ts'
import { addressOf } from '../address.ts'
import { absolute, paths, type Site } from '../site.ts'
import { facts, kicker } from './facts.ts'
import { inline, line } from './inline.ts'
import type { Page } from './page.ts'
import { contents, sectionBlocks } from './parts.ts'
import { html } from './template.ts'
import { speechIn } from './words.ts'

/** As much of a text as a preview shows: whole words. */
export const short = (text: string, most = 200): string => {
  const flat = text.replaceAll('\n', ' ')
  if (flat.length <= most) return flat
  const cut = flat
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1).trimEnd() || cut}…`
}

/** What is said of an article in a preview: its summary, or how it begins. */
export const descriptionOf = ({ summary, sections }: Article): string | null => {
  const text =
    summary ?? sections.flatMap(({ paragraphs }) => paragraphs).find(({ type }) => type === 'text')?.text
  return text === undefined ? null : short(text)
}

const pictureOf = (article: Article, site: Site): string | null => {
  const paragraphs = article.sections.flatMap((section) => section.paragraphs)
  const first = paragraphs.find(({ type }) => type === 'image')
  return first?.type === 'image' ? addressOf(first.image.url, article, site) : null
}

/** OpenGraph of an article or a part of it. */
export const graphOf = (article: Article, title: string, path: string, site: Site): Page['graph'] => [
  ['og:type', 'article'],
  ['og:title', title],
  ['og:description', descriptionOf(article)],
  ['og:url', absolute(site, path)],
  ['og:site_name', article.outlet],
  ['og:image', pictureOf(article, site)],
  ['article:published_time', article.datePublished],
  ['article:modified_time', article.dateModified],
  ['article:section', article.rubric],
  ...article.tags.map((tag): [string, string] => ['article:tag', tag]),
]

/** The page of an article. */
export const articlePage = (article: Article, site: Site, linkedData: string | undefined): Page => {
  const { id, title, language, direction, summary } = article
  const path = paths(site).article(id)
  return {
    language,
    direction,
    title: `${title} — ${article.outlet}`,
    description: descriptionOf(article),
    path,
    graph: graphOf(article, title, path, site),
    linkedData,
    main: html`<article>
      <header class="head">
        ${kicker(article)}
        <h1>${line(title, direction)}</h1>
        ${summary !== null && html`<p class="summary">${inline(summary, [], direction)}</p>`}${facts(article, speechIn(language))}
      </header>
      ${contents(article)}${sectionBlocks(article, site)}
    </article>`,
  }
}
