/** Which tags of templates belong together. */
import type { PhrasingContent, RootContent } from 'mdast'
import { mostColons } from '../limits.ts'
import { isCallout } from './callouts.ts'
import type { Template } from './templates.ts'

const names: Partial<Record<Template['kind'], RegExp>> = {
  shortcode: /^\{\{[<%]\s*(\/?)\s*([\w-]+)/,
  liquid: /^\{%-?\s*(\/|end)?([\w-]+)/,
  component: /^<(\/?)([\w.]+)/,
}

const isSelfClosing = (written: string): boolean => /\/\s*(?:>|[>%]\}\}|-?%\})$/.test(written)

const colons = /^(:{3,})[ \t]*(\S?)/

/** A tag that may be one of a pair; tags of one `key` belong together. */
type Tag = { key: string; isClosing: boolean }

/** What a template is to others around it; undefined where it is none of a pair. */
export const tagOf = ({ kind, value }: Pick<Template, 'kind' | 'value'>): Tag | undefined => {
  if (kind === 'colons') {
    const [, run = '', first] = colons.exec(value) ?? []
    return { key: run, isClosing: first === '' }
  }
  const [, slash = '', written = ''] = names[kind]?.exec(value) ?? []
  const name = written.toLowerCase()
  if (!isCallout(name) || isSelfClosing(value)) return undefined
  return { key: `${kind} ${name}`, isClosing: slash !== '' }
}

/** A tag where it stands: in a paragraph at a place of its own, or between blocks. */
type Placed = Tag & { node: Template; at: number; isInLine: boolean; isAtEdge: boolean }

const isSpace = (node: PhrasingContent): boolean => node.type === 'text' && /^[ \t]*$/.test(node.value)

/** Whether nothing but other templates is beside a node on its line, towards the beginning or the end. */
const isEdge = (nodes: readonly PhrasingContent[], index: number, step: 1 | -1): boolean => {
  const beside = nodes[index + step]
  if (beside === undefined || beside.type === 'break' || beside.type === 'template') return true
  if (beside.type !== 'text') return false
  if (isSpace(beside)) return isEdge(nodes, index + step, step)
  const { value } = beside
  const end = step === 1 ? value.indexOf('\n') : value.lastIndexOf('\n')
  if (end === -1) return false
  return (step === 1 ? value.slice(0, end) : value.slice(end)).trim() === ''
}

/** The tags among blocks, in the order of the text. */
export const tagsIn = (children: readonly RootContent[]): Placed[] =>
  children.flatMap((child, at): Placed[] => {
    if (child.type === 'template') {
      const tag = tagOf(child)
      return tag === undefined ? [] : [{ ...tag, node: child, at, isInLine: false, isAtEdge: true }]
    }
    if (child.type !== 'paragraph') return []
    return child.children.flatMap((node, index) => {
      const tag = node.type === 'template' ? tagOf(node) : undefined
      if (node.type !== 'template' || tag === undefined) return []
      const isAtEdge = isEdge(child.children, index, tag.isClosing ? 1 : -1)
      return [{ ...tag, node, at, isInLine: true, isAtEdge }]
    })
  })

/** The tags that are open, the last of each key at hand. */
const createOpenTags = () => {
  const stack: Placed[] = []
  const byKey = new Map<string, number[]>()
  const nearest = ({ key }: Placed): number => {
    const exact = byKey.get(key)?.at(-1)
    if (exact !== undefined || !key.startsWith(':')) return exact ?? -1
    let found = -1
    for (let size = 3; size < Math.min(key.length, mostColons); size += 1)
      found = Math.max(found, byKey.get(':'.repeat(size))?.at(-1) ?? -1)
    return found
  }
  const pop = (): Placed | undefined => {
    const last = stack.pop()
    byKey.get(last?.key ?? '')?.pop()
    return last
  }
  return {
    open(tag: Placed): void {
      const places = byKey.get(tag.key)
      if (places === undefined) byKey.set(tag.key, [stack.length])
      else places.push(stack.length)
      stack.push(tag)
    },
    /** The tag that this one closes, and those that it leaves open in it. */
    close(tag: Placed): { opening: Placed | undefined; left: Placed[] } {
      const at = nearest(tag)
      if (at === -1) return { opening: undefined, left: [] }
      const left: Placed[] = []
      while (stack.length > at + 1) left.push(...[pop()].filter((each) => each !== undefined))
      return { opening: pop(), left }
    },
    rest: (): Placed[] => stack,
  }
}

/** Tags within a line stand around words of it; any others around blocks. */
const isAroundBlocks = (opening: Placed, closing: Placed): boolean =>
  opening.at !== closing.at || !opening.isInLine || (opening.isAtEdge && closing.isAtEdge)

type Pairs = { openings: ReadonlySet<Template>; closings: ReadonlySet<Template> }

/** The tags of callouts among some that each have another; the rest is marked as stray. */
export const pairUp = (tags: readonly Placed[]): Pairs => {
  const [openings, closings] = [new Set<Template>(), new Set<Template>()]
  const open = createOpenTags()
  const leave = (node: Template, stray: 'unclosedTemplate' | 'unopenedTemplate') => {
    node.data = { ...node.data, stray }
  }
  for (const tag of tags) {
    if (!tag.isClosing) {
      open.open(tag)
      continue
    }
    const { opening, left } = open.close(tag)
    for (const { node } of left) leave(node, 'unclosedTemplate')
    if (opening === undefined) leave(tag.node, 'unopenedTemplate')
    else if (isAroundBlocks(opening, tag)) {
      openings.add(opening.node)
      closings.add(tag.node)
    }
  }
  for (const { node } of open.rest()) leave(node, 'unclosedTemplate')
  return { openings, closings }
}
