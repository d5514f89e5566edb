import type {
  Article,
  ArticleHead,
  Image,
  Locale,
  Media,
  Note,
  Paragraph,
  Section,
} from '../../article/article.ts'
import { ownPath } from '../../article/addresses.ts'
import type { Mark } from '../../article/marks.ts'
import { groupsOf } from '../../article/parts.ts'
import { articleAddress, isInText, mainImage, toAbsolute, toPaths } from '../facts.ts'
import { joined, markup, type Markup, type Piece } from '../markup.ts'
import { fragment, type Site } from '../site.ts'
import { listBlock } from './print-list.ts'
import { tableBlock } from './print-table.ts'
import { inline, line, lineBreak, type Links } from './print-text.ts'

/** How a block is printed: with `anchor` for a page of ours, without it to be read elsewhere. */
type Printing = { attributes: Markup; links: Links; anchor?: Piece }

const pixels = (name: 'width' | 'height', length: number | null): Piece =>
  length !== null && markup` ${name}="${length}"`

const lazy = markup` loading="lazy" decoding="async"`

const lazily = (anchor: Piece): Piece => anchor !== undefined && lazy

/** An image whose address is resolved. `isNamed` says whether it is read out. */
export const pictureOf = (
  { url, alt, width, height }: Image,
  { isLazy, isNamed = true }: { isLazy: boolean; isNamed?: boolean },
): Markup =>
  markup`<img src="${url}" alt="${isNamed && alt}"${pixels('width', width)}${pixels('height', height)}${isLazy && lazy} />`

/** Of an image without an address only the alternative text is shown. */
const picture = (image: Image, { links, anchor }: Printing): Piece => {
  const url = links.resolve(image.url)
  return url === null ? image.alt : pictureOf({ ...image, url }, { isLazy: anchor !== undefined })
}

type Captioned = { caption: string | null; captionMarks: Mark[]; credit: string | null }

/** Caption and credit: side by side on a page, which styles them, and on two lines elsewhere. */
const captionBlock = (
  { caption, captionMarks, credit }: Captioned,
  { direction }: Locale,
  { anchor, links }: Printing,
): Piece => {
  const isOnPage = anchor !== undefined
  const texts = [
    caption !== null && inline({ text: caption, marks: captionMarks, direction }, links),
    credit !== null && line(credit, direction),
  ].filter((text) => text !== false)
  const said = texts.map((text) => (isOnPage ? markup`<span>${text}</span>` : text))
  return said.length > 0 && markup`<figcaption>${joined(said, isOnPage ? ' · ' : lineBreak)}</figcaption>`
}

/** A video or sound of this site, which its page plays. Nothing of it is loaded before a reader asks for it. */
const player = ({ kind, url, title, poster, width, height }: Media, { links }: Printing): Piece => {
  const address = links.resolve(url)
  const image = poster === null ? null : links.resolve(poster)
  const name = markup` src="${address}"${title !== null && markup` aria-label="${title}"`}`
  const link = markup`<a href="${address}">${title ?? address}</a>`
  return kind === 'audio'
    ? markup`<audio${name} controls preload="none">${link}</audio>`
    : markup`<video${name}${image !== null && markup` poster="${image}"`}${pixels('width', width)}${pixels('height', height)} controls preload="none">${link}</video>`
}

const isPlayed = ({ kind, url }: Media, { anchor }: Printing): boolean =>
  kind !== 'embed' && anchor !== undefined && ownPath(url) !== undefined

/** A link to what is not loaded with a page: its poster if it has one, its title, and the site it comes from. */
const mediaLink = ({ url, title, provider, poster }: Media, locale: Locale, printing: Printing): Piece => {
  const { links, anchor } = printing
  const address = links.resolve(url)
  const image = poster === null ? null : links.resolve(poster)
  const shown = image !== null && markup`<img src="${image}" alt=""${lazily(anchor)} />`
  const name = joined(
    [title ?? address ?? url, provider].map((text) => text !== null && line(text, locale.direction)),
    ' · ',
  )
  const inside = markup`${shown}<span class="play">${name}</span>`
  return address === null ? inside : markup`<a href="${address}">${inside}</a>`
}

const textAlign = (align: string): Markup => markup` style="text-align: ${align}"`
const alignClass = (align: string): Markup => markup` class="${align}"`

