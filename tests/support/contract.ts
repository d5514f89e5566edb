import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Format } from '../../src/formats/format.ts'
import { errorForms } from '../../src/formats/error-forms.ts'
import { formatsOf } from '../../src/formats/formats.ts'
import { exposed } from '../../src/http/headers.ts'
import { problems } from '../../src/http/problem.ts'
import { openSqliteLibrary } from '../../src/library/sqlite/sqlite.ts'
import type { Route } from '../../src/routes/route.ts'
import { routesOf } from '../../src/routes/routes.ts'

type Schema = Record<string, unknown>
type Content = Record<string, { schema: Schema; example?: unknown }>
type Response = { $ref?: string; headers?: Record<string, unknown>; content?: Content }
type Operation = { operationId: string; parameters: { $ref: string }[]; responses: Record<string, Response> }
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema; example: unknown }

export type Document = {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, { get: Operation }>
  components: {
    schemas: Record<string, Schema>
    headers: Record<string, unknown>
    parameters: Record<string, Parameter>
    responses: Record<string, Response>
  }
}

const askForDocument = async (): Promise<string> => {
  const library = openSqliteLibrary()
  const app = await buildApp({ library, config: readConfig({}) })
  const { body } = await app.inject('/openapi.json')
  await app.close()
  await library.close()
  return body
}

let documentText: Promise<string> | undefined

/** The document that a server of no article answers, the same as any other: asked for once a worker. */
export const openApiDocument = async (): Promise<Document> => {
  documentText ??= askForDocument()
  return JSON.parse(await documentText) as Document
}

/** Headers that are of the connection or of CORS's own protocol, and no matter of the contract. */
const ofProtocol = [
  // Of a preview.
  'x-robots-tag',
  'date',
  'connection',
  'keep-alive',
  'content-type',
  'transfer-encoding',
]

/** Of a 200 less those of its body: what a 304 repeats (RFC 9110 §15.4.5). */
const ofNotModified = [
  'etag',
  'cache-control',
  'vary',
  'content-location',
  'content-language',
  'link',
  'x-total-count',
  'accept-ranges',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-resource-policy',
  'content-security-policy',
  'access-control-allow-origin',
  'access-control-expose-headers',
]

const ofContent = [...ofNotModified, 'content-encoding', 'content-length']

/** Of a path with a slash at its end or in capitals: the answer is elsewhere. */
const ofRedirect = [
  'location',
  ...ofNotModified.filter((name) => !['etag', 'content-location', 'link'].includes(name)),
  'content-length',
]

const ofProblems = [
  'www-authenticate',
  'cache-control',
  'vary',
  'content-length',
  'x-content-type-options',
  'content-security-policy',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'allow',
  'retry-after',
]

const typesOfProblems = new Set(errorForms.map(({ contentType }) => contentType.split(';')[0] ?? ''))

const headersOfStatus: Record<number, string[]> = { 200: ofContent, 304: ofNotModified, 308: ofRedirect }

/** Every header that an answer may have. */
export const knownHeaders = new Set([...ofProtocol, ...ofContent, ...ofRedirect, ...ofProblems])

const statuses = new Set<number>(Object.values(problems).map(({ status }) => status))

/** An address that is served: the forms it has, and the operation that describes its JSON. */
type Address = { path: string; forms: readonly Format[]; operation: string }

/** Pages, Markdown, assets and the like are no part of the document: they are checked by the routes themselves. */
const addressesOf = ({ path, kind }: Route): Address[] => {
  const operation = path.replaceAll(/:(\w+)/g, '{$1}')
  const own = /\.\w+$/.exec(path)?.[0]
  const all = formatsOf(kind)
  if (own !== undefined) return [{ path, operation, forms: all.filter(({ extension }) => extension === own) }]
  const first = { path, operation, forms: all.filter(({ isByExtensionOnly }) => isByExtensionOnly !== true) }
  if (path.endsWith('/')) return [first]
  return [first, ...all.map((form) => ({ path: path + form.extension, operation, forms: [form] }))]
}

const routes = routesOf('')

const addresses = routes
  .flatMap(addressesOf)
  .map((address) => ({
    ...address,
    pattern: new RegExp(`^${address.path.replaceAll(/[.]/g, String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}$`),
    literal: address.path.replaceAll(/:\w+/g, '').length,
  }))
  .toSorted((a, b) => b.literal - a.literal)

/** The address of a URL. The heading of a section may end as an extension does: its media type tells which it is. */
const addressOf = (url: string, mediaType: string): Address | undefined => {
  const [encoded = ''] = url.split('?')
  const path = encoded.replaceAll(/%(?!2f)[2-7][\da-f]/gi, decodeURIComponent)
  const found = addresses.filter(({ pattern }) => pattern.test(path))
  const isHeading = found.some(({ path: pattern }) => pattern.endsWith('/:section'))
  const meant = found.find(({ forms }) => forms.some((form) => form.mediaType === mediaType))
  return (isHeading ? meant : undefined) ?? found[0]
}

