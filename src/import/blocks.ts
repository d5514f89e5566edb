import { Direction, directionOf, Language } from '../article/text.ts'
import { type DomElement, type DomNode, isElement, isText } from './dom.ts'
import { imagesOf, readFigure } from './images.ts'
import { type Desk, type Kind, kindOf, readInline, readLine } from './inline.ts'
import { cite } from './notes.ts'
import { type Block, isLayout, readDefinitions, readList, readPre, readQuote, readTable } from './parts.ts'

const blockNames = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)

/** What is no part of the text, wherever it stands. */
const silent = new Set('head link meta noscript script style template title'.split(' '))

/** The elements that have a block somewhere inside, so that `<b><p>…</p></b>` is known to be more than a run of text. */
export const findHolders = (root: DomElement): Set<DomNode> => {
  const holders = new Set<DomNode>()
  for (const element of root.querySelectorAll('*')) {
    if (!blockNames.has(element.localName)) continue
    for (let above = element.parentNode; above !== null && !holders.has(above); above = above.parentNode)
      holders.add(above)
  }
  return holders
}

/** What the elements around say of a paragraph. */
export type Around = { kinds: Kind[]; language: string | undefined; direction: Direction | undefined }

const within = (element: DomElement, around: Around, desk: Desk): Around => {
  const kind = kindOf(element, desk)
  const tag = element.getAttribute('lang') ?? ''
  const language = tag === '' ? undefined : Language.safeParse(tag).data
  const given = Direction.safeParse(element.getAttribute('dir')?.toLowerCase()).data
  return {
    kinds:
      kind === undefined || around.kinds.some(({ type }) => type === kind.type)
        ? around.kinds
        : [...around.kinds, kind],
    language: language ?? around.language,
    direction: given ?? (language === undefined ? around.direction : directionOf(language)),
  }
}

/** The language and direction of a block where they are not those of the whole. */
const place = (block: Block, here: Around, whole: Around): Block => {
  if ('heading' in block || 'language' in block || 'direction' in block) return block
  const language =
    here.language !== whole.language && here.language !== undefined ? { language: here.language } : {}
  const usual = here.language === undefined ? undefined : directionOf(here.language)
  const direction =
    here.direction !== undefined && here.direction !== ('language' in language ? usual : whole.direction)
      ? { direction: here.direction }
      : {}
  return { ...block, ...language, ...direction }
}

const readHeading = (element: DomElement, desk: Desk): Block[] => {
  const heading = readLine([...element.childNodes], desk)
  if (heading === '') return []
  if (heading.length <= 500) return [{ heading, level: Number(element.localName.slice(1)) }]
  desk.notes.add(`took a heading of ${heading.length} characters for a paragraph: ${cite(heading)}`)
  return [{ type: 'text', text: heading }]
}

/** The blocks of a document in order. `whole` is what the document says of all its text. */
export const readBlocks = (root: DomElement, desk: Desk, whole: Around): Block[] => {
  const readRun = (nodes: DomNode[], around: Around): Block[] => {
    const { pieces, images } = readInline(nodes, desk, around.kinds)
    return [...pieces.map((piece): Block => ({ type: 'text', ...piece })), ...imagesOf(images, desk)]
  }
  const readFigureOr = (figure: DomElement, around: Around): Block[] => {
    const quote = figure.querySelector('blockquote')
    const caption = figure.querySelector('figcaption')
    if (quote !== null && caption !== null && figure.querySelector('img') === null) {
      const [first, ...rest] = readOne(quote, around)
      const attribution = readLine([caption], desk)
        .replace(/^[\s\-–—―]+/u, '')
        .slice(0, 500)
      if (first !== undefined && 'type' in first && first.type === 'quote')
        return [{ ...first, attribution }, ...rest]
    }
    const isImages =
      figure.querySelector('img') !== null &&
      figure.querySelector('table, blockquote, pre, p, ul, ol') === null
    return isImages || (caption !== null && figure.querySelector('img') !== null)
      ? readFigure(figure, desk)
      : readInside(figure, around)
  }
  const readOne = (element: DomElement, around: Around): Block[] => {
    const inside = (inner: DomElement) => readInside(inner, within(inner, around, desk))
    switch (element.localName) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return readHeading(element, desk)
      case 'ul':
      case 'ol':
      case 'menu':
        return readList(element, inside, desk)
      case 'dl':
        return readDefinitions(element, desk)
      case 'blockquote':
        return readQuote(element, inside, desk)
      case 'figure':
        return readFigureOr(element, around)
      case 'pre':
        return readPre(element, desk)
      case 'table':
        return isLayout(element) ? readInside(element, around) : readTable(element, desk)
      default:
        return readInside(element, around)
    }
  }
  const readInside = (element: DomElement, around: Around): Block[] => {
    const blocks: Block[] = []
    let run: DomNode[] = []
    const flush = () => {
      if (run.length > 0) blocks.push(...readRun(run, around).map((block) => place(block, around, whole)))
      run = []
    }
    for (const child of element.childNodes) {
      if (isText(child)) run.push(child)
      if (!isElement(child) || silent.has(child.localName)) continue
      if (!blockNames.has(child.localName) && !desk.holdsBlock.has(child)) run.push(child)
      else {
        flush()
        const here = within(child, around, desk)
        for (const block of readOne(child, here)) blocks.push(place(block, here, whole))
      }
    }
    flush()
    return blocks
  }
  return readInside(root, whole)
}
