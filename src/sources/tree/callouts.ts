import type { Blockquote, Paragraph, PhrasingContent, RootContent } from 'mdast'
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive'
import { toString } from 'mdast-util-to-string'
import { longestLine } from '../../article/limits.ts'
import type { Part } from './attach.ts'
import { asPart } from './blocks.ts'
import { placeOf, sourceOf, type TreeContext } from './context.ts'
import { type Given, isLine, takeAs } from './given.ts'
import { readLine } from './inline.ts'
import { fit } from './marked.ts'
import { mediaNamed } from './media.ts'
import { addNote } from './notes.ts'

const words = (written: string): ReadonlySet<string> => new Set(written.split(' '))

/** Names that say what a callout is: the label of one that has no title. */
const kinds = words(
  'abstract attention aside caution danger details error example faq important info note question seealso success tip todo warn warning',
)
/** Names of callouts that say nothing of what they are. */
const plain = words('admonition alert callout hint notice')
/** Names of what folds out, whose first value is its title. */
const folding = words('collapse collapsible details expand')
const pulls = words('pull pullquote')
const roles = words('correction pull related')

/** Whether a template of this name may be around blocks, as a callout is. */
export const isCallout = (name: string): boolean =>
  kinds.has(name) || plain.has(name) || folding.has(name) || pulls.has(name)

/** Whether a block of colons of this name has a meaning. */
export const isBlockOfColons = (name: string): boolean => isCallout(name) || roles.has(name)

/** A name with a capital, as a label. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

const labelOf = (name: string): string | undefined => {
  if (plain.has(name) || (folding.has(name) && !kinds.has(name))) return undefined
  return capital(name === 'warn' ? 'warning' : name)
}

/** Names of looks, which say nothing to a reader. */
const looks = words('primary secondary light dark default plain transparent')

/** Takes what says of which kind a callout is. */
const takeKind = (given: Given): string | undefined => {
  for (const key of 'type kind style variant level status severity context color'.split(' ')) {
    const value = given.values.get(key)?.trim().toLowerCase()
    const isOwn = (key === 'type' || key === 'kind') && /^[a-z][a-z -]*$/.test(value ?? '')
    if (value === undefined || looks.has(value) || !(kinds.has(value) || isOwn)) continue
    given.values.delete(key)
    return value
  }
  const [first = ''] = given.others
  if (!kinds.has(first.toLowerCase()) || folding.has(given.name)) return undefined
  given.others.shift()
  return first.toLowerCase()
}

const flags = words('true false open closed no-icon')

/** Takes the values without keys that are a title: a single word in small letters is more likely the name of an icon. */
const takeTitle = (given: Given): string | undefined => {
  const isFlag = (text: string) => flags.has(text)
  const rest = given.others.filter((text) => !isFlag(text))
  const title = rest.join(' ').trim()
  if (!isLine(title) || title === '' || (!folding.has(given.name) && /^[a-z]+(?:-[a-z]+)*$/.test(title)))
    return undefined
  given.others = given.others.filter(isFlag)
  return title
}

/** What a tag says of the block that it begins. */
export type Head = { name: string; label: string | undefined }

/** What a tag says of its callout; what it says else is left in it. */
export const takeHead = (given: Given): Head => {
  if (roles.has(given.name) || pulls.has(given.name))
    return { name: pulls.has(given.name) ? 'pull' : given.name, label: undefined }
  const titled = takeAs(given, 'title label summary heading header', isLine)
  const kind = takeKind(given)
  const title = titled ?? takeTitle(given)
  return { name: 'callout', label: title ?? labelOf(kind ?? given.name) }
}

/** A value that is a text of more than a word: one word without quotes names what another program knows. */
const isText = (text: string): boolean => /\s/.test(text.trim()) && !/[{}]/.test(text)

/** Takes the text of a callout that is written in one tag: `{% include note.html content="…" %}`. */
export const takeText = (given: Given): string | undefined =>
  isCallout(given.name) ? takeAs(given, 'content text body message', isText) : undefined

/** `> [!NOTE]`, and after it a label of its own as Obsidian has it; what is behind a bar says how it looks. */
const opening = /^\[!([\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*/

/** Nodes before and after the first line end of their text. */
const splitLine = (
  nodes: readonly PhrasingContent[],
): { line: PhrasingContent[]; rest: PhrasingContent[] } => {
  const at = nodes.findIndex(
    (node) => node.type === 'break' || (node.type === 'text' && node.value.includes('\n')),
  )
  const node = nodes[at]
  if (node === undefined) return { line: [...nodes], rest: [] }
  const [before, after] = [nodes.slice(0, at), nodes.slice(at + 1)]
  if (node.type !== 'text') return { line: before, rest: after }
  const end = node.value.indexOf('\n')
  const [first, second] = [node.value.slice(0, end), node.value.slice(end + 1)]
  return {
    line: first === '' ? before : [...before, { ...node, value: first }],
    rest: second === '' ? after : [{ ...node, value: second }, ...after],
  }
}

type Labelled = { label?: string; children: RootContent[] }

/** A title as a label; one that is too long for a label is a paragraph. */
const withLabel = (
  nodes: readonly PhrasingContent[],
  children: RootContent[],
  context: TreeContext,
): Labelled => {
  const { text, marks } = readLine(nodes, context)
  if (text.length > longestLine) return { children: [toParagraph(nodes), ...children] }
  const [first] = nodes
  if (marks.length > 0 && first !== undefined) addNote(first, context, { kind: 'labelMarks' })
  return { ...(text !== '' && { label: text }), children }
}

const toParagraph = (nodes: readonly PhrasingContent[]): Paragraph => ({
  type: 'paragraph',
  children: [...nodes],
})

/** A quote that GitHub and others draw as a callout: its label, and what it holds. */
export const readCallout = ({ children }: Blockquote, context: TreeContext): Labelled | undefined => {
  const [first, ...others] = children
  const text = first?.type === 'paragraph' ? first.children[0] : undefined
  if (first?.type !== 'paragraph' || text?.type !== 'text') return undefined
  const found = sourceOf(text, context).startsWith('\\') ? null : opening.exec(text.value)
  if (found === null) return undefined
  const [whole, kind = ''] = found
  const after = text.value.slice(whole.length)
  const { line, rest } = splitLine([
    ...(after === '' ? [] : [{ ...text, value: after }]),
    ...first.children.slice(1),
  ])
  const own = withLabel(
    line,
    [...(rest.length === 0 ? [] : [{ ...first, children: rest }]), ...others],
    context,
  )
  return { label: capital(kind), ...own }
}

/** Blocks with a role of their own, such as a callout with its label. */
export type Apart = Labelled & { role: string }

/** What stands in a callout, a pull quote and the like. `title` is Markdown, `label` plain text. */
export const readContainer = (node: ContainerDirective, context: TreeContext): Apart => {
  const { name, children } = node
  const { kind, label = labelOf(kind ?? name) ?? kind, title, others } = node.attributes ?? {}
  if ((others ?? '') !== '') addNote(node, context, { kind: 'templateValues', text: others ?? '' })
  const source = title ?? ''
  const own = { ...context, source, above: placeOf(node, context).line - 1 }
  const named = withLabel(source === '' ? [] : context.parseInline(source), children, own)
  if (!roles.has(name))
    return { role: 'callout', ...((label ?? '') !== '' && { label: label ?? '' }), ...named }
  const first: Paragraph[] =
    named.label === undefined ? [] : [toParagraph([{ type: 'text', value: named.label }])]
  return { role: name, children: [...first, ...named.children] }
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
