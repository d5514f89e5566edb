import type { Resource, ResourceKind } from './resource.ts'
import type { Site } from './site.ts'

/** The keys of an answer that were asked for: each whole, or the keys of the value under it. */
export type Fields = Map<string, Fields | 'all'>

/** The other forms of a resource, by its path. */
export type Alternates = (path: string) => { type: string; href: string }[]

/** What a resource is printed with. Only JSON has `fields`. */
export type PrintOptions = { site: Site; alternates: Alternates; fields?: Fields | undefined }

/** A form that resources have. `print` is pure: the same resource has the same text, or its ETag would change. */
export type Format = {
  name: string
  /** As in `Accept`. */
  mediaType: string
  /** The whole `Content-Type`. */
  contentType: string
  /** As in a URL, with its dot. */
  extension: string
  kinds: readonly ResourceKind[]
  /** Whether a resource of its kinds has this form, where not all have. */
  isOf?: (resource: Resource) => boolean
  /** Its bytes are compressed already. */
  isCompressed?: boolean
  /** Never chosen by Accept, because another format has its media type. */
  isByExtensionOnly?: boolean
  /** Read by people, whose links may have parameters that others added: unknown ones are ignored. */
  isForReaders?: boolean
  /** It shows the name of the site too, and may change with any article. */
  isOfSite?: boolean
  /** Its Content-Security-Policy, where it is more than data. */
  policy?: string
  print: (resource: Resource, options: PrintOptions) => string | Buffer | Promise<string>
  /** The same text in pieces of little work, where it may be long: other requests are answered between two of them. */
  steps?: (resource: Resource, options: PrintOptions) => Iterable<string> | Promise<Iterable<string>>
}

/** `print` and `steps` of a format that is printed step by step. */
export const printedIn = (
  steps: NonNullable<Format['steps']>,
): Required<Pick<Format, 'print' | 'steps'>> => ({
  print: async (resource, options) => [...(await steps(resource, options))].join(''),
  steps,
})
