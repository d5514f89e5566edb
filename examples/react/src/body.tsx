import type {
  Article,
  ArticleNote,
  ArticleParagraph,
  ArticleSection,
  Cell,
  ListItem,
  ListParagraph,
  Mark,
  TableParagraph,
} from 'maqal/client'
import { type Run, runs } from 'maqal/render'
import type { ReactNode } from 'react'

const Marked = ({ run }: { run: Run }): ReactNode => {
  if (typeof run === 'string')
    return run.split('\n').flatMap((line, index) => (index === 0 ? line : [<br key={index} />, line]))
  const { mark } = run
  const inside = run.runs.map((inner, index) => <Marked key={index} run={inner} />)
  switch (mark.type) {
    case 'link':
      return <a href={mark.href}>{inside}</a>
    case 'note':
      return (
        <sup>
          <a href={`#${mark.note}`}>{inside}</a>
        </sup>
      )
    case 'language':
      return (
        <span lang={mark.language} dir={mark.direction}>
          {inside}
        </span>
      )
    case 'code':
      return <code dir="ltr">{inside}</code>
    case 'strike':
      return <del>{inside}</del>
    case 'strong':
      return <strong>{inside}</strong>
    case 'emphasis':
      return <em>{inside}</em>
    case 'superscript':
      return <sup>{inside}</sup>
    case 'subscript':
      return <sub>{inside}</sub>
    default:
      return inside
  }
}

const Inline = ({ text, marks }: { text: string; marks: Mark[] }) =>
  runs(text, marks).map((run, index) => <Marked key={index} run={run} />)

/** Items with the lists inside them. */
const Items = ({ items, start }: { items: ListItem[]; start?: number }): ReactNode => {
  const level = Math.min(...items.map((item) => item.level))
  const starts = items.flatMap((item, index) => (index === 0 || item.level === level ? [index] : []))
  const Name = items[0]?.ordered === true ? 'ol' : 'ul'
  return (
    <Name start={Name === 'ol' ? start : undefined}>
      {starts.map((at, index) => {
        const [item, ...below] = items.slice(at, starts[index + 1])
        return (
          <li key={at}>
            {item?.checked != null && <input type="checkbox" disabled checked={item.checked} />}
            {item !== undefined && <Inline {...item} />}
            {below.length > 0 && <Items items={below} />}
          </li>
        )
      })}
    </Name>
  )
}

const List = ({ items, start }: ListParagraph) =>
  items[0]?.term == null ? (
    <Items items={items} start={start} />
  ) : (
    <dl>
      {items.map(({ term, text, marks }, index) => [
        term !== null && <dt key={`t${index}`}>{term}</dt>,
        <dd key={index}>
          <Inline text={text} marks={marks} />
        </dd>,
      ])}
    </dl>
  )

const Table = ({ caption, captionMarks, columns, header, rows }: TableParagraph) => {
  const row = (Name: 'th' | 'td', cells: Cell[]) => (
    <tr>
      {cells.map((cell, index) => (
        <Name key={index} style={{ textAlign: columns[index]?.align ?? undefined }}>
          <Inline {...cell} />
        </Name>
      ))}
    </tr>
  )
  return (
    <table>
      {caption !== null && (
        <caption>
          <Inline text={caption} marks={captionMarks} />
        </caption>
      )}
      {header.length > 0 && <thead>{row('th', header)}</thead>}
      <tbody>{rows.map((cells, index) => ({ ...row('td', cells), key: String(index) }))}</tbody>
    </table>
  )
}

const Caption = ({ of }: { of: { caption: string | null; captionMarks: Mark[]; credit: string | null } }) =>
  (of.caption ?? of.credit) !== null && (
    <figcaption>
      {of.caption !== null && <Inline text={of.caption} marks={of.captionMarks} />}
      {of.credit !== null && <small> {of.credit}</small>}
    </figcaption>
  )

const Content = ({ paragraph }: { paragraph: ArticleParagraph }) => {
  switch (paragraph.type) {
    case 'quote':
      return (
        <blockquote cite={paragraph.url ?? undefined}>
          <Inline {...paragraph} />
          {paragraph.attribution !== null && <footer>{paragraph.attribution}</footer>}
        </blockquote>
      )
    case 'list':
      return <List {...paragraph} />
    case 'table':
      return <Table {...paragraph} />
    case 'code':
      return <pre>{paragraph.text}</pre>
    case 'image': {
      const { url, alt, width, height } = paragraph.image
      return (
        <figure>
          <img src={url} alt={alt ?? ''} width={width ?? undefined} height={height ?? undefined} />
          <Caption of={paragraph.image} />
        </figure>
      )
    }
    case 'media': {
      const { url, title, provider } = paragraph.media
      return (
        <figure>
          <a href={url}>{[title ?? url, provider].filter((text) => text !== null).join(' · ')}</a>
          <Caption of={paragraph.media} />
        </figure>
      )
    }
    case 'break':
      return <hr />
    default:
      return (
        <p>
          <Inline {...paragraph} />
        </p>
      )
  }
}

const Paragraph = ({ paragraph }: { paragraph: ArticleParagraph }) => {
  const { id, language, direction, role, label } = paragraph
  return (
    <div id={id} lang={language} dir={direction} className={role ?? undefined}>
      {label !== undefined && <strong>{label}</strong>}
      <Content paragraph={paragraph} />
    </div>
  )
}

const Section = ({ id, level, heading, headingMarks, paragraphs }: ArticleSection) => {
  const Heading = `h${Math.min(level + 1, 6)}` as 'h2'
  return (
    <section id={id}>
      {heading !== null && (
        <Heading>
          <Inline text={heading} marks={headingMarks} />
        </Heading>
      )}
      {paragraphs.map((paragraph) => (
        <Paragraph key={paragraph.id} paragraph={paragraph} />
      ))}
    </section>
  )
}

const Note = ({ id, label, text, marks, language, direction }: ArticleNote) => (
  <li id={id} lang={language} dir={direction}>
    <sup>{label}</sup> <Inline text={text} marks={marks} />
  </li>
)

/** The body of an article, all of it. Copy it and change what you like. */
export const Body = ({ sections, notes }: Pick<Article, 'sections' | 'notes'>) => (
  <>
    {sections.map((section) => (
      <Section key={section.id} {...section} />
    ))}
    {notes.length > 0 && (
      <ul>
        {notes.map((note) => (
          <Note key={note.id} {...note} />
        ))}
      </ul>
    )}
  </>
)