/** A paragraph as one element, which on a page holds its anchor. */
const block = (paragraph: Paragraph, printing: Printing): Piece => {
  const { attributes, links, anchor } = printing
  const isOnPage = anchor !== undefined
  switch (paragraph.type) {
    case 'text':
      return markup`<p ${attributes}>${anchor}${inline(paragraph, links)}</p>`
    case 'quote': {
      const { attribution, direction, url } = paragraph
      const quote = paragraph.text !== '' && markup`<p>${inline(paragraph, links)}</p>`
      const by = attribution !== null && line(attribution, direction)
      const source = url === null ? null : links.resolve(url)
      const cite = source !== null && markup` cite="${source}"`
      return isOnPage
        ? markup`<figure ${attributes}>${anchor}<blockquote${cite}>${quote}</blockquote>
            ${by !== false && markup`<figcaption>— ${source === null ? by : markup`<a href="${source}">${by}</a>`}</figcaption>`}</figure>`
        : markup`<blockquote ${attributes}${cite}>${quote}${by !== false && markup`<p>— <cite>${by}</cite></p>`}</blockquote>`
    }
    case 'list':
      return isOnPage
        ? markup`<div ${attributes}>${anchor}${listBlock(paragraph, links, null)}</div>`
        : listBlock(paragraph, links, [' ', attributes])
    case 'image': {
      const { image } = paragraph
      return markup`<figure ${attributes}>${anchor}${picture(image, printing)}${captionBlock(image, paragraph, printing)}</figure>`
    }
    case 'code': {
      const { syntax, text } = paragraph
      const name = syntax !== null && markup` class="language-${syntax}"`
      // A line feed after the tag is no part of the text (HTML, pre), so that a first one of the code has to be written.
      const code = markup`<code${name}>${text.startsWith('\n') && '\n'}${text}</code>`
      return isOnPage
        ? markup`<div ${attributes}>${anchor}<pre tabindex="0">${code}</pre></div>`
        : markup`<pre ${attributes}>${code}</pre>`
    }
    case 'table':
      return isOnPage
        ? markup`<div ${attributes}>${anchor}<div class="scroller" tabindex="0">${tableBlock(paragraph, links, { attributes: null, alignment: alignClass })}</div></div>`
        : tableBlock(paragraph, links, { attributes: [' ', attributes], alignment: textAlign })
    case 'media': {
      const { media } = paragraph
      return markup`<figure ${attributes}>${anchor}${isPlayed(media, printing) ? player(media, printing) : mediaLink(media, paragraph, printing)}${captionBlock(media, paragraph, printing)}</figure>`
    }
    case 'break':
      return isOnPage ? markup`<div ${attributes}>${anchor}<hr /></div>` : markup`<hr ${attributes} />`
  }
}

/** Paragraphs that belong together in an element of their own, and what stands apart from the text with its label. */
const grouped = (
  [{ role, label }, ...more]: Paragraph[] & [Paragraph, ...Paragraph[]],
  blocks: Piece,
  isOnPage: boolean,
): Piece => {
  if (role === null)
    return more.length > 0 && isOnPage ? markup`<div class="group content">${blocks}</div>` : blocks
  const heading = label !== undefined && markup`<p class="label"><strong>${label}</strong></p>`
  const isNote = role === 'callout' || role === 'correction'
  return markup`<div class="apart ${role} content"${isNote && markup` role="note"`}>${heading}${blocks}</div>`
}

/** Paragraphs as blocks, each printed by `print`, those of a group together. */
export const groupedBlocks = function* (
  paragraphs: readonly Paragraph[],
  print: (paragraph: Paragraph) => Piece,
  isOnPage: boolean,
): Generator<Piece, void, void> {
  for (const group of groupsOf(paragraphs)) yield grouped(group, group.map(print), isOnPage)
}

/** `lang` and `dir`, where they differ from those around. */
export const differing = ({ language, direction }: Locale, around: Locale): Piece => [
  language !== around.language && markup` lang="${language}"`,
  direction !== around.direction && markup` dir="${direction}"`,
]

/**
 * The link to a part of an article, beside it. Its sign is in the style sheet, so that it is not copied or read aloud as
 * text. The keyboard skips a link to its own place, or there would be hundreds of stops; on the page of a section each
 * paragraph has one.
 */
export const anchorTo = (href: string, label: string, language: string): Markup =>
  markup`<a class="mark" href="${href}" ${href.startsWith('#') && markup`tabindex="-1"`} aria-label="${label}" lang="${language}"></a>`

