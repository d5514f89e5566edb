import type { Html, Literal, Nodes, Root, RootContent } from 'mdast'
import type { Extension } from 'mdast-util-from-markdown'
import type { Attribute, Attributes } from '../tree/attach.ts'
import { longestAttributes } from '../limits.ts'
import { type Construct, type TokenState, type Syntax, tokenOf } from './syntax.ts'

const token = tokenOf('attributes')

const item = String.raw`(?:#[^\s{}"=]+|[A-Za-z]+=(?:[^\s{}"=]+|"(?:[^"\\]|\\.)*"))`
const block = new RegExp(String.raw`^\{ *${item}(?: +${item})* *\}$`, 'u')

const isAttributes = (text: string): boolean => text.length <= longestAttributes && block.test(text)

const [quote, backslash, open, close] = [34, 92, 123, 125]

const construct: Construct = {
  name: 'attributes',
  tokenize(effects, ok, nok) {
    let length = 0
    let isQuoted = false
    let isEscaped = false
    const inside: TokenState = (code) => {
      length += 1
      // Line ends and the end of the text are below -2, or null.
      if (code === null || code < -2 || length > longestAttributes) return nok(code)
      if (!isQuoted && code === open) return nok(code)
      if (!isQuoted && code === close) {
        effects.consume(code)
        const written = effects.exit(token)
        return isAttributes(this.sliceSerialize(written)) ? ok : nok
      }
      if (code === quote && !isEscaped) isQuoted = !isQuoted
      isEscaped = isQuoted && code === backslash && !isEscaped
      effects.consume(code)
      return inside
    }
    return (code) => {
      effects.enter(token)
      effects.consume(code)
      return inside
    }
  },
}

/** For micromark: `{` may begin a block of attributes, `{#id lang=en credit="A. Name"}`; `\{` is a brace. */
export const attributesSyntax: Syntax = { text: { [open]: construct } }

const keyed = /#([^\s{}"=]+)|([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s{}"=]+))/gu

const parseAttributes = (written: string): Attribute[] =>
  [...written.matchAll(keyed)].map(([, id, key = 'id', quoted, bare = '']) => ({
    key,
    value: id ?? quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare,
  }))

const toNode = (value: string, { position }: Pick<Literal, 'position'> = {}): Attributes => ({
  type: 'attributes',
  value,
  attributes: parseAttributes(value),
  ...(position && { position }),
})

/** For mdast: the block is a node of its own. */
export const attributesNode: Extension = {
  enter: {
    [token]: function enter(written) {
      this.enter(toNode(this.sliceSerialize(written)), written)
    },
  },
  exit: {
    [token]: function exit(written) {
      this.exit(written)
    },
  },
}

/** `<!--{#id lang=en}-->`: a block of attributes that no renderer of Markdown shows (CommonMark §6.6, HTML comments). */
const comment = /^<!--\s*(\{.*\})\s*-->$/u

/** A comment that is a block becomes a paragraph of attributes alone; one in a line becomes attributes there. */
const replacement = (node: Html, parent: Nodes): RootContent | undefined => {
  const written = comment.exec(node.value.trim())?.[1]
  if (written === undefined || !isAttributes(written)) return undefined
  const attributes = toNode(written, node)
  if (parent.type === 'paragraph' || parent.type === 'heading') return attributes
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
