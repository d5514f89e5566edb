import type {
  Blockquote,
  Code,
  Heading,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast'
import { toString } from 'mdast-util-to-string'
import { breakBeforeItems, hasItems } from '../items.ts'
import { longestLine } from '../../article/limits.ts'
import { attach, type Attributes, kindOf, type Part } from './attach.ts'
import {
  asPart,
  captionIn,
  onlyImages,
  onlyTemplates,
  readFlow,
  readHtmlBlock,
  toImagePart,
  readTable,
  splitAttributes,
} from './blocks.ts'
import { type Apart, readCallout, readContainer, readLeaf } from './callouts.ts'
import { placeOf, sourceOf, type TreeContext } from './context.ts'
import { joinDefinitions } from './definitions.ts'
import { asSpaces, type Breaks, readInline, readLine } from './inline.ts'
import { linkIn, readBareMedia } from './media.ts'
import { addNote } from './notes.ts'
import { readSingle } from './pairs.ts'
import { expandTemplate, linkTemplates, type Template } from './templates.ts'

type SectionPart = Part & { paragraphs: Part[] }

/** What blocks stand in: a quote, a callout, a list item. */
type Around = {
  isQuoted: boolean
  breaks: Breaks
  group?: number
  role?: string
  /** The label of a callout, until its first paragraph has it; lists and quotes in it share this. */
  label?: { left: string | undefined }
}

const alone: Around = { isQuoted: false, breaks: asSpaces }

/** In a quote a line that begins with a dash is a line of its own, for it may say who is quoted. */
const beforeDashes: Breaks = (written) => written.replaceAll(/\n(?!(?:—|--)(?:[ \n]|$))/g, ' ')

/** Groups that blocks make are numbered from here: those that attributes name have numbers of their own. */
const firstOwnGroup = 1_000_000

/** Puts paragraphs into sections as they are read, and their attributes into them. */
const createWriter = (context: TreeContext) => {
  const sections: SectionPart[] = []
  let groups = firstOwnGroup
  const here = () => `sections[${sections.length - 1}]`
  const pathOfLast = () => `${here()}.paragraphs[${(sections.at(-1)?.paragraphs.length ?? 0) - 1}]`

  const begin = (node: RootContent, part: Part): SectionPart => {
    const section: SectionPart = { ...part, paragraphs: [] }
    sections.push(section)
    context.places.set(here(), placeOf(node, context))
    return section
  }
  const current = (node: RootContent): SectionPart => sections.at(-1) ?? begin(node, {})

  return {
    sections,
    begin,
    here,
    newGroup: () => (groups += 1),
    /** The paragraphs of the section that is written. */
    paragraphs: (node: RootContent): Part[] => current(node).paragraphs,
    push(part: Part, node: RootContent, attributes: readonly Attributes[]): void {
      const caption = node.data?.caption
      if (caption !== undefined && (part['type'] === 'image' || part['type'] === 'media')) {
        const { text, marks } = readInline(caption, context)
        if ((part['caption'] ?? null) !== null)
          addNote(node, context, { kind: 'linkTitle', text: String(part['caption']) })
        part['caption'] = text
        if (marks.length > 0) part['captionMarks'] = marks
      }
      current(node).paragraphs.push(part)
      context.places.set(pathOfLast(), placeOf(node, context))
      const own = node.data?.attributes
      const given: Attributes[] =
        own === undefined
          ? []
          : [
              {
                type: 'attributes',
                value: '',
                attributes: own,
                ...(node.position && { position: node.position }),
              },
            ]
      attach([...given, ...attributes], { kind: kindOf(part), part, path: pathOfLast() }, context)
    },
    /** Attributes that stand alone belong to the paragraph before them, or to the heading. */
    attachToLast(node: RootContent, attributes: Attributes[]): void {
      const section = current(node)
      const part = section.paragraphs.at(-1)
      if (part !== undefined)
        return attach(attributes, { kind: kindOf(part), part, path: pathOfLast() }, context)
      const kind = section['heading'] === undefined ? 'opening' : 'heading'
      return attach(attributes, { kind, part: section, path: here() }, context)
    },
  }
}

type Writer = ReturnType<typeof createWriter>

/** What every paragraph of a group or callout has. */
const inside = (around: Around): Part => {
  const { group, role } = around
  const label = around.label?.left
  if (around.label !== undefined) around.label.left = undefined
  return {
    ...(role !== undefined && { role }),
    ...(label !== undefined && { label }),
    ...(group !== undefined && { group }),
  }
}

type Signed = { quote: Part | undefined; attribution: string | undefined; hasMarks: boolean }

/** A quote with who said it, which its last line names after a dash. A lone dash there names nobody. */
const signed = (part: Part): Signed | undefined => {
  const { text, marks = [] } = part as { text: string; marks?: { start: number; end: number }[] }
  const found = /(?:^|\n)(?:—|--)(?: ([^\n]+))?$/.exec(text)
  if (found === null) return undefined
  const hasMarks = found[1] !== undefined && marks.some(({ end }) => end > found.index)
  if (found.index === 0) return { quote: undefined, attribution: found[1], hasMarks }
  const kept = marks
    .filter(({ start }) => start < found.index)
    .map((mark) => ({ ...mark, end: Math.min(mark.end, found.index) }))
  const { marks: _, ...rest } = part
  const quote = { ...rest, text: text.slice(0, found.index), ...(kept.length > 0 && { marks: kept }) }
  return { quote, attribution: found[1], hasMarks }
}

/** The line of a program that lists the headings there, as in `[TOC]`; with a backslash it is text. */
const isContentsMarker = ([only, ...others]: readonly PhrasingContent[], context: TreeContext): boolean =>
  others.length === 0 &&
  only?.type === 'text' &&
  /^(?:\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\})$/i.test(only.value) &&
  sourceOf(only, context) === only.value

