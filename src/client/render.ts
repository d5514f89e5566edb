/**
 * Draws what the service answers: HTML as text, or runs for a framework. It trusts no answer: text is escaped, the names
 * of elements are its own, and an address that could run a script is left out.
 */
import type {
  ArticleNote,
  ArticleParagraph,
  ArticleSection,
  Cell,
  ListItem,
  Mark,
  SearchHit,
  Span,
} from './types.ts'

/** Plain text, or a mark with the runs inside it. */
export type Run = string | { mark: Mark; runs: Run[] }

/** A text as the tree of its marks, which are in order, one inside the other or beside it. */
export const runs = (text: string, marks: readonly Mark[] = []): Run[] => {
  let next = 0
  const within = (start: number, end: number): Run[] => {
    const found: Run[] = []
    let at = start
    for (let mark = marks[next]; mark !== undefined && mark.start < end; mark = marks[next]) {
      next += 1
      if (mark.start > at) found.push(text.slice(at, mark.start))
      at = Math.min(mark.end, end)
      found.push({ mark, runs: within(mark.start, at) })
    }
    if (at < end) found.push(text.slice(at, end))
    return found
  }
  return within(0, text.length)
}

const escape = (text: unknown): string =>
  String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

const attribute = (name: string, value: unknown): string =>
  value === null || value === undefined ? '' : ` ${name}="${escape(value)}"`

/** A path, or an address of the web, of mail or of a telephone; null for any other. */
const safe = (url: string | null): string | null =>
  /^(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))/i.test(url ?? ':') ? url : null

const element = (name: string, inner: string, attributes = ''): string =>
  `<${name}${attributes}>${inner}</${name}>`

const optional = (name: string, inner: string): string => (inner === '' ? '' : element(name, inner))

const names = { strike: 'del', strong: 'strong', emphasis: 'em', superscript: 'sup', subscript: 'sub' }

const draw = (run: Run): string => {
  if (typeof run === 'string') return escape(run).replaceAll('\n', '<br>')
  const { mark } = run
  const inner = run.runs.map(draw).join('')
  switch (mark.type) {
    case 'link':
      return element('a', inner, attribute('href', safe(mark.href)))
    case 'note':
      return element('sup', element('a', inner, attribute('href', `#${encodeURIComponent(mark.note)}`)))
    case 'language':
      return element('span', inner, locale(mark))
    case 'code':
      return element('code', inner, ' dir="ltr"')
    case 'strike':
    case 'strong':
    case 'emphasis':
    case 'superscript':
    case 'subscript':
      return element(names[mark.type], inner)
  }
  // A mark of a type to come.
  return inner
}

const inline = ({ text, marks }: { text: string; marks: readonly Mark[] }): string =>
  runs(text, marks).map(draw).join('')

const locale = ({ language, direction }: { language: string; direction: string }): string =>
  attribute('lang', language) + attribute('dir', direction)

const item = (given: ListItem): string =>
  (given.checked === null ? '' : `<input type="checkbox" disabled${given.checked ? ' checked' : ''}> `) +
  inline(given)

/** Items with the lists inside them; an item without one above it stands in an empty one. */
const list = ({ items, start }: ArticleParagraph & { type: 'list' }): string => {
  if (items[0]?.term) {
    return element(
      'dl',
      items.map((given) => optional('dt', escape(given.term ?? '')) + element('dd', item(given))).join(''),
    )
  }
  let html = ''
  const open: string[] = []
  const closeTo = (level: number) => {
    while (open.length > level) html += `</li></${open.pop()}>`
  }
  for (const given of items) {
    const name = given.ordered ? 'ol' : 'ul'
    closeTo(given.level)
    if (open.length === given.level && open.at(-1) !== name) closeTo(given.level - 1)
    if (open.length === given.level) html += '</li>'
    while (open.length < given.level) {
      html += open.length === 0 && start !== 1 ? `<${name}${attribute('start', start)}>` : `<${name}>`
      open.push(name)
      if (open.length < given.level) html += '<li>'
    }
    html += `<li>${item(given)}`
  }
  closeTo(0)
  return html
}

type Captioned = { caption: string | null; captionMarks: Mark[]; credit?: string | null }

const caption = (name: string, { caption: text, captionMarks, credit }: Captioned): string =>
  optional(
    name,
    (text === null ? '' : inline({ text, marks: captionMarks })) + optional('small', escape(credit ?? '')),
  )

const size = (of: { width: number | null; height: number | null }): string =>
  attribute('width', of.width) + attribute('height', of.height)

