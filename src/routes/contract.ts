import { articleSchema } from '../article/file.ts'
import { docsPolicy } from '../formats/html/docs-page.ts'
import { none, operation, type Route } from './route.ts'

export const getArticleSchema = operation({
  summary: 'JSON Schema 2020-12 of an article file, for editors',
  query: none,
  find: async () => ({ resource: { kind: 'document', document: articleSchema() } }),
})

type Described = { version: string; isPreviewable: boolean; routes: () => Route[] }

/** The document is the same until the address of the service changes. `routes` are those of the whole service. */
export const getOpenApi = ({ version, isPreviewable, routes }: Described) => {
  let made: { url: string; document: object } | undefined
  return operation({
    summary: 'The OpenAPI 3.1 document of the JSON API',
    query: none,
    async find({ site }) {
      // Few starts need it, so it is loaded when it is first asked for.
      const { openApi } = await import('./openapi/document.ts')
      const { url } = site
      if (made?.url !== url)
        made = { url, document: await openApi({ site, version, isPreviewable, routes: routes() }) }
      return { resource: { kind: 'document', document: made.document } }
    },
  })
}

export const getDocs = operation({
  summary: 'The same as a page, on which requests can be tried',
  query: none,
  find: async () => ({ resource: { kind: 'docs' }, policy: docsPolicy }),
})
