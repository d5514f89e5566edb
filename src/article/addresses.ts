/** The addresses in an article: of its images and media, and where its links lead. */
import type {
  Article,
  ArticleHead,
  Cell,
  Image,
  ListItem,
  Media,
  Note,
  Paragraph,
  Section,
} from './article.ts'
import { decode } from './decode.ts'
import type { Mark } from './marks.ts'

/**
 * What stands before a path of the service in an article of the library: no author can write it, since a link has no such
 * scheme. The service knows where it is mounted only when it answers.
 */
const scheme = 'maqal:'

/** A path of the service, such as `/articles/a`, as an article of the library has it. */
export const ownAddress = (path: string): string => scheme + path

/** The path of the service that an address names; undefined for any other address. */
export const ownPath = (address: string): string | undefined =>
  address.startsWith(scheme) ? address.slice(scheme.length) : undefined

/** The id that a link within a page leads to; empty for any other link. */
export const decodeFragment = (href: string): string => {
  const fragment = href.startsWith('#') ? href.slice(1) : ''
  return decode(fragment) ?? fragment
}

/** What addresses become. A link without an address is no link any more. */
export type AddressMap = {
  image: (image: Image) => Image
  media: (media: Media) => Media
  href: (href: string) => string | null
}

const mapMarks = (marks: Mark[], { href }: AddressMap): Mark[] =>
  marks.some(({ type }) => type === 'link')
    ? marks.flatMap((mark): Mark[] => {
        if (mark.type !== 'link') return [mark]
        const to = href(mark.href)
        return to === null ? [] : [{ ...mark, href: to }]
      })
    : marks

const mapMarked = <Marked extends Cell | ListItem | Note>(marked: Marked, map: AddressMap): Marked => ({
  ...marked,
  marks: mapMarks(marked.marks, map),
})

const mapCaption = <Captioned extends { captionMarks: Mark[] }>(
  part: Captioned,
  map: AddressMap,
): Captioned => ({
  ...part,
  captionMarks: mapMarks(part.captionMarks, map),
})

const mapParagraph = (paragraph: Paragraph, map: AddressMap): Paragraph => {
  switch (paragraph.type) {
    case 'text':
      return { ...paragraph, marks: mapMarks(paragraph.marks, map) }
    case 'quote': {
      const { url } = paragraph
      return { ...paragraph, marks: mapMarks(paragraph.marks, map), url: url === null ? null : map.href(url) }
    }
    case 'list':
      return { ...paragraph, items: paragraph.items.map((item) => mapMarked(item, map)) }
    case 'table': {
      const mapRow = (row: Cell[]) => row.map((cell) => mapMarked(cell, map))
      const { header, rows } = paragraph
      return { ...mapCaption(paragraph, map), header: mapRow(header), rows: rows.map(mapRow) }
    }
    case 'image':
      return { ...paragraph, image: mapCaption(map.image(paragraph.image), map) }
    case 'media':
      return { ...paragraph, media: mapCaption(map.media(paragraph.media), map) }
    case 'code':
    case 'break':
      return paragraph
  }
}

const mapSection = (section: Section, map: AddressMap): Section => ({
  ...section,
  headingMarks: mapMarks(section.headingMarks, map),
  paragraphs: section.paragraphs.map((paragraph) => mapParagraph(paragraph, map)),
})

/** What a list says of an article, with other addresses. */
export const mapHead = <Head extends Pick<ArticleHead, 'image'>>(head: Head, map: AddressMap): Head => {
  const { image } = head
  return image === null ? head : { ...head, image: mapCaption(map.image(image), map) }
}

/** An article with other addresses. */
export const mapAddresses = (article: Article, map: AddressMap): Article => ({
  ...mapHead(article, map),
  sections: article.sections.map((section) => mapSection(section, map)),
  notes: article.notes.map((note) => mapMarked(note, map)),
})
