import { deepestStyle } from '../limits.ts'
import { childOf, isOn, valueOf, type XmlElement } from './xml.ts'

/** How a run looks, as far as it means something. What is undefined is as around it. */
export type RunFormat = {
  strong?: boolean
  emphasis?: boolean
  strike?: boolean
  shift?: 'superscript' | 'subscript' | 'baseline'
  code?: boolean
  hidden?: boolean
  /** Whether it is of a script that is written from the right, or otherwise complex: then `bidi` is its language. */
  complex?: boolean
  language?: string
  bidi?: string
  eastAsia?: string
  font?: string
}

/** Which list a paragraph is of, and on which level, from 0. */
export type ListPlace = { id: string | undefined; level: number | undefined }

/** What `w:numPr` says. */
export const readListPlace = (numbering: XmlElement | undefined): ListPlace => {
  const level = Number(valueOf(childOf(numbering, 'w:ilvl')) ?? Number.NaN)
  return {
    id: valueOf(childOf(numbering, 'w:numId')),
    level: Number.isInteger(level) ? level : undefined,
  }
}

/** What the style of a paragraph makes of it. */
export type ParagraphStyle = {
  name: string
  /** Its name and those of the styles that it is based on, in small letters. */
  names: string[]
  /** The level of a heading, from 1; 0 where it is none. The name that says so is at `levelAt` in `names`. */
  level: number
  levelAt: number
  list: ListPlace
  rtl: boolean
  run: RunFormat
}

const shiftOf = (run: XmlElement): RunFormat['shift'] => {
  const value = valueOf(childOf(run, 'w:vertAlign'))
  return value === 'superscript' || value === 'subscript' || value === 'baseline' ? value : undefined
}

/** An object without the keys whose value is undefined, so that it can be spread over another. */
const defined = <Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value

const either = (one: boolean | undefined, other: boolean | undefined): boolean | undefined =>
  one === true ? one : (other ?? one)

const tagIn = (value: string | undefined): string | undefined =>
  value === undefined || /^(?:x-none|none|)$/i.test(value) ? undefined : value

/** What `w:rPr` says of a run. */
export const readRunFormat = (run: XmlElement | undefined): RunFormat => {
  if (run === undefined) return {}
  const language = childOf(run, 'w:lang')
  const fonts = childOf(run, 'w:rFonts')
  return defined<RunFormat>({
    strong: either(isOn(childOf(run, 'w:b')), isOn(childOf(run, 'w:bCs'))),
    emphasis: either(isOn(childOf(run, 'w:i')), isOn(childOf(run, 'w:iCs'))),
    strike: either(isOn(childOf(run, 'w:strike')), isOn(childOf(run, 'w:dstrike'))),
    shift: shiftOf(run),
    hidden: isOn(childOf(run, 'w:vanish')),
    complex: either(isOn(childOf(run, 'w:rtl')), isOn(childOf(run, 'w:cs'))),
    language: tagIn(valueOf(language)),
    bidi: tagIn(valueOf(language, 'w:bidi')),
    eastAsia: tagIn(valueOf(language, 'w:eastAsia')),
    font: valueOf(fonts, 'w:ascii') ?? valueOf(fonts, 'w:hAnsi'),
  })
}

const codeRuns = new Set(
  'verbatim char,html code,html keyboard,html sample,html typewriter,source text,code,code char,inline code'.split(
    ',',
  ),
)

/** What the names of Word's own styles mean where a document does not say how they look. */
const namedRuns: Record<string, RunFormat> = {
  strong: { strong: true },
  emphasis: { emphasis: true },
  'intense emphasis': { emphasis: true },
}

/** Word's heading styles have English names whatever its language is. */
const levelOfName = (name: string): number => {
  if (name === 'heading') return 1
  return Number(/^heading ?([1-9])$/.exec(name)?.[1] ?? 0)
}

/** The level that `w:outlineLvl` says, from 1; 0 for the body text, which has 9. */
export const outlineLevel = (paragraph: XmlElement | undefined): number | undefined => {
  const value = Number(valueOf(childOf(paragraph, 'w:outlineLvl')) ?? Number.NaN)
  if (!Number.isInteger(value) || value < 0) return undefined
  return value < 9 ? value + 1 : 0
}

const isOfType = (style: XmlElement, type: string): boolean =>
  (valueOf(style, 'w:type') ?? 'paragraph') === type

const writtenName = (style: XmlElement | undefined): string => valueOf(childOf(style, 'w:name')) ?? ''