const table = (given: ArticleParagraph & { type: 'table' }): string => {
  const row = (name: string, cells: Cell[]) =>
    element(
      'tr',
      cells
        .map((cell, index) => {
          const align = given.columns[index]?.align ?? null
          return element(name, inline(cell), align === null ? '' : attribute('style', `text-align:${align}`))
        })
        .join(''),
    )
  const head = given.header.length === 0 ? '' : element('thead', row('th', given.header))
  return (
    caption('caption', given) + head + element('tbody', given.rows.map((cells) => row('td', cells)).join(''))
  )
}

const paragraph = (given: ArticleParagraph): string => {
  const own = attribute('id', given.id) + attribute('class', given.role) + locale(given)
  switch (given.type) {
    case 'quote':
      return element(
        'blockquote',
        element('p', inline(given)) + optional('footer', escape(given.attribution ?? '')),
        own + attribute('cite', safe(given.url)),
      )
    case 'list':
      return element('div', list(given), own)
    case 'image': {
      const { image } = given
      const { url, alt } = image
      return element(
        'figure',
        `<img${attribute('src', safe(url))}${attribute('alt', alt ?? '')}${size(image)} loading="lazy">${caption('figcaption', image)}`,
        own,
      )
    }
    case 'code':
      return element(
        'pre',
        element('code', escape(given.text), attribute('class', given.syntax && `language-${given.syntax}`)),
        own,
      )
    case 'table':
      return element('table', table(given), own)
    case 'media': {
      const { media } = given
      const { url, title, poster, provider } = media
      const image = safe(poster) === null ? '' : `<img${attribute('src', poster)} alt="" loading="lazy">`
      const name = escape([title ?? url, provider].filter(Boolean).join(' · '))
      return element(
        'figure',
        element('a', image + name, attribute('href', safe(url))) + caption('figcaption', media),
        own,
      )
    }
    case 'break':
      return `<hr${own}>`
    case 'text':
  }
  // A type to come has its plain reading.
  return element('p', inline(given), own)
}

/** Paragraphs in their order; a callout and what else is apart with its label in an element of its own. */
const paragraphs = (given: readonly ArticleParagraph[]): string => {
  let html = ''
  for (let index = 0; index < given.length;) {
    const first = given[index]!
    let end = index + 1
    while (first.group !== null && given[end]?.group === first.group) end += 1
    const blocks = given.slice(index, end).map(paragraph).join('')
    html +=
      first.role === null
        ? blocks
        : element(
            'aside',
            optional('strong', escape(first.label ?? '')) + blocks,
            attribute('class', first.role),
          )
    index = end
  }
  return html
}

const section = (given: ArticleSection): string => {
  const heading =
    given.heading === null
      ? ''
      : element(
          `h${Math.min(given.level + 1, 6)}`,
          inline({ text: given.heading, marks: given.headingMarks }),
        )
  return element('section', heading + paragraphs(given.paragraphs), attribute('id', given.id))
}

const note = (given: ArticleNote | NoteLike): string =>
  element(
    'li',
    `${element('sup', escape(given.label))} ${inline(given)}`,
    attribute('id', given.id) + locale(given),
  )

type NoteLike = Pick<ArticleNote, 'id' | 'label' | 'text' | 'marks' | 'language' | 'direction'>

/** What can be drawn: the body of an article, a section, a paragraph, a note. */
export type Drawable =
  | { sections: ArticleSection[]; notes?: ArticleNote[] | undefined }
  | ArticleSection
  | ArticleParagraph
  | NoteLike

/** A part as HTML. Of an article it is the body: its title and facts are the page's own. */
export const toHtml = (part: Drawable): string => {
  if ('sections' in part) {
    return part.sections.map(section).join('') + optional('ul', (part.notes ?? []).map(note).join(''))
  }
  if ('paragraphs' in part) return section(part)
  return 'label' in part && !('type' in part) ? note(part) : paragraphs([part])
}

const marked = (text: string | null, spans: readonly Span[]): string => {
  const given = text ?? ''
  let at = 0
  const before = spans.map(({ start, end }) => {
    const html = escape(given.slice(at, start)) + element('mark', escape(given.slice(start, end)))
    at = end
    return html
  })
  return before.join('') + escape(given.slice(at))
}

/** What a search found as HTML, the words in `mark`: of the title, the summary, and the paragraphs by their ids. */
export const highlight = ({ title, summary, highlights, paragraphs: found }: SearchHit) => ({
  title: marked(title, highlights.title),
  summary: marked(summary, highlights.summary),
  paragraphs: found.map(({ id, excerpt, highlights: spans, cut }) => ({
    id,
    html: (cut.start ? '…' : '') + marked(excerpt, spans) + (cut.end ? '…' : ''),
  })),
})
