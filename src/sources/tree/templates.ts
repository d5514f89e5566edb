import type { Code, Literal, PhrasingContent, Text } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { Href, ImageAddress } from '../../article/text.ts'
import type { Attribute } from './attach.ts'
import type { TreeContext } from './context.ts'
import { type Given, isLine, noteOthers, readGiven, take, takeAs } from './given.ts'
import { mediaNamed } from './media.ts'
import { addNote } from './notes.ts'

/**
 * A piece of Hugo, Jekyll or MDX, as written: a tag, a comment, code between two tags, the statements of a module, or a
 * list of kramdown's attributes; a line of colons around a block; one of the signs around marked words; or mathematics between dollars, which Markdown must not read. One of `nothing` says how to read what is around it, and is no content.
 */
export interface Template extends Literal {
  type: 'template'
  /** What two signs around marked words have in common. */
  pair?: number
  kind:
    | 'attributes'
    | 'code'
    | 'comment'
    | 'colons'
    | 'component'
    | 'formula'
    | 'liquid'
    | 'highlight'
    | 'math'
    | 'module'
    | 'nothing'
    | 'output'
    | 'shortcode'
}

declare module 'mdast' {
  interface Data {
    /** A tag of a callout that none ends or begins. */
    stray?: 'unclosedTemplate' | 'unopenedTemplate'
  }
  interface PhrasingContentMap {
    template: Template
  }
  interface RootContentMap {
    template: Template
  }
}

/** What a template is in Markdown: code, or the content of a paragraph with its attributes. */
export type Expanded = { code: Code } | { content: PhrasingContent[]; attributes: Attribute[] }

const nothing: Expanded = { content: [], attributes: [] }

const asText = (value: string): Expanded => ({ content: [{ type: 'text', value }], attributes: [] })

const isAddress = (text: string | undefined): text is string =>
  text !== undefined && !text.includes('{') && ImageAddress.safeParse(text).success

const isSize = (text: string): boolean => /^[1-9]\d{0,4}(?:px)?$/.test(text)

const toAttributes = (values: Record<string, string | undefined>): Attribute[] =>
  Object.entries(values).flatMap(([key, given]) => (given === undefined ? [] : [{ key, value: given }]))

const takeSize = (given: Given) => ({
  width: takeAs(given, 'width', isSize)?.replace('px', ''),
  height: takeAs(given, 'height', isSize)?.replace('px', ''),
})

const takeCaptioned = (given: Given) => ({
  caption: takeAs(given, 'caption description', isLine),
  credit: takeAs(given, 'attr credit attribution copyright author', isLine),
  ...takeSize(given),
})

const images = /^(?:figure|img|image|picture|photo|nextimage|staticimage|themedimage|zoomimage)$/

const toImage = (given: Given): Expanded | undefined => {
  if (!images.test(given.name)) return undefined
  const url = takeAs(given, 'src url imagepath image path file filename', isAddress) ?? given.others.shift()
  if (!isAddress(url)) return undefined
  const alt = take(given, 'alt alttext') ?? ''
  const values = takeCaptioned(given)
  const caption = values.caption ?? takeAs(given, 'title', isLine)
  return { content: [{ type: 'image', url, alt }], attributes: toAttributes({ ...values, caption }) }
}

const ids = 'id videoid tweetid youtubeid vimeoid postid code slug'

const toMedia = (given: Given): Expanded | undefined => {
  const site = given.name
    .replace(/^(?:lite|simple|responsive|astro)[_-]?|[_-]?(?:simple|lite|embed|player|video|post)$/g, '')
    .replace(/^twittertweet$/, 'tweet')
  const name = given.name.startsWith('video') && given.values.has('provider') ? take(given, 'provider') : site
  const url = takeAs(given, 'src url href', isAddress)
  const [first] = given.others
  const id = url === undefined ? (take(given, ids) ?? given.others.shift()) : undefined
  const user = /^(?:tweet|twitter|x)$/.test(site) ? take(given, 'user') : undefined
  const isGist = site === 'gist' && first === id && given.others.length > 0
  const whole = isGist ? `${id}/${given.others.shift()}` : id
  const address = isAddress(whole) && /^https?:/.test(whole) ? whole : url
  const own = user === undefined || address !== undefined ? address : `https://x.com/${user}/status/${id}`
  const part = mediaNamed(name === '' || name === undefined ? given.name : name, { url: own, id: whole })
  if (part === undefined || !isAddress(String(part['url'])) || /[\s{}]/.test(id ?? '')) return undefined
  const values = {
    media: String(part['kind']),
    title: takeAs(given, 'title label', isLine),
    provider: part['provider'] as string | undefined,
    poster: takeAs(given, 'poster', isAddress),
    ...takeCaptioned(given),
  }
  const link = String(part['url'])
  return {
    content: [{ type: 'link', url: link, children: [{ type: 'text', value: link }] }],
    attributes: toAttributes(values),
  }
}