const nameOf = (style: XmlElement): string => writtenName(style).toLowerCase()

/** The styles of a document. A paragraph or run without one has the default style. */
export const createStyles = (root: XmlElement | undefined) => {
  const styles = new Map<string, XmlElement>()
  const usual = new Map<string, string>()
  for (const style of root?.children ?? []) {
    const [id = '', type = ''] = [valueOf(style, 'w:styleId'), valueOf(style, 'w:type')]
    // ECMA-376 part 1 §17.7.4.17: of two styles with one id the first keeps it.
    if (style.name === 'w:style' && !styles.has(id)) styles.set(id, style)
    if (valueOf(style, 'w:default') !== undefined && !usual.has(type)) usual.set(type, id)
  }

  /** A style and those that it is based on. */
  const chainOf = (id: string, type: string): XmlElement[] => {
    const chain: XmlElement[] = []
    const seen = new Set<string>()
    for (let next: string | undefined = id; next !== undefined && !seen.has(next);) {
      const style = styles.get(next)
      if (style === undefined || !isOfType(style, type) || chain.length === deepestStyle) break
      seen.add(next)
      chain.push(style)
      next = valueOf(childOf(style, 'w:basedOn'))
    }
    return chain
  }

  const formatOf = (chain: XmlElement[]): RunFormat =>
    Object.assign(
      {},
      ...chain.toReversed().map((style) => readRunFormat(childOf(style, 'w:rPr'))),
    ) as RunFormat

  const levelOf = (chain: XmlElement[]): { level: number; levelAt: number } => {
    for (const [levelAt, style] of chain.entries()) {
      const level = outlineLevel(childOf(style, 'w:pPr')) ?? levelOfName(nameOf(style))
      if (level > 0 || childOf(style, 'w:pPr', 'w:outlineLvl') !== undefined) return { level, levelAt }
    }
    return { level: 0, levelAt: chain.length }
  }

  const readParagraph = (id: string): ParagraphStyle => {
    const chain = chainOf(id, 'paragraph')
    const own = (name: string) => chain.find((style) => childOf(style, 'w:pPr', name) !== undefined)
    const lists = chain.map((style) => readListPlace(childOf(style, 'w:pPr', 'w:numPr')))
    const rtl = own('w:bidi')
    const isUnknown = chain.length === 0 && id !== ''
    // Some programs name Word's styles by their ids alone.
    const names = isUnknown ? [id.toLowerCase()] : chain.map(nameOf)
    return {
      name: writtenName(chain[0]),
      names,
      ...(isUnknown ? { level: levelOfName(id.toLowerCase()), levelAt: 0 } : levelOf(chain)),
      list: {
        id: lists.find((list) => list.id !== undefined)?.id,
        level: lists.find(({ level }) => level !== undefined)?.level,
      },
      rtl: isOn(childOf(rtl, 'w:pPr', 'w:bidi')) ?? false,
      run: formatOf(chain),
    }
  }

  const readCharacter = (id: string): RunFormat & { name: string } => {
    const chain = chainOf(id, 'character')
    const names = chain.length === 0 ? [id.toLowerCase()] : chain.map(nameOf)
    const named = names.map((name) => namedRuns[name] ?? {}).toReversed()
    const code = names.some((name) => codeRuns.has(name)) ? { code: true } : {}
    return {
      ...Object.assign({}, ...named, formatOf(chain), code),
      name: writtenName(chain[0]),
    } as RunFormat & {
      name: string
    }
  }

  const paragraphs = new Map<string, ParagraphStyle>()
  const characters = new Map<string, RunFormat & { name: string }>()
  const defaults = childOf(root, 'w:docDefaults')
  return {
    /** How runs look that nothing says more of. */
    defaults: readRunFormat(childOf(defaults, 'w:rPrDefault', 'w:rPr')),
    isRtl: isOn(childOf(defaults, 'w:pPrDefault', 'w:pPr', 'w:bidi')) ?? false,
    paragraph(id = usual.get('paragraph') ?? ''): ParagraphStyle {
      const style = paragraphs.get(id) ?? readParagraph(id)
      paragraphs.set(id, style)
      return style
    },
    character(id: string): RunFormat & { name: string } {
      const style = characters.get(id) ?? readCharacter(id)
      characters.set(id, style)
      return style
    },
    /** The list that a style of lists has. */
    listOf: (id: string): string | undefined => readListPlace(childOf(styles.get(id), 'w:pPr', 'w:numPr')).id,
  }
}

export type Styles = ReturnType<typeof createStyles>
