import type { List, ListItem, Paragraph, PhrasingContent, RootContent, Text } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { longestLine } from '../../article/limits.ts'
import { tidy } from '../../article/text.ts'
import { sourceOf, type TreeContext } from './context.ts'
import { addNote } from './notes.ts'

/** Text in pieces that begin at `: ` after a line end. The first has the place of all. */
const splitText = (node: Text, context: TreeContext): Text[] => {
  if (/\n[ \t]*\\:/.test(sourceOf(node, context))) return [node]
  const [first = '', ...others] = node.value.split(/\n(?=: )/)
  return [{ ...node, value: first }, ...others.map((value): Text => ({ type: 'text', value }))]
}

/** The content of a paragraph in pieces: what is before the first line that begins with `: `, and each such line on. */
const splitContent = ({ children }: Paragraph, context: TreeContext): PhrasingContent[][] => {
  const pieces: PhrasingContent[][] = [[]]
  for (const child of children) {
    const [first, ...others] = child.type === 'text' ? splitText(child, context) : [child]
    if (first !== undefined) pieces.at(-1)?.push(first)
    pieces.push(...others.map((other) => [other]))
  }
  return pieces
}

const startsWithColon = ({ children: [first] }: Paragraph, context: TreeContext): boolean =>
  first?.type === 'text' && sourceOf(first, context).startsWith(': ')

const withoutColon = ([first, ...others]: PhrasingContent[]): PhrasingContent[] =>
  first?.type === 'text' ? [{ ...first, value: first.value.replace(/^: +/, '') }, ...others] : others

type Terms = { term: string; content: readonly PhrasingContent[] }

const isTerm = ({ term, content }: Terms): boolean =>
  term !== '' && term.length <= longestLine && content.every(({ type }) => type !== 'attributes')

const readTerm = (content: readonly PhrasingContent[]): Terms => ({
  term: tidy(toString([...content]).replaceAll(/\s*\n\s*/g, ', ')),
  content,
})

const toItem = (children: PhrasingContent[], term: string): ListItem => ({
  type: 'listItem',
  spread: false,
  children: [
    {
      type: 'paragraph',
      children: [...children, { type: 'attributes', value: '', attributes: [{ key: 'term', value: term }] }],
    },
  ],
})

/** Lists of definitions, as PHP Markdown Extra and others have them: a term, and below it lines that begin with `: `. */
export const joinDefinitions = (nodes: readonly RootContent[], context: TreeContext): RootContent[] => {
  const joined: RootContent[] = []
  let open: { list: List; term: string } | undefined
  const add = (node: Paragraph, terms: Terms, texts: PhrasingContent[][]) => {
    if (terms.content.some(({ type }) => type !== 'text')) addNote(node, context, { kind: 'termMarks' })
    const { term } = terms
    if (open === undefined || joined.at(-1) !== open.list) {
      const list: List = { type: 'list', ordered: false, spread: false, children: [] }
      open = { list: { ...list, ...(node.position && { position: node.position }) }, term }
      joined.push(open.list)
    }
    open.term = term
    open.list.children.push(...texts.map((text) => toItem(withoutColon(text), term)))
  }
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.type !== 'paragraph') joined.push(node)
    else if (startsWithColon(node, context)) {
      const texts = splitContent(node, context)
      const before = last?.type === 'paragraph' ? readTerm(last.children) : undefined
      if (open !== undefined && last === open.list) add(node, { term: open.term, content: [] }, texts)
      else if (last?.type === 'paragraph' && before !== undefined && isTerm(before)) {
        joined.pop()
        add(last, before, texts)
      } else joined.push(node)
    } else {
      const [first = [], ...texts] = node.position === undefined ? [] : splitContent(node, context)
      const terms = texts.length > 0 ? readTerm(first) : undefined
      if (terms !== undefined && isTerm(terms)) add(node, terms, texts)
      else joined.push(node)
    }
  }
  return joined
}
