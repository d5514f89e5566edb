/** Tags of templates around blocks: what stands between two of them is the content of a callout. */
import type { Paragraph, PhrasingContent, Root, RootContent } from 'mdast'
import type { ContainerDirective } from 'mdast-util-directive'
import { deepest } from '../limits.ts'
import { type Head, isBlockOfColons, takeHead, takeText } from './callouts.ts'
import type { TreeContext } from './context.ts'
import { type Given, noteOthers, readGiven, readValues } from './given.ts'
import type { Point } from '../places.ts'
import { addNote } from './notes.ts'
import { pairUp, tagsIn } from './tag-pairs.ts'
import type { Template } from './templates.ts'

/** The blocks that hold others, whatever their types say of which. */
type Flow = { type: string; children: RootContent[] }

/** The line that opens a block of colons: `:::note[A title]{key=value}`, `::: tip A title`, `::: {.note}`. */
const opening = /^:{3,}[ \t]*(?:([A-Za-z][\w-]*)|\{[ \t]*\.?(?:callout-)?([A-Za-z][\w-]*)([^{}]*)\})[ \t]*/

const readColons = (written: string): { given: Given; title: string } => {
  const [whole = '', word, classed = '', inside = ''] = opening.exec(written) ?? []
  const rest = written.slice(whole.length)
  const [{ length } = '', values = ''] = /\{([^{}]*)\}$/.exec(rest) ?? []
  const title = rest.slice(0, rest.length - length).trim()
  return {
    given: {
      name: (word ?? classed).toLowerCase(),
      isClosing: false,
      ...readValues(`${inside} ${values}`),
    },
    title: title.startsWith('[') && title.endsWith(']') ? title.slice(1, -1) : title,
  }
}

type Made = { head: Head & { title?: string }; children: RootContent[] }

const toCallout = ({ position }: Template, { head, children }: Made): ContainerDirective => {
  const { name, label, title = '' } = head
  return {
    type: 'containerDirective',
    name,
    attributes: { ...(label !== undefined && { label }), ...(title !== '' && { title }) },
    children: children as ContainerDirective['children'],
    ...(position && { position }),
  }
}

/** A block of colons; what is in one that has no meaning is kept. */
const readColonBlock = (node: Template, children: RootContent[], context: TreeContext): RootContent[] => {
  const { given, title } = readColons(node.value)
  if (!isBlockOfColons(given.name)) {
    addNote(node, context, { kind: 'directive', text: node.value })
    return children
  }
  // What is written without a key in braces is a class or an id, and says nothing of the callout.
  const { others } = given
  given.others = []
  const head = { ...takeHead(given), title }
  noteOthers(node, { ...given, others }, context)
  return [toCallout(node, { head, children })]
}

/** What stands between two tags as blocks. */
const toBlocks = (node: Template, children: RootContent[], context: TreeContext): RootContent[] => {
  if (node.kind === 'colons') return readColonBlock(node, children, context)
  const given = readGiven(node)
  if (given === undefined) return children
  const head = takeHead(given)
  noteOthers(node, given, context)
  return [toCallout(node, { head, children })]
}

const withoutSpace = (nodes: readonly PhrasingContent[]): PhrasingContent[] => {
  const isBlank = (node: PhrasingContent) =>
    node.type === 'break' || (node.type === 'text' && node.value.trim() === '')
  const first = nodes.findIndex((node) => !isBlank(node))
  const last = nodes.findLastIndex((node) => !isBlank(node))
  return first === -1 ? [] : nodes.slice(first, last + 1)
}

/** A part of a paragraph as one of its own, where it holds anything. */
const toParagraph = (nodes: readonly PhrasingContent[], whole: Paragraph): Paragraph[] => {
  const children = withoutSpace(nodes)
  const [first, last] = [children[0], children.at(-1)]
  if (first === undefined || last === undefined) return []
  if (first.type === 'text') {
    const value = first.value.trimStart()
    const by = first.value.length - value.length
    const lines = first.value.slice(0, by).split('\n').length - 1
    children[0] = { ...first, value }
    if (first.position !== undefined && by > 0) {
      const { start, end } = first.position
      const { line, column, offset = 0 } = start
      const moved = lines > 0 ? { line: line + lines, column: 1 } : { line, column: column + by }
      children[0] = { ...children[0], position: { start: { ...moved, offset: offset + by }, end } }
    }
  }
  const start = children[0]?.position?.start
  const end = last.position?.end
  return [{ ...whole, children, ...(start && end && { position: { start, end } }) }]
}

type Frame = { node: Template | undefined; children: RootContent[] }