/** A list that kramdown replaces by one of the headings: `- TOC`, and `{:toc}` below it. */
const isContentsList = ({ children: [only, ...others] }: List): boolean => {
  const paragraph = only?.children[0]
  const last = paragraph?.type === 'paragraph' ? paragraph.children.at(-1) : undefined
  return others.length === 0 && last?.type === 'template' && /^\{:toc\b/i.test(last.value)
}

/** Reads the blocks of a document one after another into a writer. */
const createReader = (writer: Writer, context: TreeContext) => {
  /** A template that stands alone: the block that it is written for. */
  const readTemplate = (node: Template, around: Around): void => {
    const callout = readSingle(node, context)
    if (callout !== undefined) return readBlock(callout, around)
    const made = expandTemplate(node, context)
    const at = node.position && { position: node.position }
    if ('code' in made) return readCode({ ...made.code, ...at }, around)
    if (made.content.length === 0) return
    const children = made.content.map((child) => (child.type === 'text' ? child : { ...child, ...at }))
    const { attributes } = made
    if (attributes.length > 0) children.push({ type: 'attributes', value: '', attributes, ...at })
    return readParagraph({ type: 'paragraph', children, ...at }, around)
  }

  const readParagraph = (node: Paragraph, around: Around): void => {
    const [content, attributes] = splitAttributes(node.children)
    const templates = onlyTemplates(content)
    if (templates.length > 0) {
      for (const template of templates) readTemplate(template, around)
      if (attributes.length > 0) writer.attachToLast(node, attributes)
      return
    }
    if (isContentsMarker(content, context)) {
      return addNote(node, context, { kind: 'contents', text: sourceOf(node, context) })
    }
    if (content.length === 0) {
      if (attributes.length > 0) writer.attachToLast(node, attributes)
      return
    }
    const linked = linkTemplates(content, context)
    const images = onlyImages(linked)
    for (const [index, image] of images.entries()) {
      const part = toImagePart(image, context)
      if (part !== undefined)
        writer.push({ ...part, ...inside(around) }, node, index === images.length - 1 ? attributes : [])
    }
    if (images.length > 0) return
    const part = readMedia(linked, attributes) ?? readText(linked, around)
    if (part['text'] !== '') writer.push({ ...part, ...inside(around) }, node, attributes.map(withoutType))
  }

  /** A link that attributes call media, or the bare address of a video or audio, unless attributes call it text. */
  const readMedia = (content: readonly PhrasingContent[], attributes: Attributes[]): Part | undefined => {
    const link = linkIn(content)
    if (link === undefined) return undefined
    const keys = new Set(attributes.flatMap((block) => block.attributes.map(({ key }) => key)))
    if (keys.has('media')) return { type: 'media', url: link.url, ...captionIn(link.data?.caption, context) }
    return keys.has('type') ? undefined : readBareMedia(link)
  }

  const withoutType = (block: Attributes): Attributes => ({
    ...block,
    attributes: block.attributes.filter(({ key, value }) => key !== 'type' || value !== 'text'),
  })

  /** Lines that begin as items do are kept apart, with a note: they are no list of Markdown. */
  const breaksIn = (content: readonly PhrasingContent[], breaks: Breaks): Breaks => {
    const lines = content
      .map((node) => toString(node))
      .join('')
      .split('\n')
    const [first] = content
    if (first === undefined || lines.length < 2 || !hasItems(lines)) return breaks
    addNote(first, context, { kind: 'otherItems', text: lines[0] ?? '' })
    return (text) => breakBeforeItems(text, breaks)
  }

  const readText = (content: readonly PhrasingContent[], { isQuoted, breaks }: Around): Part => ({
    ...(isQuoted && { type: 'quote' }),
    ...asPart(readInline(content, context, breaksIn(content, breaks))),
  })

  const readQuote = (node: Blockquote, around: Around): void => {
    const callout = readCallout(node, context)
    if (callout !== undefined) return readApart({ role: 'callout', ...callout }, node, around)
    const given = node.data?.attribution
    const own = {
      ...around,
      isQuoted: true,
      breaks: given === undefined ? beforeDashes : asSpaces,
      group: around.group ?? writer.newGroup(),
    }
    const before = writer.paragraphs(node).length
    readAll(node.children, own)
    sign(node, before, given)
  }

  /** A callout or the like. The label of one that begins with no block of its own is a text. */
  const readApart = ({ role, label, children }: Apart, node: RootContent, around: Around): void => {
    const own = { ...alone, role, label: { left: label }, group: around.group ?? writer.newGroup() }
    const pushLabel = () => {
      const { left } = own.label
      own.label.left = undefined
      if (left !== undefined) writer.push({ text: left, ...inside(own) }, node, [])
    }
    if (children[0]?.type === 'containerDirective') pushLabel()
    readAll(children, own)
    pushLabel()
  }

  /** Writes into the last quote who said it: `given`, or what its last line names. */
  const sign = (node: Blockquote, before: number, given: string | undefined): void => {
    const paragraphs = writer.paragraphs(node)
    const own = paragraphs.slice(before)
    if (given !== undefined) {
      const quote = own.findLast(({ type }) => type === 'quote')
      if (quote !== undefined && given !== '') quote['attribution'] ??= given
      return
    }
    const last = own.at(-1)
    if (last?.['type'] !== 'quote' || last['attribution'] !== undefined) return
    const found = signed(last)
    if (found === undefined) return
    const { quote, attribution, hasMarks } = found
    const noteMarks = () => hasMarks && addNote(node, context, { kind: 'attributionMarks' })
    if (quote !== undefined) {
      noteMarks()
      paragraphs[paragraphs.length - 1] = { ...quote, ...(attribution !== undefined && { attribution }) }
      return
    }
    // A quote within this one may have named its own speaker.
    const unsigned = own
      .slice(0, -1)
      .findLast((paragraph) => paragraph['type'] === 'quote' && paragraph['attribution'] === undefined)
    if (unsigned === undefined || attribution === undefined) return
    noteMarks()
    paragraphs.pop()
    unsigned['attribution'] = attribution
  }

  const readItem = (item: ListItem, level: number, list: List): Part => {
    const [first] = item.children
    const [content, attributes] = first?.type === 'paragraph' ? splitAttributes(first.children) : [[], []]
    const isText = onlyImages(content).length === 0
    const part: Part = {
      ...(isText ? asPart(readInline(content, context, breaksIn(content, asSpaces))) : { text: '' }),
      ...(level > 1 && { level }),
      ordered: list.ordered === true,
      ...(typeof item.checked === 'boolean' && { checked: item.checked }),
    }
    attach(attributes, { kind: 'item', part, path: '' }, context)
    return withoutTerm(part)
  }

  /** The blocks of an item that are not its text. */
  const restOf = ({ children }: ListItem): RootContent[] => {
    const [first, ...others] = children
    if (first?.type !== 'paragraph' || onlyImages(splitAttributes(first.children)[0]).length > 0)
      return children
    return others
  }

  /** A list; a block inside an item ends it, and it goes on after the block. */
  const readList = (list: List, around: Around): void => {
    if (isContentsList(list)) {
      return addNote(list, context, { kind: 'contents', text: sourceOf(list, context) })
    }
    const group = around.group ?? writer.newGroup()
    const ordered = list.ordered === true
    let number = list.start ?? 1
    let first = number
    let items: Part[] = []
    const flush = () => {
      if (items.length === 0) return
      const start = ordered && first !== 1 && { start: first }
      writer.push({ type: 'list', ordered, ...start, items, ...inside({ ...around, group }) }, list, [])
      items = []
      first = number
    }
    const addItems = (inner: List, level: number): void => {
      for (const item of inner.children) {
        items.push(readItem(item, level, inner))
        if (level === 1) number += 1
        for (const node of restOf(item)) {
          if (node.type === 'list') {
            if ((node.start ?? 1) !== 1) addNote(node, context, { kind: 'listStart', value: node.start ?? 1 })
            addItems(node, level + 1)
          } else {
            flush()
            readAll([node], { ...around, group })
          }
        }
      }
    }
    addItems(list, 1)
    flush()
  }

  const readCode = (node: Code, around: Around): void => {
    if (node.value.trim() === '') return
    if ((node.meta ?? '') !== '') addNote(node, context, { kind: 'codeMeta', text: node.meta ?? '' })
    const syntax = (node.lang ?? '') === '' ? {} : { syntax: node.lang }
    writer.push({ type: 'code', text: node.value, ...syntax, ...inside(around) }, node, [])
  }

  const readBlock = (node: RootContent, around: Around): void => {
    const push = (part: Part | undefined) => {
      if (part !== undefined && part['text'] !== '') writer.push({ ...part, ...inside(around) }, node, [])
    }
    switch (node.type) {
      case 'paragraph':
        return readParagraph(node, around)
      case 'blockquote':
        return readQuote(node, around)
      case 'list':
        return readList(node, around)
      case 'code':
        return readCode(node, around)
      case 'table':
        return push(readTable(node, context))
      case 'thematicBreak':
        return push({ type: 'break' })
      case 'html':
        return push(readHtmlBlock(node, context))
      case 'heading':
        addNote(node, context, { kind: 'headingInside' })
        return push(readText(splitAttributes(node.children)[0], around))
      case 'containerDirective':
        return readApart(readContainer(node, context), node, around)
      case 'leafDirective':
        return push(readLeaf(node, context))
      case 'template':
        return readTemplate(node, around)
      case 'attributes':
      case 'break':
      case 'definition':
      case 'delete':
      case 'emphasis':
      case 'footnoteDefinition':
      case 'footnoteReference':
      case 'image':
      case 'imageReference':
      case 'inlineCode':
      case 'link':
      case 'linkReference':
      case 'listItem':
      case 'strong':
      case 'tableCell':
      case 'tableRow':
      case 'text':
      case 'textDirective':
      case 'yaml':
      // Definitions are read where they are used; the others stand inside of blocks.
    }
  }

  const readAll = (nodes: readonly RootContent[], around: Around): void => {
    for (const node of joinDefinitions(nodes, context)) readBlock(node, around)
  }
  return (node: RootContent): void => readBlock(node, alone)
}

/** The text of an item that defines a term begins with it: «Term: text». */
const withoutTerm = (part: Part): Part => {
  const {
    term,
    text,
    marks = [],
  } = part as { term?: string; text: string; marks?: { start: number; end: number }[] }
  if (term === undefined || !text.startsWith(`${term}:`)) return part
  const kept = text.slice(term.length + 1).trimStart()
  const by = text.length - kept.length
  const moved = marks
    .filter(({ start }) => start >= by)
    .map((mark) => ({ ...mark, start: mark.start - by, end: mark.end - by }))
  const { marks: _, ...rest } = part
  return { ...rest, text: kept, ...(moved.length > 0 && { marks: moved }) }
}

const isTitle = (node: RootContent): boolean => node.type === 'heading' && node.depth === 1

/** The footnotes of a document as notes of an article file. */
const readNotes = (context: TreeContext): Part[] =>
  [...context.footnotes.values()].map(({ id, label, node }, index) => {
    const last = node.children.at(-1)
    const attributes = last?.type === 'paragraph' ? splitAttributes(last.children)[1] : []
    if (node.children.some(({ type }) => type !== 'paragraph'))
      addNote(node, context, { kind: 'blockInNote' })
    const path = `notes[${index}]`
    context.places.set(path, placeOf(node, context))
    const part: Part = {
      id,
      ...(label !== String(index + 1) && { label }),
      ...asPart(readFlow(node.children, context)),
    }
    const known = attributes.map((block) => ({
      ...block,
      attributes: block.attributes.filter(({ key }) => key !== 'id' && key !== 'label'),
    }))
    attach(known, { kind: 'note', part, path }, context)
    return part
  })

/**
 * The sections and notes of a document, and its title where the front matter has none and it begins with `#`. Then `##`
 * is level 1, and so it is in a draft that has no title yet.
 */
export const readSections = (root: Root, hasTitle: boolean, context: TreeContext) => {
  const writer = createWriter(context)
  const readBlock = createReader(writer, context)
  const isUntitled = !hasTitle && !root.children.some(isTitle)
  /** Where several headings are `#`, those after the first are sections beside the others. */
  const hasTitles = context.isLenient && root.children.filter(isTitle).length > 1
  let title: string | undefined
  let hasHeading = false
  const readHeading = (node: Heading) => {
    const [content, attributes] = splitAttributes(node.children)
    const { text, marks } = readLine(content, context)
    if (context.isLenient && text === '') return addNote(node, context, { kind: 'blankHeading' })
    if (context.isLenient && text.length > longestLine) {
      addNote(node, context, { kind: 'longHeading' })
      return writer.push({ text, ...(marks.length > 0 && { marks }) }, node, [])
    }
    const isFirst = !hasHeading
    hasHeading = true
    const mayBeTitle = context.isLenient
      ? isFirst && (isTitle(node) || node === root.children[0])
      : writer.sections.length === 0 && isTitle(node)
    if (!hasTitle && title === undefined && mayBeTitle) {
      title = text
      if (marks.length > 0) addNote(node, context, { kind: 'titleMarks' })
      context.places.set('title', placeOf(node, context))
      return attach(attributes, { kind: 'title', part: {}, path: 'title' }, context)
    }
    if (title !== undefined && isTitle(node)) {
      const problem = 'is a second title'
      const hint = 'begin it with ##, or write the title in the front matter'
      context.faults.push({ file: context.file, ...placeOf(node, context), path: '', problem, hint })
    }
    const level = !hasTitles && (title !== undefined || isUntitled) ? Math.max(1, node.depth - 1) : node.depth
    const part = writer.begin(node, {
      heading: text,
      ...(marks.length > 0 && { headingMarks: marks }),
      level,
    })
    attach(attributes, { kind: 'heading', part, path: writer.here() }, context)
  }
  for (const node of joinDefinitions(root.children, context)) {
    if (node.type === 'heading') readHeading(node)
    else readBlock(node)
  }
  return { title, sections: writer.sections, notes: readNotes(context) }
}

/** Notes the definitions that nothing refers to, for they are left out. */
export const noteUnused = (context: TreeContext): void => {
  for (const [label, definition] of context.definitions) {
    if (context.used.has(label)) continue
    const [text] = sourceOf(definition, context).split(':', 1)
    addNote(definition, context, { kind: 'unusedDefinition', text: text ?? '' })
  }
}
