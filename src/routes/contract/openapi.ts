import type { z } from 'zod'
import { answers } from '../../article/answers.ts'
import type { Format } from '../../formats/format.ts'
import { alternatesOf, formatsOf } from '../../formats/formats.ts'
import type { Kind } from '../../formats/resource.ts'
import type { Site } from '../../formats/site.ts'
import { Problem } from '../../http/problem.ts'
import type { Library } from '../../library/library.ts'
import { queryOf, type Route } from '../route.ts'
import {
  headers,
  headersOf,
  ofContent,
  parameters,
  problemStatuses,
  reference,
  responses,
  schemaOf,
  schemas,
} from './components.ts'

type World = { library: Library; site: Site; version: string; routes: readonly Route[] }

/** What stands for each parameter in the examples; of a path parameter none where the library is empty. */
type Samples = Record<string, string>

/** The first article and a part of each kind, so that every example is of what is served. */
const samplesOf = async (library: Library): Promise<Samples> => {
  const [head] = (await library.articles({ page: 1, limit: 1 })).items
  const article = head === undefined ? null : await library.article(head.id)
  const fixed = { problem: 'not-found' }
  if (article === null) return fixed
  const section = article.sections.at(1) ?? article.sections.at(0)
  const q = article.title
    .split(/[^\p{L}\p{M}]+/u)
    .reduce((one, other) => (other.length > one.length ? other : one))
  return {
    ...fixed,
    ...(q !== '' && { q }),
    article: article.id,
    ...(section !== undefined && { section: section.id }),
    ...(section?.paragraphs[0] !== undefined && { paragraph: section.paragraphs[0].id }),
  }
}

