import type { Html, Nodes, Root, RootContent } from 'mdast'
import { type Attributes, isAttributes } from './attributes.ts'

/** `<!--{#id lang=en}-->`: a block of attributes that no renderer of Markdown shows (CommonMark §6.6, HTML comments). */
const comment = /^<!--\s*(\{.*\})\s*-->$/u

const attributesIn = (node: Html): Attributes | undefined => {
  const written = comment.exec(node.value.trim())?.[1]
  if (written === undefined || !isAttributes(written)) return undefined
  return { type: 'attributes', value: written, ...(node.position && { position: node.position }) }
}

/** A comment that is a block of its own stands where a paragraph of attributes alone would stand. */
const replacement = (node: Html, parent: Nodes): RootContent | undefined => {
  const attributes = attributesIn(node)
  if (attributes === undefined || parent.type === 'paragraph' || parent.type === 'heading') return attributes
  return { type: 'paragraph', children: [attributes], ...(node.position && { position: node.position }) }
}

/** Turns the HTML comments that hold a block of attributes into that block, in place. */
export const readComments = (root: Root): void => {
  const waiting: Nodes[] = [root]
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    if (!('children' in parent)) continue
    const children = parent.children as RootContent[]
    for (const [index, node] of children.entries()) {
      const made = node.type === 'html' ? replacement(node, parent) : undefined
      if (made === undefined) waiting.push(node)
      else children[index] = made
    }
  }
}
