import type { Extension, Options } from 'mdast-util-from-markdown'
import type { Literal } from 'mdast'

/** A block of attributes, `{#id lang=en credit="A. Name"}`: a node of its own, so that `\{` is a brace and no block. */
export interface Attributes extends Literal {
  type: 'attributes'
}

declare module 'mdast' {
  interface PhrasingContentMap {
    attributes: Attributes
  }
  interface RootContentMap {
    attributes: Attributes
  }
}

type Syntax = NonNullable<Options['extensions']>[number]
type Constructs = NonNullable<Extract<Syntax, { text?: unknown }>['text']>
type Construct = Extract<NonNullable<Constructs[keyof Constructs]>, { tokenize: unknown }>
type Effects = Parameters<Construct['tokenize']>[0]
type State = Parameters<Construct['tokenize']>[1]

/** Micromark knows its own tokens by name; this one is ours. */
const token = 'attributes' as string as Parameters<Effects['enter']>[0]

/** No block is longer; what looks for its end gives up there. */
const longest = 2000

const item = String.raw`(?:#[^\s{}"=]+|[A-Za-z]+=(?:[^\s{}"=]+|"(?:[^"\\]|\\.)*"))`
const block = new RegExp(String.raw`^\{ *${item}(?: +${item})* *\}$`, 'u')

/** Whether a text is a block of attributes from end to end. */
export const isAttributes = (text: string): boolean => text.length <= longest && block.test(text)

const [quote, backslash, open, close] = [34, 92, 123, 125]

const construct: Construct = {
  name: 'attributes',
  tokenize(effects, ok, nok) {
    let length = 0
    let isQuoted = false
    let isEscaped = false
    const inside: State = (code) => {
      length += 1
      // Line ends and the end of the text are below -2, or null.
      if (code === null || code < -2 || length > longest) return nok(code)
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

/** For micromark: `{` may begin a block of attributes. */
export const attributesSyntax: Syntax = { text: { [open]: construct } }

/** For mdast: the block is a node whose value is as written. */
export const attributesNode: Extension = {
  enter: {
    [token]: function enter(written) {
      this.enter({ type: 'attributes', value: this.sliceSerialize(written) }, written)
    },
  },
  exit: {
    [token]: function exit(written) {
      this.exit(written)
    },
  },
}

const keyed = /#([^\s{}"=]+)|([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s{}"=]+))/gu

/** The keys and values of a block, in order; `#id` is the key `id`. */
export const readAttributes = (written: string): { key: string; value: string }[] =>
  [...written.matchAll(keyed)].map(([, id, key = 'id', quoted, bare = '']) => ({
    key,
    value: id ?? quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare,
  }))
