import type { Article, Image, Paragraph } from '../../article/article.ts'
import { addressOf, type Leads } from '../address.ts'
import { inline, line } from '../html/print-text.ts'
import { levelsOf } from '../html/levels.ts'
// By another name, for oxfmt lays out the inside of a template named `html`, and the white space would be sent.
import { html as fragment, type Markup, type Piece } from '../markup.ts'
import type { Site } from '../site.ts'

type Written = Pick<Article, 'language' | 'direction'>

/** Readers that take one block out of its article still know how to set it. */
const setting = ({ language, direction }: Written): Markup => fragment`lang="${language}" dir="${direction}"`

const pixels = ({ width, height }: Image): Piece => [
  width !== null && fragment` width="${width}"`,
  height !== null && fragment` height="${height}"`,
]

/** An image whose address is none is what it would have shown. */
const figure = ({ image, ...written }: Paragraph & { type: 'image' }, leads: Leads): Markup => {
  const { url, alt, caption, credit } = image
  const address = leads(url)
  const picture = address === null ? alt : fragment`<img src="${address}" alt="${alt}"${pixels(image)} />`
  const said = [caption, credit].filter((text) => text !== null).join('\n')
  const below = said !== '' && fragment`<figcaption>${line(said, written.direction)}</figcaption>`
  return fragment`<figure ${setting(written)}>${picture}${below}</figure>`
}

const block = (paragraph: Paragraph, leads: Leads): Markup => {
  const set = setting(paragraph)
  const { text, marks, direction } = paragraph
  switch (paragraph.type) {
    case 'text':
      return fragment`<p ${set}>${inline(text, marks, direction, leads)}</p>`
    case 'quote': {
      const { attribution } = paragraph
      const by = attribution !== null && fragment`<p>— <cite>${line(attribution, direction)}</cite></p>`
      return fragment`<blockquote ${set}><p>${inline(text, marks, direction, leads)}</p>${by}</blockquote>`
    }
    case 'list': {
      const items = paragraph.items.map(
        (item) => fragment`<li>${inline(item.text, item.marks, direction, leads)}</li>`,
      )
      return paragraph.ordered ? fragment`<ol ${set}>${items}</ol>` : fragment`<ul ${set}>${items}</ul>`
    }
    case 'image':
      return figure(paragraph, leads)
  }
}

const headingBlock = (heading: string, level: number, article: Written): Markup => {
  const name = fragment`h${level}`
  return fragment`<${name} ${setting(article)}>${line(heading, article.direction)}</${name}>`
}

/**
 * The body of an article as a fragment of HTML that is XML too, a piece for each block: every address absolute, `lang` and
 * `dir` on every block.
 */
export const contentOf = function* (article: Article, site: Site): Generator<string, void, void> {
  const leads: Leads = (href) => addressOf(href, article, site)
  const levels = levelsOf(article.sections)
  let between = ''
  for (const [index, { heading, paragraphs }] of article.sections.entries()) {
    if (heading !== null) {
      yield between + headingBlock(heading, levels[index] ?? 2, article).text
      between = '\n'
    }
    for (const paragraph of paragraphs) {
      yield between + block(paragraph, leads).text
      between = '\n'
    }
  }
}
