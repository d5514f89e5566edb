import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { articleSchema } from '../article/file.ts'
import {
  docsPolicy,
  docsScript,
  docsScriptName,
  swaggerScript,
  swaggerStyle,
} from '../formats/html/docs-page.ts'
import { docsStyle, docsStyleName } from '../formats/html/assets.ts'
import { asset } from './assets.ts'
import { type Route, route } from './route.ts'

const none = z.strictObject({})

const getArticleSchema = route({
  operationId: 'getArticleSchema',
  path: '/schemas/article.json',
  kind: 'document',
  summary: 'JSON Schema 2020-12 of an article file, for editors',
  query: none,
  find: async () => ({ resource: { kind: 'document', document: articleSchema() } }),
})

/** The document is the same until the address of the service is another. */
const getOpenApi = (version: string, routes: () => Route[]): Route => {
  let made: { url: string; document: object } | undefined
  return route({
    operationId: 'getOpenApi',
    path: '/openapi.json',
    kind: 'document',
    summary: 'The OpenAPI 3.1 document of the JSON API',
    query: none,
    async find({ site }) {
      // Loaded when it is first asked for.
      const { openApi } = await import('./openapi/document.ts')
      const { url } = site
      if (made?.url !== url) made = { url, document: await openApi({ site, version, routes: routes() }) }
      return { resource: { kind: 'document', document: made.document } }
    },
  })
}

const getDocs = route({
  operationId: 'getDocs',
  path: '/docs',
  kind: 'docs',
  summary: 'The same as a page, on which requests can be tried',
  query: none,
  find: async () => ({ resource: { kind: 'docs' }, policy: docsPolicy }),
})

const ofSwagger = (file: string) => () =>
  readFile(new URL(`static/${file}`, import.meta.resolve('@fastify/swagger-ui/package.json')))

/** What the service says of its own contract. `routes` are all there are, these included. */
export const contractRoutes = (version: string, routes: () => Route[]): Route[] => [
  getOpenApi(version, routes),
  getDocs,
  getArticleSchema,
  asset('getDocsStyle', docsStyleName, 'The style of the page of the API', async () =>
    Buffer.from(docsStyle),
  ),
  asset('getDocsScript', docsScriptName, 'Starts the page of the API', async () => Buffer.from(docsScript)),
  asset('getSwaggerStyle', swaggerStyle, 'The style of Swagger UI', ofSwagger('swagger-ui.css')),
  asset('getSwaggerScript', swaggerScript, 'Swagger UI', ofSwagger('swagger-ui-bundle.js')),
]
