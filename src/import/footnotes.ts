import type { Element } from 'hast'
import type { FootnoteDefinition } from 'mdast'
import type { Attribute } from '../sources/tree/attach.ts'
import { linesOf, readBlocks, splitImages, toParagraph } from './content.ts'
import { attributeOf, elementsIn, textOf } from './hast.ts'
import { hrefOf } from './links.ts'
import type { ReadElement } from './phrasing.ts'

/** A footnote of a document: its identifier in the tree, and what its references say. */
export type PageNote = { identifier: string; label: string }

const isEndnote = (element: Element): boolean => attributeOf(element, 'role') === 'doc-endnote'

/** The footnotes of a document by the ids of their elements, in the roles of DPUB-ARIA. */
export const footnotesOf = (content: Element): Map<string, PageNote> => {
  const labels = new Map<string, string>()
  const ids: string[] = []
  for (const element of elementsIn(content)) {
    if (isEndnote(element)) ids.push(attributeOf(element, 'id'))
    if (attributeOf(element, 'role') !== 'doc-noteref') continue
    const id = hrefOf(element).slice(1)
    if (!labels.has(id)) labels.set(id, textOf(element).replaceAll(/[\s[\]]/g, ''))
  }
  return new Map(
    ids.map((id, index) => {
      const identifier = String(index + 1)
      return [id, { identifier, label: labels.get(id) ?? identifier }]
    }),
  )
}

/** The footnotes at the end of a document. */
export const readEndnotes: ReadElement = (element, page) =>
  [...elementsIn(element)].filter(isEndnote).flatMap((note) => {
    const found = page.footnotes.get(attributeOf(note, 'id'))
    if (found === undefined) return []
    const { texts, images } = splitImages(readBlocks(note, page))
    const { identifier, label } = found
    const own: Attribute[] = label === identifier ? [] : [{ key: 'label', value: label }]
    const attributes = [...(texts[0]?.data?.attributes ?? []), ...own]
    const lines = linesOf(texts).map(toParagraph)
    if (attributes.length > 0) lines.at(-1)?.children.push({ type: 'attributes', value: '', attributes })
    const definition: FootnoteDefinition = { type: 'footnoteDefinition', identifier, children: lines }
    return [definition, ...images]
  })
