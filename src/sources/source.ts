import type { Article } from '../article/article.ts'
import type { FileName } from '../article/file-name.ts'
import type { Fault } from './fault.ts'
import type { Defaults } from './folder-settings.ts'
import type { PathReference } from './references.ts'

/** What an article refers to by a path, and where its file says so. */
export type Reference = Omit<PathReference, 'path'> & { path: string; line: number; column: number }

/** Where the keys of a file stand that name other articles. */
export type Places = Readonly<Partial<Record<'aliases' | 'translationOf', { line: number; column: number }>>>

/** What every file of a folder is read with. */
export type ReadSettings = {
  /** Facts of files that do not say them. */
  defaults: Defaults
  /** Stands for the outlet where neither a file nor `defaults` says one. */
  outlet: string
  /** The time zone (IANA) of times without an offset. */
  timeZone: string
  /** Whether all that is not as the schema has it is a fault, and nothing is taken for granted. */
  isStrict: boolean
}

/** What a file is read with: `name` says what the file does not. */
export type ReadContext = { name: FileName; settings: ReadSettings }

/** For a text that must say all that an article needs. */
export const strictly = (id: string): ReadContext => ({
  name: {
    ids: [id],
    parents: [],
    language: undefined,
    folderLanguage: undefined,
    date: undefined,
    title: '',
  },
  settings: { defaults: {}, outlet: '', timeZone: 'UTC', isStrict: true },
})

/** A fact that a file does not say, and that was taken from elsewhere. */
export type Assumed = { key: 'outlet' | 'language'; value: string }

/**
 * What a source makes of a text: an article, warnings, what was assumed, and the paths that it refers to; or
 * all its faults.
 */
type Reading = (Found & { references?: Reference[]; places?: Places }) | NoArticle

/** What is read of an article. `givenId` is the id that its file gives it. */
type Found = { article: Article; givenId: string | undefined; warnings: Fault[]; assumed: Assumed[] }

/** The faults of a file; `isOther` is one that is no article and was not meant as one. */
type NoArticle = { faults: Fault[]; isOther?: boolean }

/** The place in the file of a path of the article file, or of the nearest thing around it. */
export type PlaceOf = (path: readonly PropertyKey[]) => { line: number; column: number }

/** A reading that can also say where its parts are, and whether the value of a path is plain text in the file, not Markdown. */
export type OpenReading =
  | (Found & { place: PlaceOf; isPlain: (path: readonly PropertyKey[]) => boolean })
  | NoArticle

/** A file type that maqal serves from a folder. */
export type Source = {
  name: string
  extensions: readonly string[]
  /** The largest file that is read, and the hint for a larger one. */
  largest: { bytes: number; hint: string }
  /** `file` is named in faults. */
  read: (text: string, file: string, context: ReadContext) => Reading
}

/** A source that also gives open readings. */
export type OpenSource = Source & { open: (...given: Parameters<Source['read']>) => OpenReading }

/** A source that reads what it opens. */
export const readable = (source: Omit<OpenSource, 'read'>): OpenSource => ({
  ...source,
  read(...given) {
    const reading = source.open(...given)
    if ('faults' in reading) return reading
    const { article, givenId, warnings, assumed } = reading
    return { article, givenId, warnings, assumed }
  },
})
