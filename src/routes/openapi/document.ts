import { setImmediate } from 'node:timers/promises'
import type { Format } from '../../formats/format.ts'
import { formatsOf } from '../../formats/formats.ts'
import type { Site } from '../../formats/site.ts'
import type { Route } from '../route.ts'
import { createExamples } from './example.ts'
import { parametersOf } from './parameters.ts'
import { headers, responsesOf, sharedResponses } from './responses.ts'
import { createSchemas } from './schemas.ts'

const tags = [
  {
    name: 'Articles',
    description:
      'Articles and their parts. A section is a headed part of an article; a newspaper’s desk is its `rubric`.',
  },
  { name: 'Finding', description: 'Search, and the values that articles have' },
  { name: 'Feeds', description: 'The newest articles, for feed readers' },
  { name: 'Service', description: 'The service itself' },
]

const tagOf = ({ path, kind }: Route): string => {
  if (path.startsWith('/articles')) return 'Articles'
  if (kind === 'feed') return 'Feeds'
  return kind === 'search' || kind === 'values' ? 'Finding' : 'Service'
}

const extensionOf = ({ path }: Route): string | undefined => /\.\w+$/.exec(path)?.[0]

/** The other forms of an address, which the document only mentions. */
const describe = (route: Route): string => {
  const forms = extensionOf(route) === undefined ? formatsOf(route.kind).slice(1) : []
  const others = forms.map(({ mediaType, extension, isByExtensionOnly }) => {
    if (isByExtensionOnly === true) return `\`${extension}\``
    return route.path.endsWith('/') ? mediaType : `${mediaType} (\`${extension}\`)`
  })
  return others.length === 0 ? 'JSON alone.' : `JSON; by \`Accept\` or extension also ${others.join(', ')}.`
}

type World = { site: Site; version: string; isPreviewable: boolean; routes: readonly Route[] }

/** The token is for who has one: every address answers without it. */
const preview = {
  type: 'http',
  scheme: 'bearer',
  description: 'Shows drafts, and articles that are to come or have expired; answers are kept nowhere',
}

/** The JSON form of a route, if it has one. */
const jsonOf = (route: Route): Format | undefined => {
  const own = extensionOf(route)
  const form = formatsOf(route.kind).find(({ extension }) => own === undefined || extension === own)
  return form?.mediaType.endsWith('json') === true ? form : undefined
}

const description = `Articles as structured data: every article, section and paragraph has an address, and says in which direction it is read.

Every address answers JSON unless \`Accept\` prefers another form; with \`.json\` after it, JSON alone. HEAD is GET without
the body. An unknown fact is \`null\`. Links are absolute with PUBLIC_URL. Answers may gain keys and types of paragraph:
show the \`text\` of a type you do not know. What has moved answers 308, a deleted article 410. Files of articles are at
\`/files/{hash}/{name}\`, immutable, with ranges. An error is \`application/problem+json\` (RFC 9457), or a page where the request
prefers one.`

const info = ({ version, site }: World) => ({
  title: 'maqal',
  version,
  summary: 'A read-only content API',
  description,
  contact: { name: 'maqal', url: site.url },
  license: { name: 'MIT', identifier: 'MIT' },
})

/** The OpenAPI 3.1 document of the JSON that is served: one operation an address, the same whatever the articles are. */
export const openApi = async (world: World): Promise<object> => {
  const { schemas, byKind, problem } = createSchemas()
  const exampleOf = createExamples(world.site)
  const parameters: Record<string, object> = {}
  const paths: Record<string, object> = {}

  const contentOf = async (route: Route, form: Format) => {
    const schema = byKind.get(route.kind)
    return schema === undefined
      ? { schema: { type: 'object' } }
      : { schema, example: await exampleOf(route, form) }
  }

  for (const route of world.routes) {
    const form = jsonOf(route)
    if (form === undefined) continue
    // Requests are answered in between.
    await setImmediate()
    const own = parametersOf(route)
    const { operationId, summary, kind } = route
    const get = {
      operationId,
      summary,
      description: describe(route),
      tags: [tagOf(route)],
      parameters: Object.keys(own).map((name) => ({ $ref: `#/components/parameters/${name}` })),
      responses: responsesOf(kind, { [form.mediaType]: await contentOf(route, form) }),
    }
    Object.assign(parameters, own)
    paths[route.path.replaceAll(/:(\w+)/g, '{$1}')] = { get }
  }
  return {
    openapi: '3.1.0',
    info: info(world),
    servers: [{ url: world.site.url }],
    security: world.isPreviewable ? [{}, { preview: [] }] : [],
    tags,
    paths,
    components: {
      schemas,
      headers,
      parameters,
      responses: sharedResponses(problem),
      ...(world.isPreviewable && { securitySchemes: { preview } }),
    },
  }
}
