import type { Element, ElementContent, Parents } from 'hast'
import { decodeFragment } from '../article/addresses.ts'
import { attributeOf, elementsIn, findElement, textOf } from './hast.ts'
import { hrefOf } from './links.ts'

/** A footnote of a page: its label in the text, and what it says. */
export type PageFootnote = { label: string; content: Element }

const fragmentOf = (link: Element): string => decodeFragment(hrefOf(link))

const isMarker = (text: string): boolean => /^\s*[[(]?\s*[\p{N}\p{L}*†‡§¶#]{1,4}\s*[\])]?\s*$/u.test(text)

/** Names that programs give to the targets of their footnotes. */
const noteName = /^(?:user-content-)?(?:_?ftn|fn|footnote|note|cite_note|endnote|_edn|sdfootnote|ref)/i

/** Names that they give to what footnotes lead back to. */
const wayBack = /ref(?:erence)?[-_:]?\w*$|anc(?:hor)?$|back/i

const roleOf = (element: Element): string =>
  `${attributeOf(element, 'role')} ${attributeOf(element, 'epub:type')} ${attributeOf(element, 'class')}`

/** Whether a link stands for a footnote: it says so, or it is a short sign, raised or to a target that is named so. */
export const isNoteReference = (link: Element, parent: Parents | undefined): boolean => {
  if (/\b(?:doc-)?noteref\b|footnote-(?:ref|anchor)/.test(roleOf(link))) return true
  const fragment = fragmentOf(link)
  if (fragment === '' || wayBack.test(fragment) || !isMarker(textOf(link))) return false
  const isRaised =
    (parent?.type === 'element' && parent.tagName === 'sup') || findElement(link, 'sup') !== undefined
  return isRaised || noteName.test(fragment)
}

/** The way back from a footnote. */
export const isReturn = (link: Element): boolean =>
  hrefOf(link).startsWith('#') &&
  (/\bdoc-backlink\b|footnote-back|backref|reversefootnote/.test(roleOf(link)) ||
    /^(?:[\s↑↩⤴⏎^«]|\u{FE0E}|\u{FE0F})+$/u.test(textOf(link)))

const blocks = new Set('aside dd div li p section td'.split(' '))

type Paths = { targets: Map<string, Element[]>; around: Map<Element, Element[]> }

/** Each element with an id or name and each link, and the elements around it, the nearest last. */
const pathsIn = (root: Element): Paths => {
  const targets = new Map<string, Element[]>()
  const around = new Map<Element, Element[]>()
  const walk = (element: Element, outer: Element[]): void => {
    const path = [...outer, element]
    if (element.tagName === 'a') around.set(element, path)
    for (const name of ['id', 'name']) {
      const id = attributeOf(element, name)
      if (id !== '' && !targets.has(id)) targets.set(id, path)
    }
    for (const child of element.children) if (child.type === 'element') walk(child, path)
  }
  walk(root, [])
  return { targets, around }
}

type Reference = { link: Element; fragment: string; label: string }

const referencesIn = (root: Element): Reference[] => {
  const found: Reference[] = []
  const walk = (element: Element): void => {
    for (const child of element.children) {
      if (child.type !== 'element') continue
      const fragment = child.tagName === 'a' ? fragmentOf(child) : ''
      if (fragment !== '' && !isReturn(child) && isNoteReference(child, element))
        found.push({ link: child, fragment, label: textOf(child).replaceAll(/[\s[\]()]/g, '') })
      walk(child)
    }
  }
  walk(root)
  return found
}

/** The content of a footnote without the ways back, and without its own label before the text. */
const contentOf = (element: Element, label: string, isFromText: (link: Element) => boolean): Element => {
  let isBefore = true
  const clean = (nodes: readonly ElementContent[]): ElementContent[] =>
    nodes.flatMap((node): ElementContent[] => {
      if (node.type === 'text') {
        if (!isBefore) return [node]
        const rest = node.value.replace(/^[\s[(]*/u, '')
        const after = rest.startsWith(label)
          ? rest.slice(label.length).replace(/^[\])]?[.:]?\s*/u, '')
          : node.value
        const isLabel = rest.startsWith(label) && !/^[\p{L}\p{N}]/u.test(rest.slice(label.length))
        const value = isLabel ? after : node.value
        if (value.trim() !== '') isBefore = false
        return value === '' ? [] : [{ ...node, value }]
      }
      if (node.type !== 'element') return []
      if (node.tagName === 'a' && (isReturn(node) || isFromText(node))) return []
      const isLabel = isBefore && /^(?:a|b|span|strong|sup)$/.test(node.tagName) && isMarker(textOf(node))
      if (isLabel && textOf(node).includes(label)) return []
      const children = clean(node.children)
      return children.length === 0 && node.children.length > 0 ? [] : [{ ...node, children }]
    })
  return { ...element, tagName: 'div', children: clean(element.children) }
}

const isEmpty = (element: Element): boolean =>
  textOf(element).trim() === '' && findElement(element, 'img') === undefined

/** Takes elements out, and lists and sections of which nothing is left, with the rule before them. */
const without = (parent: Element, removed: ReadonlySet<Element>): Element => {
  const children: ElementContent[] = []
  for (const child of parent.children) {
    if (child.type !== 'element') children.push(child)
    else if (!removed.has(child)) {
      const kept = [...elementsIn(child)].some((element) => removed.has(element))
        ? without(child, removed)
        : child
      if (kept === child || !isEmpty(kept)) children.push(kept)
      else dropRule(children)
    } else if (child.tagName !== 'li') dropRule(children)
  }
  return { ...parent, children }
}

const dropRule = (children: ElementContent[]): void => {
  const last = children.findLastIndex((node) => node.type !== 'text' || node.value.trim() !== '')
  const node = children[last]
  if (node?.type === 'element' && node.tagName === 'hr') children.splice(last)
}

/**
 * Takes the footnotes out of a page, in the forms that programs write: a link with a short sign, raised or named so, to an
 * element of the page that holds the footnote, often with a way back. The key is what references link to.
 */
export const takeFootnotes = (
  content: Element,
): { content: Element; footnotes: Map<string, PageFootnote> } => {
  const references = referencesIn(content)
  const footnotes = new Map<string, PageFootnote>()
  if (references.length === 0) return { content, footnotes }
  const { targets, around } = pathsIn(content)
  const links = new Set(references.map(({ link }) => link))
  const sources = new Set(
    references
      .flatMap(({ link }) => [attributeOf(link, 'id'), attributeOf(link, 'name')])
      .filter((id) => id !== ''),
  )
  const isFromText = (link: Element): boolean => sources.has(fragmentOf(link)) && !links.has(link)
  const removed = new Map<Element, string>()
  const refersTo = (holder: Element, fragment: string): boolean =>
    elementsIn(holder).some((element) => links.has(element) && fragmentOf(element) === fragment)
  for (const { link, fragment, label } of references) {
    if (footnotes.has(fragment)) continue
    const path = targets.get(fragment) ?? []
    const holder = path.findLast(({ tagName }) => blocks.has(tagName))
    // What holds a reference to itself is the text, not the footnote.
    if (holder === undefined || removed.has(holder) || refersTo(holder, fragment)) continue
    const note = around.get(link)?.find((element) => removed.has(element))
    const isWayBack = note !== undefined && refersTo(holder, removed.get(note) ?? '')
    if (isWayBack) continue
    footnotes.set(fragment, { label, content: contentOf(holder, label, isFromText) })
    removed.set(holder, fragment)
  }
  return footnotes.size === 0
    ? { content, footnotes }
    : { content: without(content, new Set(removed.keys())), footnotes }
}

/** The footnote that a link stands for. */
export const footnoteOf = (
  link: Element,
  footnotes: ReadonlyMap<string, PageFootnote>,
): string | undefined => {
  const fragment = fragmentOf(link)
  return footnotes.has(fragment) ? fragment : undefined
}
