import type { Element } from 'hast'
import type { RootContent } from 'mdast'
import { longestLine } from '../article/limits.ts'
import { directionOf } from '../article/text.ts'
import type { Attribute } from '../sources/tree/attach.ts'
import { embedMark } from './clean.ts'
import {
  type Flow,
  lineOf,
  readBlocks,
  rawTextOf,
  splitImages,
  toLine,
  toParagraph,
  withoutDash,
} from './content.ts'
import { readEmbed } from './embeds.ts'
import { readFigure } from './figures.ts'
import { attributeOf, elementsIn, findElement, textOf } from './hast.ts'
import { hrefOf, readAddress } from './links.ts'
import { readDefinitions, readList } from './lists.ts'
import { type PageContext, plainOf, type ReadElement, readers, toText } from './phrasing.ts'
import { readPre } from './pre.ts'
import { calloutMark, pullMark } from './styles.ts'
import { readTableElement } from './tables.ts'

declare module 'mdast' {
  interface Data {
    /** Whether `attributes` say the language and direction. */
    isPlaced?: boolean
  }
}

/** A heading with its images after it; one that is too long for the model is a paragraph. */
const readHeading: ReadElement = (element, page) => {
  const blocks = readBlocks(element, page)
  const source = rawTextOf(blocks)
  if (source.length > longestLine) {
    page.notes.add('longHeading', source, { value: String(source.length) })
    return blocks
  }
  const { line, images } = toLine(blocks, toText(' '))
  const depth = Number(element.tagName.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6
  return plainOf(line).trim() === '' ? images : [{ type: 'heading', depth, children: line }, ...images]
}

const withAttribute = (block: RootContent, attribute: Attribute): RootContent => {
  if (block.type === 'blockquote')
    return { ...block, children: block.children.map((child) => withAttribute(child, attribute) as Flow) }
  if (block.type === 'heading') return block
  return { ...block, data: { ...block.data, attributes: [...(block.data?.attributes ?? []), attribute] } }
}

/** The last of the texts, if it begins with a dash as the name of who said the others does. */
const signatureIn = (texts: Flow[]): string => {
  const last = texts.length > 1 ? rawTextOf(texts.slice(-1)) : ''
  return /^\s*[–—―]/u.test(last) && last.length <= 200 ? last : ''
}

/** Where a quote is from: what it cites, the link of who said it, or that of a post which is shown in the page. */
const sourceOf = (quote: Element, signed: Element | undefined, { base }: PageContext): string => {
  const isPost = /\b(?:twitter-tweet|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed)\b/.test(
    attributeOf(quote, 'class'),
  )
  const links = [...elementsIn(isPost ? quote : (signed ?? { type: 'root', children: [] }))].filter(
    ({ tagName }) => tagName === 'a',
  )
  const last = links.at(-1)
  const written = attributeOf(quote, 'cite') || (last === undefined ? '' : hrefOf(last))
  const read = readAddress(written, base)
  return written === '' || written.startsWith('#') || 'refused' in read ? '' : read.href
}

/** A quote, with who said it: its cite or footer, or a last paragraph that begins with a dash. */
const readQuote: ReadElement = (element, page) => {
  const signed = element.children.findLast(
    (child): child is Element =>
      child.type === 'element' && /^(?:cite|footer)$/.test(child.tagName) && textOf(child).trim() !== '',
  )
  const content = element.children.filter((child) => child !== signed)
  const blocks = readBlocks({ ...element, children: content }, page)
  const { texts, images } = splitImages(blocks)
  const ending = signed === undefined ? signatureIn(texts) : ''
  const children = ending === '' ? texts : texts.slice(0, -1)
  const attribution = withoutDash(signed === undefined ? ending : lineOf(signed, page))
  if (children.length === 0)
    return attribution === '' ? images : [toParagraph([toText(attribution)]), ...images]
  const url = sourceOf(element, signed, page)
  const [first, ...others] = children
  const cited =
    url === '' || first?.type !== 'paragraph'
      ? children
      : [withAttribute(first, { key: 'cite', value: url }) as Flow, ...others]
  return [{ type: 'blockquote', children: cited, data: { attribution } }, ...images]
}

const embedUrl = (element: Element): Element | undefined =>
  attributeOf(element, embedMark) === '' ? undefined : findElement(element, 'a')

/** A paragraph, or what clean.ts put in the place of something that is played or shown from elsewhere. */
const readParagraph: ReadElement = (element, page) => {
  const link = embedUrl(element)
  const embed = link === undefined ? undefined : readEmbed(hrefOf(link), attributeOf(element, embedMark))
  const read = embed === undefined ? undefined : readAddress(embed.url, page.base)
  if (embed === undefined || read === undefined || 'refused' in read) return readAside(element, page)
  const given = {
    title: attributeOf(element, 'title'),
    provider: embed.provider ?? '',
    poster: posterOf(element, page),
  }
  const sizes = ['width', 'height']
    .map((key) => [key, attributeOf(element, key)] as const)
    .filter(([, value]) => /^[1-9]\d{0,4}$/.test(value))
  const attributes = [['media', embed.kind], ...Object.entries(given), ...sizes]
    .filter(([, value]) => value !== '')
    .map(([key = '', value = '']) => ({ key, value }))
  return [
    toParagraph([
      { type: 'link', url: read.href, children: [toText(read.href)] },
      { type: 'attributes', value: '', attributes },
    ]),
  ]
}

const posterOf = (element: Element, { base }: PageContext): string => {
  const written = attributeOf(element, 'poster')
  const read = written === '' ? undefined : readAddress(written, base)
  return read !== undefined && 'href' in read ? read.href : ''
}

const toCallout = (name: string, label: string, blocks: Flow[]): Flow[] => {
  const { texts: children, images } = splitImages(blocks)
  if (children.length === 0) return label === '' ? images : [toParagraph([toText(label)]), ...images]
  const attributes = label === '' ? {} : { label }
  return [{ type: 'containerDirective', name, attributes, children }, ...images]
}

/** Text that is pulled out of the article to be seen first, or a callout. */
const readAside: ReadElement = (element, page) => {
  const inside = readBlocks(element, page)
  if (Object.hasOwn(element.properties, calloutMark)) {
    const isDone = inside.length === 1 && inside[0]?.type === 'containerDirective'
    return isDone ? inside : toCallout('callout', attributeOf(element, calloutMark), inside)
  }
  if (!Object.hasOwn(element.properties, pullMark)) return inside
  return inside.map((block) => withAttribute(block, { key: 'role', value: 'pull' }))
}

/** What folds out is a callout, with its summary as the label. */
const readDetails: ReadElement = (element, page) => {
  const summary = element.children.find(
    (child): child is Element => child.type === 'element' && child.tagName === 'summary',
  )
  const label = summary === undefined ? '' : lineOf(summary, page)
  const rest = { ...element, children: element.children.filter((child) => child !== summary) }
  return toCallout('details', label, readBlocks(rest, page))
}

/** The language and direction of an element as attributes, where they are not those of the whole page. */
const attributesOf = (element: Element, { whole }: PageContext): Attribute[] => {
  const [lang, dir] = [attributeOf(element, 'lang'), attributeOf(element, 'dir')]
  const isOther = lang !== whole.lang
  const usual = isOther ? directionOf(lang) : whole.dir
  return [
    ...(isOther ? [{ key: 'lang', value: lang }] : []),
    ...(dir === usual ? [] : [{ key: 'dir', value: dir }]),
  ]
}

/** Blocks with the language and direction of their element; those made of an element inside have their own. */
const readPlaced =
  (read: ReadElement): ReadElement =>
  (element, page, parent) => {
    const attributes = attributesOf(element, page)
    return read(element, page, parent).map((block) =>
      block.data?.isPlaced === true
        ? block
        : {
            ...block,
            data: {
              ...block.data,
              isPlaced: true,
              attributes: [...(block.data?.attributes ?? []), ...attributes],
            },
          },
    )
  }

const blocks: Record<string, ReadElement> = {
  ...readers(
    'address article body caption center dd dialog dt fieldset figcaption footer form header hgroup html legend li main nav section summary tbody td tfoot th thead tr',
    readBlocks,
  ),
  ...readers('h1 h2 h3 h4 h5 h6', readHeading),
  ...readers('menu ol ul', readList),
  ...readers('aside div', readAside),
  ...readers('details', readDetails),
  blockquote: readQuote,
  dl: readDefinitions,
  figure: readFigure,
  hr: () => [{ type: 'thematicBreak' }],
  p: readParagraph,
  pre: readPre,
  table: readTableElement,
}

/** The elements that make blocks. */
export const flowReaders: Record<string, ReadElement> = Object.fromEntries(
  Object.entries(blocks).map(([name, read]) => [name, readPlaced(read)]),
)