const pair = /^(\{\{[<%](?:"[^"\n]*"|[^"{}<>%\n])*[>%]\}\}|\{%[^}]*%\})([^]*)(?:\{\{[<%][^{]*|\{%[^{]*)$/

/** Code between two tags; `{% highlight ruby %}` names its language. */
const toCode = (node: Template): Expanded => {
  const [, opening = '', inside = ''] = pair.exec(node.value) ?? []
  const [, , lang, ...meta] = opening.replaceAll(/-?%\}|[>%]\}\}/g, '').split(/\s+/)
  const code = inside.replace(/^[ \t]*\n/, '').replace(/\s+$/, '')
  return {
    code: { type: 'code', value: code, lang: lang === '' ? null : lang, meta: meta.join(' ').trim() },
  }
}

const isContents = ({ kind, value: written }: Template): boolean =>
  kind === 'attributes'
    ? /^\{:toc\b/i.test(written)
    : /^[{<%]+\s*(?:include\s+)?(?:toc|table-?of-?contents|tableofcontents)(?:\.html)?\b/i.test(written)

const readTag = (node: Template, context: TreeContext): Expanded => {
  if (node.data?.stray !== undefined) {
    addNote(node, context, { kind: node.data.stray, text: node.value })
    return asText(node.value)
  }
  const given = readGiven(node)
  const made = given === undefined || given.isClosing ? undefined : (toImage(given) ?? toMedia(given))
  if (given !== undefined && made !== undefined) {
    noteOthers(node, given, context)
    return made
  }
  if (isContents(node)) {
    addNote(node, context, { kind: 'contents', text: node.value })
    return nothing
  }
  if (node.kind !== 'component') {
    addNote(node, context, { kind: 'template', text: node.value })
    return asText(node.value)
  }
  if (given?.isClosing !== true) addNote(node, context, { kind: 'component', text: node.value })
  const alt = given === undefined ? undefined : take(given, 'alt')
  return alt === undefined || alt === '' ? nothing : asText(alt)
}

/** What a template is in Markdown, with a note of what is left out or kept as text. */
export const expandTemplate = (node: Template, context: TreeContext): Expanded => {
  switch (node.kind) {
    case 'nothing':
      return nothing
    case 'code':
      return toCode(node)
    case 'math':
      return { code: { type: 'code', value: node.value.slice(2, -2).trim(), lang: 'math' } }
    case 'formula':
    case 'highlight':
      return asText(node.value)
    case 'comment':
    case 'module':
      addNote(node, context, {
        kind: node.kind === 'module' ? 'module' : 'templateComment',
        text: node.value,
      })
      return nothing
    case 'attributes':
      addNote(node, context, { kind: isContents(node) ? 'contents' : 'kramdown', text: node.value })
      return nothing
    case 'colons':
    case 'component':
    case 'liquid':
    case 'output':
    case 'shortcode':
      return readTag(node, context)
  }
}

const isText = (node: PhrasingContent | undefined): node is Text => node?.type === 'text'

/** What a template in the place of an address names: `"page.md"` in `{{< ref "page.md" >}}`. */
const targetOf = ({ value: written }: Template): string =>
  /["']([^"']*)["']/.exec(written)?.[1] ?? /^\{%-?\s*(?:link|post_url)\s+(\S+)/.exec(written)?.[1] ?? ''

/** Hugo and Jekyll find a page by its name, wherever it is: as an address of a wiki link does. */
const isNamed = ({ value: written }: Template): boolean =>
  /^\{[{%][<%-]?\s*(?:rel)?ref\s|^\{%-?\s*(?:link|post_url)\s/.test(written)

/** What a link or image is made of whose address is a template: it ends the nodes before it. */
type Ending = { kept: PhrasingContent[]; children: PhrasingContent[]; isImage: boolean }

const endingOf = (before: readonly PhrasingContent[]): Ending | undefined => {
  const last = before.at(-1)
  if (!isText(last) || !last.value.endsWith('](')) return undefined
  const cut = { ...last, value: last.value.slice(0, -2) }
  const nodes = [...before.slice(0, -1), cut]
  const at = nodes.findLastIndex((node) => isText(node) && node.value.includes('['))
  const first = nodes[at]
  if (!isText(first)) return undefined
  const open = first.value.lastIndexOf('[')
  const isImage = first.value.charAt(open - 1) === '!'
  const kept = first.value.slice(0, isImage ? open - 1 : open)
  return {
    kept: [...nodes.slice(0, at), { ...first, value: kept }],
    children: [{ ...first, value: first.value.slice(open + 1) }, ...nodes.slice(at + 1)],
    isImage,
  }
}

/** `[text]({{< ref "page.md" >}})` as a link; CommonMark reads none, for an address has no spaces. */
export const linkTemplates = (
  nodes: readonly PhrasingContent[],
  context: TreeContext,
): readonly PhrasingContent[] => {
  if (!nodes.some(({ type }) => type === 'template')) return nodes
  let made: PhrasingContent[] = []
  const rest = [...nodes]
  for (let node = rest.shift(); node !== undefined; node = rest.shift()) {
    const next = rest[0]
    const tail = node.type === 'template' && isText(next) ? /^([^\s()]*)\)/.exec(next.value) : null
    const ending = tail === null ? undefined : endingOf(made)
    const isWiki = node.type === 'template' && isNamed(node)
    const url = node.type === 'template' ? (isWiki ? '[[' : '') + targetOf(node) + (tail?.[1] ?? '') : ''
    if (tail === null || ending === undefined || !isText(next) || !Href.safeParse(url).success) {
      made.push(node)
      continue
    }
    if (!isWiki) addNote(node, context, { kind: 'templateLink', text: 'value' in node ? node.value : '' })
    const { kept, children, isImage } = ending
    const at = node.position && { position: node.position }
    made = [
      ...kept,
      isImage
        ? { type: 'image', url, alt: toString(children), ...at }
        : { type: 'link', url, children, ...at },
    ]
    rest[0] = { ...next, value: next.value.slice(tail[0].length) }
  }
  return made
}
