import type { ResourceKind } from '../../formats/resource.ts'
import type { Schema } from './schemas.ts'

const string = { type: 'string' }
const count = { type: 'integer', minimum: 0 }

/** The headers that clients read. */
export const headers = {
  ETag: { description: 'Names these bytes: send it as `If-None-Match`', schema: string },
  Link: {
    description:
      'RFC 8288: `canonical`, `alternate` in other languages, or `first`, `prev`, `next` and `last` of a list',
    schema: string,
  },
  'X-Total-Count': { description: 'How many items there are in all', schema: count },
  'Content-Location': {
    description: 'The address of its own, where it was reached by another',
    schema: string,
  },
  'Retry-After': { description: 'With 503: seconds until another try is worthwhile', schema: count },
}

type Header = keyof typeof headers

const headersOf = (names: readonly Header[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

const ofList: Header[] = ['ETag', 'Link', 'X-Total-Count']

/** The headers of each kind of resource; the kinds that are not here have only an ETag. */
const headersOfKind: Partial<Record<ResourceKind, Header[]>> = {
  articles: ofList,
  search: ofList,
  values: ofList,
  article: ['ETag', 'Link'],
  sections: ['ETag', 'X-Total-Count'],
  section: ['ETag', 'Link', 'Content-Location'],
}

/** The responses of an operation. */
export const responsesOf = (kind: ResourceKind, content: object) => ({
  200: { description: 'OK', headers: headersOf(headersOfKind[kind] ?? ['ETag']), content },
  304: { $ref: '#/components/responses/NotModified' },
  default: { $ref: '#/components/responses/Problem' },
})

/** The responses that all operations share. */
export const sharedResponses = (problem: Schema) => ({
  NotModified: { description: 'What `If-None-Match` names is current', headers: headersOf(['ETag']) },
  Problem: {
    description: 'An error; its `type` is an address that explains it',
    headers: headersOf(['Retry-After']),
    content: { 'application/problem+json': { schema: problem } },
  },
})
