import type { Blockquote, RootContent } from 'mdast'
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive'
import { toString } from 'mdast-util-to-string'
import type { Part } from './attach.ts'
import { asPart } from './blocks.ts'
import { sourceOf, type TreeContext } from './context.ts'
import { fit } from './marked.ts'
import { mediaNamed } from './media.ts'
import { addNote } from './notes.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

/** `> [!NOTE]`, and after it a label of its own as Obsidian has it. */
const opening = /^\[!([a-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)/i

/** A quote that GitHub and others draw as a callout: its label, and what it holds. */
export const readCallout = ({
  children,
}: Blockquote): { label: string; children: RootContent[] } | undefined => {
  const [first, ...others] = children
  const text = first?.type === 'paragraph' ? first.children[0] : undefined
  if (first?.type !== 'paragraph' || text?.type !== 'text') return undefined
  const found = opening.exec(text.value)
  if (found === null) return undefined
  const [whole, kind = '', title = ''] = found
  const rest = text.value.slice(whole.length)
  const inline = [...(rest === '' ? [] : [{ ...text, value: rest }]), ...first.children.slice(1)]
  const label = title.trim() === '' ? capital(kind) : title.trim()
  return { label, children: [...(inline.length === 0 ? [] : [{ ...first, children: inline }]), ...others] }
}

type Apart = { role?: string; label?: string; children: RootContent[] }

const callouts = new Set(
  'note tip info important warning caution danger success question example details aside'.split(' '),
)

/** What stands in `:::note`, `:::pull` and the like; what is in one that is not known is kept, with a note. */
export const readContainer = (node: ContainerDirective, context: TreeContext): Apart => {
  const name = node.name.toLowerCase()
  const [first, ...others] = node.children
  const isLabelled = first?.type === 'paragraph' && first.data?.directiveLabel === true
  const own = isLabelled ? toString(first) : (node.attributes?.['label'] ?? node.attributes?.['title'] ?? '')
  const children = isLabelled ? others : node.children
  if (name === 'pull' || name === 'related' || name === 'correction') return { role: name, children }
  if (name === 'callout' || callouts.has(name)) {
    const label = own === '' && name !== 'callout' ? capital(name) : own
    return { role: 'callout', ...(label !== '' && { label }), children }
  }
  addNote(node, context, { kind: 'directive', text: node.name })
  return { children: node.children }
}

/** A video or the like that is named as in `::youtube{id=x}`; any other directive of one line is its text, with a note. */
export const readLeaf = (node: LeafDirective, context: TreeContext): Part => {
  const { id, src, url = src } = node.attributes ?? {}
  const media = mediaNamed(node.name, { url: url ?? undefined, id: id ?? undefined })
  if (media !== undefined) {
    const title = toString(node)
    return { ...media, ...(title !== '' && { title }) }
  }
  addNote(node, context, { kind: 'directiveLine', text: node.name })
  return asPart(fit({ text: sourceOf(node, context), marks: [] }))
}
