/** Marked words, as in `==a==`: the model has no mark for them, so they are text. */
import type { Nodes, Root, RootContent } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { TreeContext } from './context.ts'
import { addNote } from './notes.ts'
import type { Template } from './templates.ts'

const isSign = (node: RootContent): node is Template => node.type === 'template' && node.kind === 'highlight'

/** The content of a block or mark, less the signs around marked words; a sign alone is text. */
const withoutSigns = (children: readonly RootContent[], context: TreeContext): RootContent[] => {
  const openings = new Map<number | undefined, number>()
  const ends = new Map<number, number>()
  for (const [index, node] of children.entries()) {
    if (!isSign(node)) continue
    const opening = openings.get(node.pair)
    if (opening === undefined) openings.set(node.pair, index)
    else ends.set(opening, index)
  }
  const signs = new Set([...ends].flat())
  return children.flatMap((node, index): RootContent[] => {
    if (!isSign(node)) return [node]
    if (!signs.has(index)) return [{ type: 'text', value: node.value }]
    const end = ends.get(index)
    const text =
      end === undefined
        ? ''
        : children
            .slice(index + 1, end)
            .map((each) => toString(each))
            .join('')
    if (end !== undefined) addNote(node, context, { kind: 'highlight', text })
    return []
  })
}

/** Takes the signs around marked words out of a document, in place. */
export const readHighlights = (root: Root, context: TreeContext): void => {
  if (!context.source.includes('==')) return
  const waiting: Nodes[] = [root]
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    if (!('children' in parent)) continue
    const children: RootContent[] = parent.children
    if (children.some(isSign)) parent.children = withoutSigns(children, context) as typeof parent.children
    for (const child of parent.children) if ('children' in child) waiting.push(child)
  }
}
