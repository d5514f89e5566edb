/** Tags of callouts within a block of HTML, which goes on to the next blank line whatever stands in it (CommonMark §4.6). */
import type { Html, Root, RootContent } from 'mdast'
import type { Template } from '../tree/templates.ts'
import type { TemplateSpans } from './templates.ts'

/** HTML whose content is no text, or code on lines of its own. */
const opaque = /<(?:!|\?|(?:pre|script|style|textarea)\b)/i
const beginning = /:{3}|\{[{%]|<\/?[A-Z]/g

type Written = { source: string; spans: TemplateSpans }

/** The tags that stand on a line each, by the index of that line in the block. */
const tagsOf = ({ value, position }: Html, { source, spans }: Written): Map<number, Template['kind']> => {
  const found = new Map<number, Template['kind']>()
  const start = position?.start.offset ?? 0
  const lines = value.split('\n')
  let [line, from] = [0, 0]
  const written = source.slice(start, position?.end.offset)
  for (const { index } of written.matchAll(beginning)) {
    const span = spans.get(start + index)
    if (span?.isTag !== true || span.lineEnd === undefined) continue
    for (
      let end = written.indexOf('\n', from);
      end !== -1 && end < index;
      end = written.indexOf('\n', from)
    ) {
      line += 1
      from = end + 1
    }
    if (lines[line]?.trim() === source.slice(span.start, span.end)) found.set(line, span.kind)
  }
  return found
}

/** A block of HTML as the tags in it and what is between them. */
const divide = (node: Html, written: Written): RootContent[] => {
  const tags = opaque.test(node.value) ? new Map<number, Template['kind']>() : tagsOf(node, written)
  if (tags.size === 0) return [node]
  const first = node.position?.start.line ?? 1
  const parts: RootContent[] = []
  const place = (line: number) => {
    const point = { line: first + line, column: 1, offset: 0 }
    return { start: point, end: point }
  }
  let open: Html | undefined
  for (const [index, line] of node.value.split('\n').entries()) {
    const kind = tags.get(index)
    if (kind !== undefined) {
      parts.push({ type: 'template', kind, value: line.trim(), position: place(index) })
      open = undefined
    } else if (open === undefined) {
      open = { type: 'html', value: line, position: place(index) }
      parts.push(open)
    } else open.value += `\n${line}`
  }
  return parts
}

/** Takes the tags of callouts out of blocks of HTML, in place. */
export const divideHtml = (root: Root, source: string, spans: TemplateSpans): void => {
  const waiting: { children: RootContent[] }[] = [root]
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    for (const child of parent.children)
      if ('children' in child && child.type !== 'paragraph') waiting.push(child)
    if (parent.children.some(({ type }) => type === 'html'))
      parent.children = parent.children.flatMap((node) =>
        node.type === 'html' ? divide(node, { source, spans }) : [node],
      )
  }
}
