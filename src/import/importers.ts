import { docx } from './docx.ts'
import { html } from './html.ts'
import { markdownImport } from './markdown.ts'
import type { Importer } from './importer.ts'
import { text } from './text.ts'

/** The file types that `maqal import` makes article files of. To add one, write its file and name it here. */
export const importers: readonly Importer[] = [text, html, docx, markdownImport]
