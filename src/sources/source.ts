import type { Article } from '../article/article.ts'
import type { Fault } from './fault.ts'

/** An image that an article has by a path of the folder, and where its file says so. */
export type LocalImage = { url: string; path: string; line: number; column: number }

/**
 * What a source makes of a text: an article, with what was changed or is odd in it and the images that should be beside
 * it; or every fault at once.
 */
type Reading = { article: Article; warnings: Fault[]; images?: LocalImage[] } | { faults: Fault[] }

/** The place in the file of a path of the article file, or of the nearest thing around it. */
export type PlaceOf = (path: readonly PropertyKey[]) => { line: number; column: number }

/**
 * A reading from which more can be found out: where its parts stand, and whether a path is of a value that is plain text
 * in the file, not Markdown.
 */
export type OpenReading =
  | {
      article: Article
      warnings: Fault[]
      place: PlaceOf
      isPlain: (path: readonly PropertyKey[]) => boolean
    }
  | { faults: Fault[] }

/** A file type that maqal serves from a folder. */
export type Source = {
  name: string
  extensions: readonly string[]
  /** The largest file that is read, and what is told of a larger one. */
  largest: { bytes: number; hint: string }
  /** `file` is named in faults; `fallbackId` names an article whose file gives it no id. */
  read: (text: string, file: string, fallbackId: string) => Reading
}

/** A source whose readings can be looked into. */
export type OpenSource = Source & { open: (...given: Parameters<Source['read']>) => OpenReading }

/** A source that reads what it opens. */
export const readable = (source: Omit<OpenSource, 'read'>): OpenSource => ({
  ...source,
  read(...given) {
    const reading = source.open(...given)
    return 'faults' in reading ? reading : { article: reading.article, warnings: reading.warnings }
  },
})
