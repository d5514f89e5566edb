import { toArticle } from '../../article/derive.ts'
import { ArticleFile } from '../../article/file.ts'
import { headOf } from '../../article/article.ts'
import type { Format } from '../../formats/format.ts'
import type { Site } from '../../formats/site.ts'
import type { Library } from '../../library/library.ts'
import { expand } from '../../search/expand.ts'
import { represent } from '../represent.ts'
import type { Route } from '../route.ts'
// A made-up article: the document is the same whatever is served.
import file from './example.json' with { type: 'json' }

const values = { outlet: file.outlet, rubric: file.rubric, tag: file.tags[0], language: file.language }

const params = { article: file.id, section: 'rain', paragraph: 'rain-1', note: 'n1', problem: 'not-found' }

/** A library of the one article, which matches every search. */
const createLibrary = (): Library => {
  const article = toArticle(ArticleFile.parse(file), file.id)
  const at = { revision: 0, due: Infinity }
  return {
    article: async () => ({ article, ...at }),
    articles: async () => ({ items: [headOf(article)], total: 1, ...at }),
    around: async () => ({ previous: null, next: null, ...at }),
    fullArticles: async () => ({ items: [article], total: 1, ...at }),
    search: async ({ search }) => ({
      items: [{ article, score: 4.2 }],
      total: 1,
      searched: expand(search, { languages: [file.language], isBegun: () => false }),
      corrected: null,
      didYouMean: null,
      isLoosened: false,
      leftOut: [],
      facets: {},
      ...at,
    }),
    values: async (facet) => ({ items: [{ name: values[facet] ?? '', articleCount: 1 }], total: 1, ...at }),
    moved: async () => ({ moved: null, ...at }),
    filesWith: async () => ({ files: [], ...at }),
    idsNear: async () => ({ ids: [article.id], ...at }),
    onChange: () => () => {},
  }
}

/** Makes the function that returns what a route answers for the made-up article. */
export const createExamples = (site: Site) => {
  const library = createLibrary()
  const world = { library, site, siteName: async () => undefined, cacheControl: '', origins: [] }
  return async (route: Route, form: Format): Promise<unknown> => {
    const query = 'q' in route.query.shape ? { q: 'النهر' } : {}
    const { identity } = await represent(
      route,
      { params, query, pathOf: () => route.path, format: form, vary: '' },
      world,
    )
    return JSON.parse(identity.bytes.toString())
  }
}
