import type { Paragraph } from '../../article/article.ts'
import entities from './entities.json' with { type: 'json' }
import { type Finding, type Reviewed, paragraphsOf, type Rule, withoutCode } from './finding.ts'

/** References of HTML that often end up in plain text, by name, and the characters they stand for. */
const characters: Readonly<Record<string, string>> = entities

const entity = new RegExp(`&(?:#(\\d{1,7})|#x([\\da-f]{1,6})|(${Object.keys(characters).join('|')}));`, 'i')
const tag =
  /<\/?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|li|mark|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|video)(?:\s*\/?|\s+[a-z][a-z-]{0,30}\s?=[^<>]{0,500})>/i

/** The character that a reference stands for, by its number or its name. */
const characterOf = ([, decimal, hexadecimal, name = '']: RegExpExecArray): string => {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  if (Number.isNaN(code)) return characters[name.toLowerCase()] ?? ''
  return code > 0x20 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : 'the character itself'
}

const htmlIn = (text: string, path: PropertyKey[]): Finding[] => {
  const reference = entity.exec(text)
  if (reference !== null) {
    const problem = `holds ${reference[0]}, which is HTML: here it is text, and shown as it is`
    return [{ path, problem, hint: `write ${characterOf(reference)}` }]
  }
  const element = tag.exec(text)?.[0]
  if (element === undefined) return []
  const shown = element.length > 40 ? `${element.slice(0, 40)}…` : element
  const problem = `holds ${shown}, which is HTML: here it is text, and shown as it is`
  return [{ path, problem, hint: 'remove it; what is emphasised, linked or code is said by marks' }]
}

type Plain = { text: string | null; path: PropertyKey[] }

/** The texts of a head. */
const textsOfHead = ({ article }: Reviewed): Plain[] => [
  ...(['title', 'outlet', 'rubric', 'summary'] as const).map((key) => ({ text: article[key], path: [key] })),
  ...article.authors.map(({ name }, index) => ({ text: name, path: ['authors', index] })),
  ...article.tags.map((text, index) => ({ text, path: ['tags', index] })),
]

type Path = PropertyKey[]

/** The texts of a paragraph; its code is none, for code may be HTML. */
const textsOfParagraph = (paragraph: Paragraph, path: Path): Plain[] => {
  const named = (facts: Record<string, string | null>): Plain[] =>
    Object.entries(facts).map(([key, text]) => ({ text, path: [...path, key] }))
  switch (paragraph.type) {
    case 'list':
      return paragraph.items.flatMap((item, index) => [
        { text: withoutCode(item), path: [...path, 'items', index] },
        { text: item.term, path: [...path, 'items', index, 'term'] },
      ])
    case 'image': {
      const { alt, caption, credit } = paragraph.image
      return named({ alt, caption, credit })
    }
    case 'media': {
      const { title, provider, caption, credit } = paragraph.media
      return named({ title, provider, caption, credit })
    }
    case 'table':
      return [
        ...named({ caption: paragraph.caption }),
        ...paragraph.header.map((cell, index) => ({
          text: withoutCode(cell),
          path: [...path, 'header', index],
        })),
        ...paragraph.rows.flatMap((row, at) =>
          row.map((cell, index) => ({ text: withoutCode(cell), path: [...path, 'rows', at, index] })),
        ),
      ]
    case 'quote':
      return [{ text: withoutCode(paragraph), path }, ...named({ attribution: paragraph.attribution })]
    case 'text':
      return [{ text: withoutCode(paragraph), path }]
    case 'code':
    case 'break':
      return []
  }
}

const textsOfBody = ({ article }: Reviewed): Plain[] => [
  ...article.sections.map(({ heading }, index) => ({ text: heading, path: ['sections', index, 'heading'] })),
  ...paragraphsOf(article).flatMap(({ paragraph, path }) => textsOfParagraph(paragraph, path)),
  ...article.notes.map((note, index) => ({ text: withoutCode(note), path: ['notes', index] })),
]

/** HTML in values that are plain text: references such as `&amp;`, and tags. */
export const reviewHtml: Rule = (reviewed) =>
  [...textsOfHead(reviewed), ...textsOfBody(reviewed)].flatMap(({ text, path }) =>
    text !== null && reviewed.isPlain(path) ? htmlIn(text, path) : [],
  )
