import { createRequire } from 'node:module'
import type { Html, Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import type * as Parse5 from 'parse5'
import { mostOpenTags, mostOpenMarks } from '../limits.ts'
import type { TreeContext } from '../tree/context.ts'
import { addNote } from '../tree/notes.ts'
import { readElements, type HtmlReading } from './elements.ts'

/** Loaded when a document has HTML: few have, and it takes 20 ms. */
const loadParser = (): typeof Parse5 => createRequire(import.meta.url)('parse5') as typeof Parse5

/** Nodes of blocks, whatever their types say of which. */
type Flow = { type: string; children: RootContent[] }

/** Marks of text stay open over the ends of blocks, and what is empty or ends by itself is never open. */
const marks = /^(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)$/i
const unclosed =
  /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i

/** Whether so many tags are open at once that reading them would take long. */
const isTooDeep = (html: string): boolean => {
  let [openMarks, openTags] = [0, 0]
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][\w-]*)/gi)) {
    const by = slash === '' ? 1 : -1
    if (marks.test(name)) openMarks = Math.max(0, openMarks + by)
    else if (!unclosed.test(name)) openTags = Math.max(0, openTags + by)
    if (openMarks > mostOpenMarks || openTags > mostOpenTags) return true
  }
  return false
}

/** What all the HTML of a document is read with: the ids that it has given so far. */
type Around = { context: TreeContext; ids: Set<string> }

/** Comments that other programs read: the end of a teaser, a list of the headings. */
const silent =
  /^<!--\s*(?:more|truncate|end[- ]?excerpt|excerpt|readmore|prettier-ignore[\w-]*|markdownlint-[^>]*)\s*-->$/i

/** The tags whose content is shown otherwise than text. */
const shown = /^<(?:audio|embed|iframe|object|picture|video)\b/i

const isHtml = (node: RootContent): boolean =>
  node.type === 'html' || (node.type === 'text' && node.value.trim() === '')

/** A paragraph of HTML that plays or shows something, or of nothing but HTML with an image in it. */
const showsMedia = (node: RootContent): node is Extract<RootContent, { type: 'paragraph' }> => {
  if (node.type !== 'paragraph') return false
  const isAll = node.children.every(isHtml)
  return node.children.some(
    (child) => child.type === 'html' && (shown.test(child.value) || (isAll && /^<img\b/i.test(child.value))),
  )
}

/** What HTML and other content are for the parser of HTML: lines of text, with an element for each node that is no HTML. */
type Source = Pick<HtmlReading, 'lines' | 'nodes' | 'place' | 'inline'> & { html: string }

const lineOf = ({ position }: RootContent): number => position?.start.line ?? 1

/** The name of the elements that stand for nodes, which no HTML of the document has. */
const placeFor = (written: string): string => {
  let place = 'md-node'
  while (written.includes(place)) place += 'x'
  return place
}

const sourceOf = (children: readonly RootContent[]): Source => {
  const place = placeFor(children.map((node) => (node.type === 'html' ? node.value : '')).join(''))
  const nodes: RootContent[] = []
  const inline = new Set<RootContent>()
  const lines: number[] = []
  const written = (node: RootContent): string =>
    node.type === 'html' ? node.value : `<${place} at="${nodes.push(node) - 1}"></${place}>`
  const parts = children.map((node) => {
    let value = ''
    if (showsMedia(node)) {
      value = `<p>${node.children.map(written).join('')}</p>`
      for (const child of node.children) inline.add(child)
    } else value = written(node)
    const first = lineOf(node)
    for (const index of value.split('\n').keys()) lines.push(first + index)
    return value
  })
  return { html: parts.join('\n'), lines, nodes, place, inline }
}

/** Whether a tree is deeper than what walks it may go, found without recursion: in drawings no tag closes another. */
const isDeepTree = (fragment: Parse5.DefaultTreeAdapterTypes.ParentNode): boolean => {
  let level: Parse5.DefaultTreeAdapterTypes.ParentNode[] = [fragment]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > 2 * mostOpenTags) return true
    level = level.flatMap(({ childNodes }) => childNodes.filter((child) => 'childNodes' in child))
  }
  return false
}

const readHtml = (source: Source, around: Around): RootContent[] | undefined => {
  if (isTooDeep(source.html)) return undefined
  const { parseFragment } = loadParser()
  const fragment = parseFragment(source.html, { scriptingEnabled: false, sourceCodeLocationInfo: true })
  if (isDeepTree(fragment)) return undefined
  const { context, ids } = around
  const reading: HtmlReading = { ...source, ids, note: (node, note) => addNote(node, context, note) }
  return readElements(fragment, reading)
}

const withoutSilent = <Node extends RootContent>(children: readonly Node[]): Node[] =>
  children.filter((node) => node.type !== 'html' || !silent.test(node.value.trim()))

const isComment = (node: RootContent): node is Html => node.type === 'html' && node.value.startsWith('<!--')

/** The children of a block, with what the HTML among them says. */
const readChildren = (written: readonly RootContent[], around: Around): RootContent[] => {
  const children = withoutSilent(written)
  const isRead = children.some((node) => (node.type === 'html' && !isComment(node)) || showsMedia(node))
  return (isRead ? readHtml(sourceOf(children), around) : undefined) ?? children
}

const flow = new Set(['root', 'blockquote', 'listItem', 'footnoteDefinition', 'containerDirective'])

const isFlow = (node: Nodes): node is Nodes & Flow => flow.has(node.type)

/** Reads the HTML of a document, which may begin in one block and end in another, in place. */
export const readRawHtml = (root: Root, context: TreeContext): void => {
  const around = { context, ids: new Set<string>() }
  const waiting: Nodes[] = [root]
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    if (parent.type === 'paragraph') parent.children = withoutSilent<PhrasingContent>(parent.children)
    if (parent.type === 'list') waiting.push(...parent.children)
    if (!isFlow(parent)) continue
    waiting.push(...(parent.children as Nodes[]))
    if (parent.children.some((node) => node.type === 'html' || showsMedia(node)))
      parent.children = readChildren(parent.children, around)
  }
}
