import type { Format } from '../../formats/format.ts'
import { formatsOf } from '../../formats/formats.ts'
import type { Kind } from '../../formats/resource.ts'
import type { Site } from '../../formats/site.ts'
import type { Route } from '../route.ts'
import { createExamples } from './example.ts'
import { parametersOf } from './parameters.ts'
import { createSchemas } from './schemas.ts'

const string = { type: 'string' }

/** The headers that a client reads. */
const headers = {
  ETag: { description: 'Names these bytes: send it as `If-None-Match`', schema: string, example: '"kX3…"' },
  Link: {
    description: 'RFC 8288: `canonical`, or `first`, `prev`, `next` and `last` of a list',
    schema: string,
  },
  'X-Total-Count': {
    description: 'How many items there are in all',
    schema: { type: 'integer', minimum: 0 },
  },
  'Content-Location': {
    description: 'The address of its own, where it was reached by another',
    schema: string,
  },
  'Retry-After': {
    description: 'With 503: seconds until another try is worth while',
    schema: { type: 'integer', minimum: 0 },
    example: 5,
  },
}

type Header = keyof typeof headers

const headersOf = (names: readonly Header[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

const ofList: Header[] = ['ETag', 'Link', 'X-Total-Count']

/** Of each kind of resource; all others have an ETag alone. */
const headersOfKind: Partial<Record<Kind, Header[]>> = {
  articles: ofList,
  search: ofList,
  values: ofList,
  sections: ['ETag', 'X-Total-Count'],
  section: ['ETag', 'Link', 'Content-Location'],
}

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

/** What else an address answers, which the document says in words alone. */
const describe = ({ path }: Route, forms: readonly Format[]): string => {
  const others = forms.slice(1).map(({ mediaType, extension, isByExtensionOnly }) => {
    const address = path.endsWith('/') ? '' : ` (\`${extension}\`)`
    return isByExtensionOnly === true ? `\`${extension}\`` : `${mediaType}${address}`
  })
  return others.length === 0 ? 'JSON alone.' : `JSON; by \`Accept\` or extension also ${others.join(', ')}.`
}

type World = { site: Site; version: string; routes: readonly Route[] }

/** The form of JSON that a route has, where it has one: its own, or the default. */
const jsonOf = ({ kind, path }: Route): Format | undefined => {
  const own = /\.\w+$/.exec(path)?.[0]
  const form = formatsOf(kind).find(({ extension }) => own === undefined || extension === own)
  return form?.mediaType.endsWith('json') === true ? form : undefined
}

const templated = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

const description = `Articles as structured data: every article, section and paragraph has an address, and says in which direction it is read.

Every address answers JSON unless \`Accept\` prefers another form; with \`.json\` after it, JSON alone. HEAD answers as GET does, without
the body. An unknown fact is \`null\`. Links are root-relative, and absolute with PUBLIC_URL. Answers may gain keys and types of paragraph: show the \`text\` of a type you do
not know. Every error is \`application/problem+json\` (RFC 9457).`

/** The OpenAPI 3.1 document of the JSON that is served: one operation an address, the same whatever the articles are. */
export const openApi = async ({ site, version, routes }: World): Promise<object> => {
  const { schemas, byKind, problem } = createSchemas()
  const exampleOf = createExamples(site)
  const parameters: Record<string, object> = {}

  const contentOf = async (route: Route, form: Format) => {
    const schema = byKind.get(route.kind)
    if (schema === undefined) return { schema: { type: 'object' } }
    return { schema, example: await exampleOf(route, form) }
  }

  const operationOf = async (route: Route, form: Format) => {
    const { operationId, summary, kind } = route
    const given = parametersOf(route)
    Object.assign(parameters, Object.fromEntries(given))
    const ofAnswer = headersOf(headersOfKind[kind] ?? ['ETag'])
    const content = { [form.mediaType]: await contentOf(route, form) }
    return {
      operationId,
      summary,
      description: describe(route, formatsOf(kind)),
      tags: [tagOf(route)],
      parameters: given.map(([name]) => ({ $ref: `#/components/parameters/${name}` })),
      responses: {
        200: { description: 'OK', headers: ofAnswer, content },
        304: { $ref: '#/components/responses/NotModified' },
        default: { $ref: '#/components/responses/Problem' },
      },
    }
  }

  const paths: Record<string, object> = {}
  for (const route of routes) {
    const form = jsonOf(route)
    if (form !== undefined) paths[templated(route.path)] = { get: await operationOf(route, form) }
  }
  const responses = {
    NotModified: { description: 'What `If-None-Match` names is current', headers: headersOf(['ETag']) },
    Problem: {
      description: 'An error; its `type` is an address that explains it',
      headers: headersOf(['Retry-After']),
      content: { 'application/problem+json': { schema: problem } },
    },
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'maqal',
      version,
      summary: 'A read-only content API',
      description,
      contact: { name: 'maqal', url: site.url },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: site.url }],
    security: [],
    tags,
    paths,
    components: { schemas, headers, parameters, responses },
  }
}
