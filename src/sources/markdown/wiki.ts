/**
 * Wiki links, which Markdown has no syntax for: `[[name]]`, `[[name#heading|text]]` and `![[file]]` of Obsidian. Their addresses
 * begin with `[[`, which says that the name may be that of a file anywhere in the folder.
 */
import type { Image, Link, Nodes, Parent, PhrasingContent, Root, Text } from 'mdast'
import { mostWiki } from '../limits.ts'

declare module 'mdast' {
  interface LinkData {
    /** Whether it shows the whole of another article in its place. */
    isEmbed?: boolean
  }
}

const wiki = /(!?)(?<!\[)\[\[([^[\]|\n]{1,300})(?:\|([^[\]\n]{0,300}))?\]\](?!\]|: *[</])/g

/** A fragment after the name of an image says how Obsidian shows it. */
const isImage = (name: string): boolean => /\.(?:jpe?g|png|webp|avif|gif|svg)(?:#.*)?$/i.test(name)

/** The address of a name, with the fragment that it may end in. */
const addressOf = (name: string): string => {
  const [path = '', ...fragment] = name.split('#')
  const heading = fragment.length === 0 ? '' : `#${encodeURIComponent(fragment.at(-1) ?? '')}`
  return path.trim() === ''
    ? heading
    : `[[${encodeURI(path.trim()).replaceAll(/[?#]/g, encodeURIComponent)}${heading}`
}

type Placed = Pick<Text, 'position'>

const textOf = (value: string, at: Placed): Text => ({ type: 'text', value, ...at })

const linkOf = (url: string, shown: string, at: Placed): Link => ({
  type: 'link',
  url,
  children: [textOf(shown, at)],
  ...at,
})

const imageOf = (url: string, alt: string, at: Placed): Image => ({ type: 'image', url, alt, ...at })

/** What Obsidian takes for a size is no alternative text. */
const isSize = (label: string): boolean => /^\d+(?:x\d+)?$/.test(label)

const ofWiki = ([, bang = '', name = '', label]: RegExpExecArray, at: Placed): PhrasingContent => {
  const url = addressOf(name)
  if (bang !== '' && isImage(name.trim()))
    return imageOf(url, label === undefined || isSize(label) ? '' : label, at)
  const bare = name.trim().replace(/^#/, '')
  const link = linkOf(url, label?.trim() || bare, at)
  return bang === '' || /\.\w{2,4}(?:#.*)?$/.test(bare) ? link : { ...link, data: { isEmbed: true } }
}

/** Whether a part of a text stands in its source as it is, with no backslash before it. */
const isWritten = (part: string, { position }: Placed, source: string): boolean => {
  const [from = 0, end = 0] = [position?.start.offset, position?.end.offset]
  const written = source.slice(from, end)
  for (let at = written.indexOf(part); at !== -1; at = written.indexOf(part, at + 1))
    if (written.charAt(at - 1) !== '\\') return true
  return false
}

/** A text with its links; undefined where it has none. */
const divide = (node: Text, source: string): PhrasingContent[] | undefined => {
  const { value } = node
  const found = [...value.matchAll(wiki)].filter(([text]) => isWritten(text, node, source))
  if (found.length === 0) return undefined
  const parts: PhrasingContent[] = []
  let end = 0
  for (const match of found.slice(0, mostWiki)) {
    if (match.index > end) parts.push(textOf(value.slice(end, match.index), { position: node.position }))
    parts.push(ofWiki(match, { position: node.position }))
    end = match.index + match[0].length
  }
  if (end < value.length) parts.push(textOf(value.slice(end), { position: node.position }))
  return parts
}

/** Spaces of an address in angle brackets, as every address has them. */
const encodeSpaces = (node: Nodes): void => {
  if ('url' in node && /\s/.test(node.url)) node.url = node.url.replaceAll(/\s/g, encodeURIComponent)
}

/** Makes links and images of what links the files of a folder, in place. `source` is the text of the tree. */
export const readWikiLinks = (root: Root, source: string): void => {
  const isLinked = source.includes('[[')
  const walk = (parent: Parent): void => {
    const children = parent.children.flatMap((node) => {
      encodeSpaces(node)
      return (isLinked && node.type === 'text' && parent.type !== 'link' && divide(node, source)) || [node]
    })
    parent.children = children
    for (const node of children) if ('children' in node) walk(node)
  }
  walk(root)
}
