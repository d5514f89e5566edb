import type { Article } from '../article/article.ts'
import type { Fault } from './fault.ts'

/** An image that an article has by a path of the folder, and where its file says so. */
export type LocalImage = { url: string; path: string; line: number; column: number }

/** What a source makes of a text: an article, warnings, and the images that should be beside its file; or all its faults. */
type Reading = { article: Article; warnings: Fault[]; images?: LocalImage[] } | { faults: Fault[] }

/** The place in the file of a path of the article file, or of the nearest thing around it. */
export type PlaceOf = (path: readonly PropertyKey[]) => { line: number; column: number }

/** A reading that can also say where its parts are, and whether the value of a path is plain text in the file, not Markdown. */
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
  /** The largest file that is read, and the hint for a larger one. */
  largest: { bytes: number; hint: string }
  /** `file` is named in faults; `fallbackId` names an article whose file gives it no id. */
  read: (text: string, file: string, fallbackId: string) => Reading
}

/** A source that also gives open readings. */
export type OpenSource = Source & { open: (...given: Parameters<Source['read']>) => OpenReading }

/** A source that reads what it opens. */
export const readable = (source: Omit<OpenSource, 'read'>): OpenSource => ({
  ...source,
  read(...given) {
    const reading = source.open(...given)
    return 'faults' in reading ? reading : { article: reading.article, warnings: reading.warnings }
  },
})
