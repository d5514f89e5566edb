import type { Article, ArticleHead } from '../../article/article.ts'
import { imagesIn } from '../facts.ts'
import { newsArticle } from '../json-ld.ts'
import type { Neighbours } from '../resource.ts'
import { absolute, paths, type Site } from '../site.ts'
import { facts, kicker, tagList } from './byline.ts'
import { line } from './print-text.ts'
import { inSpeech, type HtmlPage } from './page.ts'
import { contents, sectionBlocks } from './sections.ts'
import { markup, type Piece } from '../markup.ts'
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

/** What a preview says: of an article or of a part of it. */
export type Preview = { title: string; description: string | null; path: string }

/** OpenGraph of an article or a part of it. */
export const graphOf = (
  article: Article,
  { title, description, path }: Preview,
  site: Site,
): HtmlPage['graph'] => [
  ['og:type', 'article'],
  ['og:title', title],
  ['og:description', description],
  ['og:url', absolute(site, path)],
  ['og:site_name', article.outlet],
  ['og:image', imagesIn(article, site)[0]?.url ?? null],
  ['article:published_time', article.datePublished],
  ['article:modified_time', article.dateModified],
  ['article:section', article.rubric],
  ...article.tags.map((tag): [string, string] => ['article:tag', tag]),
]

const none: Neighbours = { previous: null, next: null }

/** The ways to the articles before and after this one, each in its own language. */
const neighbourLinks = ({ previous, next }: Neighbours, article: Article, site: Site): Piece => {
  const speech = speechIn(article.language)
  const { words } = speech
  const step = (other: ArticleHead | null, word: string, rel: string): Piece =>
    other !== null &&
    markup`<a href="${paths(site).article(other.id)}" rel="${rel}"
      ><span ${inSpeech(speech, article)}
        >${word}: <bdi lang="${other.language}" dir="${other.direction}">${line(other.title, other.direction)}</bdi></span
      ></a
    >`
  return (
    (previous ?? next) !== null &&
    markup`<nav class="around" aria-label="${words.articles}">
      ${step(previous, words.previous, 'prev')}${step(next, words.next, 'next')}
    </nav>`
  )
}

const neighbourRelations = ({ previous, next }: Neighbours, site: Site) =>
  [
    { rel: 'prev', article: previous },
    { rel: 'next', article: next },
  ].flatMap(({ rel, article }) => (article === null ? [] : [{ rel, href: paths(site).article(article.id) }]))

type Shown = { article: Article; neighbours?: Neighbours }

/** The page of an article. */
export const articlePage = ({ article, neighbours = none }: Shown, site: Site): HtmlPage => {
  const { id, title, language, direction, summary } = article
  const path = paths(site).article(id)
  const description = descriptionOf(article)
  return {
    language,
    direction,
    title: `${title} — ${article.outlet}`,
    description,
    path,
    graph: graphOf(article, { title, description, path }, site),
    links: neighbourRelations(neighbours, site),
    linkedData: newsArticle(article, site),
    main: markup`<article>
      <header class="head">
        ${kicker(article, site)}
        <h1>${line(title, direction)}</h1>
        ${summary !== null && markup`<p class="summary">${line(summary, direction)}</p>`}${facts(article, speechIn(language), site)}
      </header>
      ${contents(article)}${sectionBlocks(article, site)}${tagList(article, site)}
    </article>
    ${neighbourLinks(neighbours, article, site)}`,
  }
}