const refersToPartial = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && JSON.stringify(schema).includes('/schemas/Partial')

/** The document as it is for requests without `fields`: no answer is partial. */
const withoutPartials = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutPartials)
  if (typeof value !== 'object' || value === null) return value
  const options: unknown = 'anyOf' in value ? value.anyOf : undefined
  if (
    Array.isArray(options) &&
    options.length === 2 &&
    refersToPartial(options[1]) &&
    !refersToPartial(options[0])
  )
    return withoutPartials(options[0])
  return Object.fromEntries(Object.entries(value).map(([key, given]) => [key, withoutPartials(given)]))
}

const id = 'https://maqal.example/openapi'

/** Compiles schemas of a document, as they are for requests with `fields` or for those without. */
export const validatorOf = (
  { components: given }: Pick<Document, 'components'>,
  { isPartial = true } = {},
) => {
  const prepared = isPartial ? (value: unknown) => value : withoutPartials
  const components = prepared(given)
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ $id: id, components })
  const known = new Map<string, ValidateFunction>()
  return (schema: unknown): ValidateFunction => {
    const key = JSON.stringify(prepared(schema))
    const made = known.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', `"${id}#/`)) as object)
    known.set(key, made)
    return made
  }
}

export type Answered = { status: number; headers: Record<string, string>; text: string }

/** Headers that only some answers of an operation have. */
const ofSome = new Set(['link', 'content-location', 'retry-after'])

/** What holds an answer against the contract: its status, its headers, its media type and its body. */
export const createContract = ({ paths, components }: Document) => {
  const whole = validatorOf({ components }, { isPartial: false })
  const parts = validatorOf({ components })
  const resolve = (response: Response | undefined): Response | undefined =>
    response?.$ref === undefined ? response : components.responses[response.$ref.split('/').at(-1) ?? '']

  /** What is said of an answer: in the document, or by the list of problems where nothing is served. */
  const responseOf = (address: Address | undefined, status: number): Response | undefined => {
    const { responses = { default: { $ref: '#/components/responses/Problem' } } } =
      paths[address?.operation ?? '']?.get ?? {}
    return resolve(status >= 400 ? responses['default'] : responses[status])
  }

  const expectStatus = (what: string, address: Address | undefined, status: number): void => {
    const isServed = address !== undefined && (status === 200 || status === 304)
    const isThere = address !== undefined && !address.path.includes(':')
    const isProblem = statuses.has(status) && !(status === 404 && isThere)
    expect(isServed || isProblem || status === 308, `${what} is in the contract`).toBe(true)
  }

  const expectHeaders = (what: string, { status, headers }: Answered, response: Response | undefined) => {
    const names = Object.keys(headers)
    const known = headersOfStatus[status] ?? ofProblems
    const unknown = names.filter((name) => !ofProtocol.includes(name) && !known.includes(name))
    expect(unknown, `${what}: headers that are not in the contract`).toEqual([])
    if (response === undefined) return
    const documented = Object.keys(response.headers ?? {}).map((name) => name.toLowerCase())
    const read = exposed.map((name) => name.toLowerCase()).filter((name) => names.includes(name))
    const unnamed = status === 304 ? [] : read.filter((name) => !documented.includes(name))
    expect(unnamed, `${what}: headers that the document does not name`).toEqual([])
    const missing = documented.filter((name) => !names.includes(name) && !ofSome.has(name))
    expect(missing, `${what}: headers that the document names`).toEqual([])
  }

  return (method: string, url: string, answer: Answered): void => {
    const { status, headers, text } = answer
    if (method === 'OPTIONS' && status === 204) return
    const what = `${method} ${url} ${status}`
    const mediaType = headers['content-type']?.split(';')[0] ?? ''
    const address = method === 'GET' || method === 'HEAD' ? addressOf(url, mediaType) : undefined
    const response = responseOf(address, status)
    expectStatus(what, address, status)
    expectHeaders(what, answer, response)
    if (status === 304 || status === 308) return
    const form = address?.forms.find((candidate) => candidate.mediaType === mediaType)
    const isNamed = status === 200 ? form !== undefined : typesOfProblems.has(mediaType)
    expect(isNamed, `${what}: media type ${mediaType} is in the contract`).toBe(true)
    if (!/[/+]json$/.test(mediaType) || method === 'HEAD') return
    const isDescribed = status !== 200 || form?.name === 'json'
    const schema = (isDescribed && response?.content?.[mediaType]?.schema) || { type: 'object' }
    const hasFields = /[?&]fields=/.test(url) && status === 200
    const validate = hasFields ? parts(schema) : whole(schema)
    expect(validate(JSON.parse(text)) ? [] : validate.errors, `${what}: body`).toEqual([])
  }
}

let known: Promise<ReturnType<typeof createContract>> | undefined

/** The contract of this code, made once a worker. */
export const contract = () => (known ??= openApiDocument().then(createContract))
