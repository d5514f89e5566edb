import type { ArticleFile } from '../article/file.ts'
import { docx } from './word/docx.ts'
import { html } from './html.ts'
import { markdownImport } from './markdown.ts'
import type { ImportNote } from './notes.ts'
import { text } from './text.ts'

/** As much of an article file as a document gives, and what the importer was unsure of, changed or left out. */
export type Draft = { file: Partial<ArticleFile>; notes: ImportNote[] }

/** A file type that `maqal import` makes an article file of. */
export type Importer = {
  name: string
  extensions: readonly string[]
  /** Rejects with an Error whose message a person can act on. */
  read: (bytes: Buffer) => Promise<Draft>
}

/** The file types that `maqal import` makes article files of. To add one, write its file and name it here. */
export const importers: readonly Importer[] = [text, html, docx, markdownImport]