/** Blocks with each pair of tags among them as a callout; the tag that is too deep, where one is. */
const joinBlocks = (
  children: readonly RootContent[],
  context: TreeContext,
): { children: RootContent[] } | { deep: Template } => {
  const tags = tagsIn(children)
  if (tags.length === 0) return { children: [...children] }
  const { openings, closings } = pairUp(tags)
  const split = new Set(
    tags
      .filter(({ node, isInLine }) => isInLine && (openings.has(node) || closings.has(node)))
      .map(({ at }) => at),
  )
  const frames: Frame[] = [{ node: undefined, children: [] }]
  let deep: Template | undefined
  const add = (blocks: readonly RootContent[]) => {
    for (const block of blocks) frames.at(-1)?.children.push(block)
  }
  const meet = (node: Template): boolean => {
    if (openings.has(node)) {
      frames.push({ node, children: [] })
      if (frames.length > deepest) deep ??= node
    } else if (closings.has(node)) {
      const { node: opened, children: held } = frames.pop() ?? { node: undefined, children: [] }
      if (opened !== undefined && deep === undefined) add(toBlocks(opened, held, context))
    } else return false
    return true
  }
  for (const [at, child] of children.entries()) {
    if (child.type === 'template' ? meet(child) : false) continue
    if (child.type !== 'paragraph' || !split.has(at)) {
      add([child])
      continue
    }
    let line: PhrasingContent[] = []
    for (const node of child.children) {
      if (node.type === 'template' && (openings.has(node) || closings.has(node))) {
        add(toParagraph(line, child))
        line = []
        meet(node)
      } else line.push(node)
    }
    add(toParagraph(line, child))
  }
  return deep === undefined ? { children: frames[0]?.children ?? [] } : { deep }
}

/** Takes the last node out of a block, where it is a tag that nothing in the block opens. */
const takeLast = (block: Flow): Template | undefined => {
  const last = block.children.at(-1)
  if (last?.type === 'paragraph' && last.children.length > 1) return takeLast(last)
  const isStray = last?.type === 'template' && last.data?.stray === 'unopenedTemplate'
  if (!isStray || block.children.length === 1) return undefined
  block.children.pop()
  return last
}

/** The blocks of a document, with the tags that end a list after it: who formats files moves them into the last item. */
const withLastTags = (children: readonly RootContent[]): RootContent[] =>
  children.flatMap((child) => {
    const item = child.type === 'list' ? child.children.at(-1) : undefined
    const tags: Template[] = []
    for (let tag = item && takeLast(item); tag !== undefined; tag = item && takeLast(item)) tags.push(tag)
    return [child, ...tags.toReversed()]
  })

const flow = new Set(['root', 'blockquote', 'list', 'listItem', 'footnoteDefinition', 'containerDirective'])

/** The blocks that hold others, each before those in it. */
const flowsIn = (root: Root): Flow[] => {
  const found: Flow[] = []
  const waiting: Flow[] = [root]
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    found.push(parent)
    for (const child of parent.children) if (flow.has(child.type)) waiting.push(child as Flow)
  }
  return found
}

/** What a tag begins with: few documents have any. */
const signs = /:::|\{[{%]|<\/?[A-Z]/

/** Makes callouts of what stands between two tags of a document, in place; returns the place of a tag that is nested too deep. */
export const joinPairs = (root: Root, context: TreeContext): Point | undefined => {
  if (!signs.test(context.source)) return undefined
  for (const parent of flowsIn(root).toReversed()) {
    const joined = joinBlocks(withLastTags(parent.children), context)
    if ('deep' in joined) return joined.deep.position?.start ?? { line: 1, column: 1 }
    parent.children = joined.children
  }
  return undefined
}

/** Text without the places that it has in a source of its own. */
const withoutPlaces = (nodes: readonly PhrasingContent[]): PhrasingContent[] =>
  nodes.map(({ position: _, ...node }) =>
    'children' in node ? { ...node, children: withoutPlaces(node.children) } : node,
  )

/** A callout that is written in one tag, as in `{% include note.html content="…" %}`. */
export const readSingle = (node: Template, context: TreeContext): ContainerDirective | undefined => {
  const given = readGiven(node)
  const text = given === undefined || given.isClosing ? undefined : takeText(given)
  if (given === undefined || text === undefined) return undefined
  const children = withoutPlaces(context.parseInline(text))
  const paragraph: Paragraph = {
    type: 'paragraph',
    children,
    ...(node.position && { position: node.position }),
  }
  const head = takeHead(given)
  noteOthers(node, given, context)
  return toCallout(node, { head, children: [paragraph] })
}
