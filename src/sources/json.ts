import { findNodeAtLocation, type Node, parseTree, type ParseError } from 'jsonc-parser'
import { toArticle } from '../article/derive.ts'
import { ArticleFile } from '../article/file.ts'
import { explain, type Fault, sharpen, spellPath } from './fault.ts'
import { explainSyntax } from './json-syntax.ts'
import { createLocator } from './lines.ts'
import { type PlaceOf, readable } from './source.ts'

const strings = /"(?:[^"\\]|\\.)*"(\s*:)?/gs

/** How many keys the text writes; JSON.parse keeps the last of two equal keys in silence. */
const countWrittenKeys = (text: string): number => {
  let count = 0
  for (const match of text.matchAll(strings)) if (match[1] !== undefined) count += 1
  return count
}

const countKeys = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  const children = Object.values(value)
  return children.reduce<number>(
    (sum, child) => sum + countKeys(child),
    Array.isArray(value) ? 0 : children.length,
  )
}

const placeOf = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** The place of a path, or of the nearest thing around it that stands in the text; of a key, where there is one. */
const offsetOf = (tree: Node | undefined, path: readonly PropertyKey[]): number => {
  if (tree === undefined) return 0
  const node = findNodeAtLocation(
    tree,
    path.map((key) => (typeof key === 'number' ? key : String(key))),
  )
  if (node === undefined) return path.length === 0 ? tree.offset : offsetOf(tree, path.slice(0, -1))
  return node.parent?.type === 'property' ? node.parent.offset : node.offset
}

const duplicateKeys = (node: Node, path: PropertyKey[] = []): { path: PropertyKey[]; offset: number }[] => {
  const seen = new Set<string>()
  return (node.children ?? []).flatMap((child, index) => {
    const [key, value] = child.type === 'property' ? (child.children ?? []) : []
    if (key === undefined) return duplicateKeys(child, [...path, index])
    const at = [...path, String(key.value)]
    const again = seen.has(String(key.value)) ? [{ path: at, offset: key.offset }] : []
    seen.add(String(key.value))
    return value === undefined ? again : [...again, ...duplicateKeys(value, at)]
  })
}

const syntaxFaults = (text: string, file: string): Fault[] => {
  const errors: ParseError[] = []
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  const { error, offset } = errors[0] ?? { error: 1, offset: 0 }
  return [{ file, ...placeOf(text, offset), path: '', ...explainSyntax(text, offset, error) }]
}

/** Deeper than any article needs; a file within it cannot exhaust the stack of what walks it. */
const deepest = 32

const depthOf = (value: unknown, limit: number): number => {
  if (typeof value !== 'object' || value === null || limit === 0) return 0
  let deepestChild = 0
  for (const child of Object.values(value)) deepestChild = Math.max(deepestChild, depthOf(child, limit - 1))
  return 1 + deepestChild
}

const parse = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** An article file in JSON (RFC 8259). A key written twice is a fault: one of the two would be lost. */
export const json = readable({
  name: 'json',
  extensions: ['.json'],
  open(text, file, fallbackId) {
    const parsed = parse(text)
    if (parsed === undefined) return { faults: syntaxFaults(text, file) }
    if (depthOf(parsed.value, deepest + 1) > deepest) {
      const problem = `is nested more than ${deepest} deep`
      return {
        faults: [{ file, line: 1, column: 1, path: '', problem, hint: 'an article is 6 deep at most' }],
      }
    }
    const result = ArticleFile.safeParse(parsed.value)
    const isComplete = countWrittenKeys(text) === countKeys(parsed.value)
    if (result.success && isComplete) {
      let tree: Node | undefined
      const locate = createLocator(text)
      const place: PlaceOf = (path) => locate(offsetOf((tree ??= parseTree(text)), path))
      return { article: toArticle(result.data, fallbackId), warnings: [], place, isPlain: () => true }
    }
    const tree = parseTree(text)
    const doubled = tree === undefined || isComplete ? [] : duplicateKeys(tree)
    const faults = doubled.map(({ path, offset }) => ({
      file,
      ...placeOf(text, offset),
      path: spellPath(path),
      problem: 'is written twice',
      hint: 'keep one of the two',
    }))
    for (const issue of result.error?.issues ?? []) {
      for (const { path, problem, hint } of explain(issue)) {
        faults.push({ file, ...placeOf(text, offsetOf(tree, path)), path: spellPath(path), problem, hint })
      }
    }
    return { faults: sharpen(faults, parsed.value) }
  },
})
