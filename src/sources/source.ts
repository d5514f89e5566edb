import type { Article } from '../article/article.ts'
import type { ArticleFile } from '../article/file.ts'
import type { Fault } from './fault.ts'

/** What a source makes of a text: an article, with what was changed or is odd in it, or every fault at once. */
export type Reading = { article: Article; warnings: Fault[] } | { faults: Fault[] }

/** A file type that maqal serves from a folder. */
export type Source = {
  name: string
  extensions: readonly string[]
  /** The largest file that is read, and what is told of a larger one. */
  largest: { bytes: number; hint: string }
  /** `file` is named in faults; `fallbackId` names an article whose file gives it no id. */
  read: (text: string, file: string, fallbackId: string) => Reading
}

/** As much of an article file as a document gives, and what the importer was unsure of, changed or left out. */
export type Draft = { file: Partial<ArticleFile>; notes: string[] }

/** A file type that `maqal import` makes an article file of. */
export type Importer = {
  name: string
  extensions: readonly string[]
  /** Rejects with an Error whose message a person can act on. */
  read: (bytes: Buffer) => Promise<Draft>
}
