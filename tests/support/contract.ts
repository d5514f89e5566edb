import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openSqliteLibrary } from '../../src/library/sqlite.ts'

type Referred = { $ref?: string }
type Response = Referred & { headers?: Record<string, unknown>; content?: Record<string, { schema: object }> }
type Operation = { responses: Record<string, Response> }
type Document = {
  paths: Record<string, { get: Operation }>
  components: { schemas: Record<string, unknown>; responses: Record<string, Response> }
}

/** The document that a server of no article answers: the same paths and schemas as any other. */
export const openApiDocument = async (): Promise<Document> => {
  const library = openSqliteLibrary()
  const app = await buildApp({ library, config: readConfig({}) })
  const { body } = await app.inject('/openapi.json')
  await app.close()
  await library.close()
  return JSON.parse(body) as Document
}

/** Headers that are of the connection or of CORS's own protocol, and no matter of the contract. */
const ofProtocol = new Set(['date', 'connection', 'keep-alive', 'content-type', 'transfer-encoding'])

const withoutRequired = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutRequired)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, given]) => key !== 'required' || !Array.isArray(given))
  return Object.fromEntries(
    entries.map(([key, given]) => [key === 'oneOf' ? 'anyOf' : key, withoutRequired(given)]),
  )
}

const id = 'https://maqal.example/openapi'

const compiler = (components: unknown) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ $id: id, components })
  const known = new Map<string, ValidateFunction>()
  return (schema: object): ValidateFunction => {
    const key = JSON.stringify(schema)
    const made = known.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', `"${id}#/`)) as object)
    known.set(key, made)
    return made
  }
}

const templateOf = (path: string) => ({
  path,
  pattern: new RegExp(`^${path.replaceAll(/[.]/g, String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  literal: path.replaceAll(/\{\w+\}/g, '').length,
})

export type Answered = { status: number; headers: Record<string, string>; text: string }

/** What holds an answer against the contract: its status, its headers, its media type and its body. */
export const createContract = (document: Document) => {
  const { paths, components } = document
  const whole = compiler(components)
  const parts = compiler(withoutRequired(components))
  const templates = Object.keys(paths)
    .map(templateOf)
    .toSorted((a, b) => b.literal - a.literal)
  const resolve = (response: Response): Response =>
    response.$ref === undefined
      ? response
      : (components.responses[response.$ref.split('/').at(-1) ?? ''] ?? {})

  /** The operation of a path. That of an extension is none where the path is a whole name that ends in one. */
  const operationOf = (url: string, mediaType?: string): Operation | undefined => {
    const path = url.split('?')[0] ?? ''
    const found = templates.flatMap((template) =>
      template.pattern.test(path) ? [paths[template.path]?.get] : [],
    )
    return (
      found.find((one) => mediaType !== undefined && mediaType in (one?.responses[200]?.content ?? {})) ??
      found[0]
    )
  }

  const responseOf = (
    method: string,
    url: string,
    status: number,
    mediaType?: string,
  ): Response | undefined => {
    // It is sent where no operation is: at a path that is nearly one.
    if (status === 308) return resolve({ $ref: 'Redirect' })
    const isKnown = method === 'GET' || method === 'HEAD'
    const found = isKnown ? operationOf(url, mediaType)?.responses[status] : undefined
    // An address where nothing stands, and a method that there is not, have no operation: they have a problem.
    return resolve(found ?? (operationOf(url) === undefined || !isKnown ? { $ref: `Problem${status}` } : {}))
  }

  return (method: string, url: string, { status, headers, text }: Answered): void => {
    if (method === 'OPTIONS' && status === 204) return
    const what = `${method} ${url} ${status}`
    const mediaType = headers['content-type']?.split(';')[0] ?? ''
    const response = responseOf(method, url, status, mediaType)
    expect(response, `${what} is in the contract`).toHaveProperty('headers')
    const documented = new Set(Object.keys(response?.headers ?? {}).map((name) => name.toLowerCase()))
    const unknown = Object.keys(headers).filter((name) => !ofProtocol.has(name) && !documented.has(name))
    expect(unknown, `${what}: headers that are not in the contract`).toEqual([])
    if (status === 304 || status === 308) return
    const content = response?.content?.[mediaType]
    expect(Object.keys(response?.content ?? {}), `${what}: media type`).toContain(mediaType)
    if (content === undefined || !/[/+]json$/.test(mediaType) || method === 'HEAD') return
    const validate = (/[?&]fields=/.test(url) && status === 200 ? parts : whole)(content.schema)
    expect(validate(JSON.parse(text)) ? [] : validate.errors, `${what}: body`).toEqual([])
  }
}

let known: Promise<ReturnType<typeof createContract>> | undefined

/** The contract of this code, made once a worker. */
export const contract = () => (known ??= openApiDocument().then(createContract))