const pathParameters: Record<string, { description: string; pattern?: string }> = {
  article: { description: 'The id of the article', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
  section: { description: 'The id of the section, its position from 1, or its heading as written' },
  paragraph: { description: 'The id of the paragraph', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
  problem: { description: 'The name of the type of error' },
}

const exampleIf = (value: unknown) => (value === undefined ? {} : { example: value })

const pathParameter = (name: string, samples: Samples) => {
  const { description = name, pattern } = pathParameters[name] ?? {}
  const schema = { type: 'string', ...(pattern !== undefined && { pattern }) }
  return { name, in: 'path', required: true, description, schema, ...exampleIf(samples[name]) }
}

const queryParameter = (name: string, schema: z.ZodType, samples: Samples) => {
  const { description = name, ...rest } = schemaOf(schema)
  const required = !schema.safeParse(undefined).success
  return {
    name,
    in: 'query',
    description,
    ...(required && { required }),
    schema: rest,
    ...exampleIf(samples[name]),
  }
}

const namesIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

const parametersOf = (route: Route, { name: form }: Format, samples: Samples) => [
  ...namesIn(route.path).map((name) => pathParameter(name, samples)),
  ...Object.entries<z.ZodType>(queryOf(route).shape)
    .filter(([name]) => name !== 'fields' || form === 'json')
    .map(([name, schema]) => queryParameter(name, schema, samples)),
  ...Object.keys(parameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
]

/** Larger examples would be most of the document. */
const largestExample = 20_000

const isAnswer = (kind: Kind): kind is keyof typeof answers => kind in answers

/** What a route answers as JSON for the samples; undefined where they do not reach it, or what is found is too large. */
const exampleOf = async (route: Route, { library, site }: World, samples: Samples): Promise<unknown> => {
  const [json] = formatsOf(route.kind)
  const asked = Object.keys(route.query.shape).filter((name) => name in samples)
  const query = route.query.safeParse(Object.fromEntries(asked.map((name) => [name, samples[name]])))
  const isReached = query.success && namesIn(route.path).every((name) => name in samples)
  if (json?.name !== 'json' || !isAnswer(route.kind) || !isReached) return undefined
  try {
    const { resource, isVolatile } = await route.find({
      library,
      site,
      params: samples,
      query: query.data,
      kept: {},
      isForReaders: false,
    })
    if (isVolatile === true) return undefined
    const printed = String(await json.print(resource, site, alternatesOf(resource.kind)))
    return printed.length > largestExample ? undefined : JSON.parse(printed)
  } catch (error) {
    // A title may hold no word that can be searched for, and the article may be gone by now.
    if (error instanceof Problem) return undefined
    throw error
  }
}

/** JSON by its schema; what other vocabularies say is theirs to define. */
const schemaOfBody = (kind: Kind, { name, mediaType }: Format) => {
  if (name === 'json' && isAnswer(kind)) return reference(kind)
  return mediaType.endsWith('json') ? { type: 'object' } : { type: 'string' }
}

const contentOf = (route: Route, forms: readonly Format[], example: unknown) =>
  Object.fromEntries(
    forms.map((form) => [
      form.mediaType,
      { schema: schemaOfBody(route.kind, form), ...(form.name === 'json' && exampleIf(example)) },
    ]),
  )

const tagOf = ({ path }: Route): string => {
  if (path.startsWith('/articles')) return 'Articles'
  if (path.startsWith('/assets')) return 'Pages'
  if (path.startsWith('/feed')) return 'Feeds'
  return path === '/search' || /^\/(?:outlet|rubric|tag|language)s$/.test(path) ? 'Finding' : 'Service'
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
  { name: 'Forms', description: 'The same resources in one form each, by extension' },
  { name: 'Pages', description: 'What the pages for people are made of' },
]

const describe = (forms: readonly Format[]): string => {
  const types = forms.map(({ mediaType }) => `\`${mediaType}\``).join(', ')
  return forms.length === 1
    ? `Answers ${types}.`
    : `Answers ${types}: as \`Accept\` prefers, the first by default.`
}

const hasParameters = ({ path }: Route): boolean => path.includes(':')

const operation = (route: Route, forms: readonly Format[], samples: Samples, example: unknown) => {
  const [form] = forms
  if (form === undefined) throw new Error(`${route.path} has no form`)
  const statuses = problemStatuses.filter((status) => status !== 404 || hasParameters(route))
  return {
    description: describe(forms),
    parameters: parametersOf(route, form, samples),
    responses: {
      200: {
        description: route.summary,
        headers: headersOf(ofContent),
        content: contentOf(route, forms, example),
      },
      304: { $ref: '#/components/responses/NotModified' },
      ...(hasParameters(route) && { 308: { $ref: '#/components/responses/Redirect' } }),
      ...Object.fromEntries(
        statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  }
}

const templated = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

const capitalised = (name: string): string =>
  name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The operations of a route: at its own address in the forms that Accept chooses from, and with each extension in one. */
const pathsOf = async (route: Route, world: World, samples: Samples): Promise<[string, object][]> => {
  const { path, kind, operationId, summary } = route
  const example = await exampleOf(route, world, samples)
  const own = /\.\w+$/.exec(path)?.[0]
  const all = formatsOf(kind)
  const forms =
    own === undefined
      ? all.filter(({ isByExtensionOnly }) => isByExtensionOnly !== true)
      : all.filter(({ extension }) => extension === own)
  const first = {
    get: { operationId, summary, tags: [tagOf(route)], ...operation(route, forms, samples, example) },
  }
  if (own !== undefined || path.endsWith('/')) return [[templated(path), first]]
  const others = all.map((form): [string, object] => [
    templated(path) + form.extension,
    {
      get: {
        operationId: `${operationId}As${capitalised(form.name)}`,
        summary: `${summary}; as ${form.mediaType}`,
        tags: ['Forms'],
        ...operation(route, [form], samples, undefined),
      },
    },
  ])
  return [[templated(path), first], ...others]
}

const description = `Articles as structured data: every article, section and paragraph has an address, and says in which direction it is read.

HEAD answers as GET does, without the body; OPTIONS answers 204 with \`Allow\`. Every answer can be read from any origin unless it is
configured otherwise. Every error is \`application/problem+json\` (RFC 9457). An unknown fact is \`null\`; links are root-relative, and absolute
where the service is told its PUBLIC_URL.`

/** The OpenAPI 3.1 document of what is served, and of nothing else. Its examples are of the library it is made over. */
export const openApi = async (world: World): Promise<object> => {
  const samples = await samplesOf(world.library)
  const paths: [string, object][] = []
  for (const route of world.routes) paths.push(...(await pathsOf(route, world, samples)))
  return {
    openapi: '3.1.0',
    info: {
      title: 'maqal',
      version: world.version,
      summary: 'A read-only content API',
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: world.site.base === '' ? '/' : world.site.base }],
    security: [],
    tags,
    paths: Object.fromEntries(paths),
    components: { schemas: schemas(), headers, parameters, responses: responses() },
  }
}