/**
 * A paragraph on a page, with the link to it, if any. It is one element whose class has `content`: readers such as
 * Mozilla's Readability tell by names of elements and classes what is text.
 */
export const paragraphBlock = (
  paragraph: Paragraph,
  around: Locale & { links: Links },
  anchor: Markup | null,
): Piece => {
  const { id, type } = paragraph
  const attributes = markup`class="paragraph content ${type}" id="${id}" ${differing(paragraph, around)}`
  return block(paragraph, { attributes, links: around.links, anchor })
}

/** The levels of headings in HTML, where the title of the article has level 1. */
const [first, last] = [2, 6]

/**
 * The level in HTML of the heading of each section. Sections of one level below the same heading have the same, and no
 * level is skipped, whatever levels the article uses.
 */
export const levelsOf = (sections: readonly Pick<Section, 'heading' | 'level'>[]): number[] => {
  const open: number[] = []
  return sections.map(({ heading, level }) => {
    if (heading === null) return first
    while ((open.at(-1) ?? 0) >= level) open.pop()
    open.push(level)
    return Math.min(first + open.length - 1, last)
  })
}

/** For programs that take one block out of its article. */
const localeOf = ({ language, direction }: Locale): Markup => markup`lang="${language}" dir="${direction}"`

/** Links of an article that is read elsewhere: absolute, those to notes too. */
export const linksElsewhere = (article: Article, site: Site): Links => ({
  resolve: toAbsolute(article, site),
  noteHref: (note) => `${articleAddress(article, site)}${fragment(note)}`,
})

const linksInFragment = (article: Article, site: Site): Links => ({
  resolve: toAbsolute(article, site),
  noteHref: fragment,
})

/** A block to be read elsewhere. */
const foreignBlock =
  (links: Links) =>
  (paragraph: Paragraph): Piece =>
    block(paragraph, { attributes: localeOf(paragraph), links })

/** A paragraph as a fragment of HTML that stands alone; its references lead to the notes of the same page. */
export const htmlOf = (paragraph: Paragraph, article: Article, site: Site): string =>
  markup`${foreignBlock(linksInFragment(article, site))(paragraph)}`.text

/** A note as a fragment of HTML. */
export const htmlOfNote = (note: Note, article: Article, site: Site): string =>
  markup`<p ${localeOf(note)}>${inline(note, linksInFragment(article, site))}</p>`.text

const blocksOf = function* (article: Article, site: Site): Generator<Piece, void, void> {
  const links = linksElsewhere(article, site)
  const levels = levelsOf(article.sections)
  for (const [index, { heading, headingMarks, paragraphs }] of article.sections.entries()) {
    if (heading !== null) {
      const name = `h${levels[index]}`
      const text = { text: heading, marks: headingMarks, direction: article.direction }
      yield markup`<${name} ${localeOf(article)}>${inline(text, links)}</${name}>`
    }
    yield* groupedBlocks(paragraphs, foreignBlock(links), false)
  }
  for (const note of article.notes) {
    yield markup`<p ${localeOf(note)}><sup>${note.label}</sup> ${inline(note, links)}</p>`
  }
}

/**
 * The body of an article as a fragment of HTML that is XML too, for feeds and other programs: every address absolute,
 * `lang` and `dir` on every block. A piece for each block.
 */
export const fragmentOf = function* (article: Article, site: Site): Generator<string, void, void> {
  let between = ''
  for (const piece of blocksOf(article, site)) {
    yield between + markup`${piece}`.text
    between = '\n'
  }
}

/** The image that stands for an article, with an address for pages of this site; null where pages may not show it. */
export const shownImage = (article: Pick<ArticleHead, 'id' | 'url' | 'image'>, site: Site): Image | null => {
  const image = mainImage(article, site)
  const url = image === null ? null : toPaths(article, site)(image.url)
  return image === null || url === null || /^http:/i.test(url) ? null : { ...image, url }
}

/** The image that stands for an article, above its text, where it is not in that. */
export const headImage = (article: Article, site: Site): Piece => {
  const image = isInText(article) ? null : shownImage(article, site)
  if (image === null) return null
  const printing = { attributes: markup``, links: linksElsewhere(article, site), anchor: null }
  return markup`<figure class="head-image">${pictureOf(image, { isLazy: false })}${captionBlock(image, article, printing)}</figure>`
}
