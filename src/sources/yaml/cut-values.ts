import { isMap, isScalar, isSeq, type Scalar } from 'yaml'
import { formatPath } from '../fault.ts'

/** Keys whose values hold no number sign followed by a space: what follows one there is meant as a comment. */
const exact = new Set(['id', 'language', 'direction', 'url', 'datePublished', 'dateModified'])

type Cut = { offset: number; path: string; problem: string; hint: string }

/** The comment that ends a value on its line. YAML §6.6: it begins with `#` after white space. */
const commentAfter = ({ type, range }: Scalar, yaml: string): string | undefined => {
  if (type !== 'PLAIN' || range === null || range === undefined) return undefined
  const end = yaml.indexOf('\n', range[1])
  return /^[ \t]*(#.*)/.exec(yaml.slice(range[1], end < 0 ? undefined : end))?.[1]
}

const isMeant = (comment: string, value: unknown, key: unknown): boolean =>
  /^#(?:\s|$)/.test(comment) && (value === null || exact.has(String(key)))

/** The values inside a node that are neither maps nor lists, with their paths. The depth of front matter is limited. */
const scalarsIn = (node: unknown, path: PropertyKey[] = []): { node: Scalar; path: PropertyKey[] }[] => {
  if (isScalar(node)) return [{ node, path }]
  if (isSeq(node)) return node.items.flatMap((item, index) => scalarsIn(item, [...path, index]))
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }) =>
    scalarsIn(value, [...path, isScalar(key) ? String(key.value) : '']),
  )
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/**
 * Values without quotes that a `#` cuts: the rest of the line is a comment of YAML, not part of the value. Comments on
 * lines of their own, and after quotes and brackets, are meant as comments.
 */
export const cutValues = (root: unknown, yaml: string): Cut[] =>
  scalarsIn(root).flatMap(({ node, path }) => {
    const comment = commentAfter(node, yaml)
    if (comment === undefined || isMeant(comment, node.value, path.at(-1))) return []
    return {
      offset: node.range?.[1] ?? 0,
      path: formatPath(path),
      problem: `ends before ${JSON.stringify(shorten(comment))}: a # after a space begins a comment`,
      hint: 'write quotes around the value, or put the comment on a line of its own',
    }
  })
