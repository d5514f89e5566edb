/** Search engines inside the process, over the same articles and, where they allow it, the same analysis. */
import type { Article } from '../src/article/article.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { analyse } from '../src/search/tokens.ts'
import { atOnce } from '../src/pace.ts'
import { createTextMatcher } from '../src/search/highlight.ts'
import { hitsOf } from '../src/search/hits.ts'
import { parseSearch } from '../src/search/query.ts'

/** `search` tells how many match; it does all that an answer of 20 needs. */
export type Engine = {
  add: (articles: Article[]) => Promise<void>
  search: (q: string) => Promise<number>
  list?: (page: number) => Promise<void>
}

const tokenize = (text: string): string[] => analyse(text, 'ar').map(({ term }) => term)

/** What is searched, as maqal weighs it. */
const documentOf = ({ id, title, sections }: Article) => ({
  id,
  title,
  headings: sections.map(({ heading }) => heading ?? '').join('\n'),
  body: sections.flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text)).join('\n'),
})

const boost = { title: 8, headings: 4, body: 1 }

const maqal = async (isHighlighted: boolean): Promise<Engine> => {
  const library = openSqliteLibrary()
  return {
    async add(articles) {
      const put = articles.map((article) => ({ file: article.id, stamp: '', digest: '', article }))
      await library.apply({ put, touch: [], remove: [] })
    },
    async search(q) {
      const search = parseSearch(q, { isPrefix: false })
      if ('problem' in search) throw new Error(search.problem)
      const { items, total, searched } = await library.search({ page: 1, limit: 20, filter: {}, search })
      const matcher = createTextMatcher(searched)
      if (isHighlighted)
        for (const { article, passages: mayMatch } of items)
          atOnce(hitsOf(article, matcher, { most: 3, mayMatch }))
      return total
    },
    async list(page) {
      await library.articles({ page, limit: 20 })
    },
  }
}

type Document = ReturnType<typeof documentOf>

/** In JavaScript, for the benchmark's own dependencies are not there where the whole is checked. */
type Other = {
  open: (
    tokenize: (text: string) => string[],
    weights: typeof boost,
  ) => { add: (documents: Document[]) => Promise<unknown>; search: Engine['search'] }
}

const other = async (file: string): Promise<Engine> => {
  const { open } = (await import(file)) as Other
  const { add, search } = open(tokenize, boost)
  return {
    async add(articles) {
      await add(articles.map(documentOf))
    },
    search,
  }
}

export const engines: Record<string, () => Promise<Engine>> = {
  'maqal, with highlights': () => maqal(true),
  'maqal, found alone': () => maqal(false),
  'MiniSearch 7': () => other('./engines/mini-search.js'),
  'Orama 3': () => other('./engines/orama.js'),
}
