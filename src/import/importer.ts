import type { ArticleFile } from '../article/file.ts'
import type { Note } from './notes.ts'

/** As much of an article file as a document gives, and what the importer was unsure of, changed or left out. */
export type Draft = { file: Partial<ArticleFile>; notes: Note[] }

/** A file type that `maqal import` makes an article file of. */
export type Importer = {
  name: string
  extensions: readonly string[]
  /** Rejects with an Error whose message a person can act on. */
  read: (bytes: Buffer) => Promise<Draft>
}
