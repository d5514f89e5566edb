import type { Resource, ResourceKind } from './resource.ts'
import type { Site } from './site.ts'

/** The keys of an answer that were asked for: each whole, or the keys of the value under it. */
export type Fields = Map<string, Fields | 'all'>

/** The other forms of a resource, by its path. */
export type Alternates = (path: string) => { type: string; href: string }[]

/** A form that resources have. `print` is pure: the same resource gives the same text, or ETags would never settle. */
export type Format = {
  name: string
  /** As in `Accept`. */
  mediaType: string
  /** The whole `Content-Type`. */
  contentType: string
  /** As in a URL, with its dot. */
  extension: string
  kinds: readonly ResourceKind[]
  /** Its bytes are compressed as they are. */
  isCompressed?: boolean
  /** Never chosen by Accept, for its media type is another's. */
  isByExtensionOnly?: boolean
  /** Read by people, who follow links that others have added parameters to: unknown ones are ignored. */
  isForReaders?: boolean
  /** It shows more than its resource, such as the name of the site: it may change with any article. */
  isOfSite?: boolean
  /** Its Content-Security-Policy, where it is more than data. */
  policy?: string
  /** Only JSON knows `fields`: it is not asked of other forms. */
  print: (
    resource: Resource,
    site: Site,
    alternates: Alternates,
    fields?: Fields,
  ) => string | Buffer | Promise<string>
  /**
   * The same text in pieces, each of little work, where it may be long: others are answered in between. Undefined where
   * the form of such a resource is printed in one go.
   */
  steps?: (
    resource: Resource,
    site: Site,
    alternates: Alternates,
  ) => Iterable<string> | Promise<Iterable<string>>
}

/** `print` and `steps` of a format that is printed step by step. */
export const printedIn = (
  steps: NonNullable<Format['steps']>,
): { print: (...asked: Parameters<typeof steps>) => Promise<string>; steps: typeof steps } => ({
  print: async (...asked) => [...(await steps(...asked))].join(''),
  steps,
})
