import type { Article } from '../../article/article.ts'
import { addressOf, articleAddress, sourceAddress } from '../address.ts'
import { momentIf } from '../moment.ts'
import { narrowedList, narrowedTitle } from '../narrowed.ts'
import type { Asked, FeedResource } from '../resource.ts'
import { absolute, paths, type Site } from '../site.ts'
import { contentOf } from './content.ts'

/** The text of the first paragraph that has one. */
const openingOf = ({ sections }: Article): string | null =>
  sections.flatMap(({ paragraphs }) => paragraphs).find(({ text }) => text !== '')?.text ?? null

/** What the three forms of a feed say of an article: every address absolute, every date a moment of its source or null. */
const entryOf = (article: Article, site: Site) => {
  const { title, language, outlet, summary, rubric, tags } = article
  const authors = article.authors.map(({ name, url }) => ({
    name,
    url: url === null ? null : addressOf(url, article, site),
  }))
  return {
    url: articleAddress(article, site),
    source: sourceAddress(article, site),
    title,
    language,
    outlet,
    summary,
    opening: openingOf(article),
    /** An article that names nobody is by its outlet. */
    authors: authors.length === 0 ? [{ name: outlet, url: null }] : authors,
    tags: [...new Set(rubric === null ? tags : [rubric, ...tags])],
    published: momentIf(article.datePublished),
    modified: momentIf(article.dateModified),
    /** Its body, a piece for each block; made when it is asked for. */
    content: () => contentOf(article, site),
  }
}

export type Entry = ReturnType<typeof entryOf>

const askedIn = (query: string): Asked => Object.fromEntries(new URLSearchParams(query))

/** What all say alike, or null. */
const common = (values: string[]): string | null => {
  const different = new Set(values)
  return different.size === 1 ? (values[0] ?? null) : null
}

/** A feed is named by the site and what it is narrowed to, and has the language of its articles, where they are of one. */
export const feedOf = ({ articles, query }: FeedResource, form: 'json' | 'atom' | 'rss', site: Site) => ({
  title: narrowedTitle(askedIn(query), site),
  language: common(articles.map(({ language }) => language)),
  self: absolute(site, paths(site).feed(form) + query),
  home: absolute(site, narrowedList(askedIn(query), site)),
  entries: articles.map((article) => entryOf(article, site)),
})
