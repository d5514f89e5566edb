import type { Article, Cell, Image, ListItem, Locale, Note, Paragraph, Section } from './article.ts'
import { firstImage, toArticle, usualDirection } from './derive.ts'
import type { ArticleFile, NoteFile, ParagraphFile, SectionFile } from './file.ts'
import type { LooseMark, Mark } from './marks.ts'
import { directionOf } from './text.ts'

/** The parts whose ids a file must give, because `toArticle` would make others. */
type Explicit = Set<Section | Paragraph>

const idIf = (explicit: Explicit, part: Section | Paragraph): { id?: string } =>
  explicit.has(part) ? { id: part.id } : {}

/** As much of an article as its ids are made from. */
const skeleton = (article: Article, explicit: Explicit): ArticleFile => ({
  title: article.title,
  outlet: article.outlet,
  language: article.language,
  sections: article.sections.map((section) => ({
    ...idIf(explicit, section),
    heading: section.heading,
    headingMarks: section.headingMarks,
    paragraphs: section.paragraphs.map((paragraph) => ({ ...idIf(explicit, paragraph), text: '' })),
  })),
  notes: article.notes.map(({ id }) => ({ id, text: '' })),
})

const differing = <Part extends { id: string }>(parts: Part[], made: Part[]): Part[] =>
  parts.filter(({ id }, index) => made[index]?.id !== id)

/**
 * Adds the parts whose ids come out otherwise until none does: sections first, because the ids of paragraphs are made
 * from theirs. An id that is given may be one that was made elsewhere, so all are checked again.
 */
const explicitIn = (article: Article): Explicit => {
  const explicit: Explicit = new Set()
  for (let found: (Section | Paragraph)[] = [...article.sections]; found.length > 0;) {
    const made = toArticle(skeleton(article, explicit), article.id).sections
    found = differing(article.sections, made)
    if (found.length === 0) {
      found = article.sections.flatMap(({ paragraphs }, at) =>
        differing(paragraphs, made[at]?.paragraphs ?? []),
      )
    }
    for (const part of found) explicit.add(part)
  }
  return explicit
}

const writeLanguage = (part: Locale & { type?: string }, around: Locale) => {
  const { language, direction } = part
  return {
    ...(language === around.language ? {} : { language }),
    ...(direction === usualDirection(part, around) ? {} : { direction }),
  }
}

/** A mark as a file has it: the direction of a language is left out where it follows from it. */
const writeMark = (mark: Mark): LooseMark => {
  if (mark.type !== 'language' || mark.direction !== directionOf(mark.language)) return mark
  const { direction: _, ...written } = mark
  return written
}

const writeMarks = (marks: Mark[]) => (marks.length === 0 ? {} : { marks: marks.map(writeMark) })

const writeCell = ({ text, marks }: Cell) => (marks.length === 0 ? text : { text, ...writeMarks(marks) })

const writeItem = ({ text, marks, level, ordered, checked, term }: ListItem, isOrdered: boolean) => {
  const own = {
    ...(level === 1 ? {} : { level }),
    ...(ordered === isOrdered ? {} : { ordered }),
    ...withoutNulls({ checked, term }),
  }
  if (marks.length === 0 && text !== '' && Object.keys(own).length === 0) return text
  return { text, ...writeMarks(marks), ...own }
}

const writeCaption = ({ caption, captionMarks }: { caption: string | null; captionMarks: Mark[] }) => ({
  ...withoutNulls({ caption }),
  ...(captionMarks.length === 0 ? {} : { captionMarks: captionMarks.map(writeMark) }),
})

/** An object without its nulls. */
const withoutNulls = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, fact]) => fact !== null)) as {
    [Key in keyof Value]: NonNullable<Value[Key]>
  }

/** What is known of the file itself is read from it again. */
const writeImage = (image: Image) => {
  const { caption: _, captionMarks: __, type: ___, bytes: ____, ...said } = image
  return { ...withoutNulls(said), ...writeCaption(image) }
}

const isAlike = (one: Image | null, other: Image | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** The image of an article as a file has it; null where it is the first of the text. */
const writeMainImage = (article: Article) => {
  const { image } = article
  if (image === null || isAlike(image, firstImage(article))) return null
  const { url, ...said } = writeImage(image)
  return Object.keys(said).length === 0 ? url : { url, ...said }
}

const writePlace = (paragraph: Paragraph, explicit: Explicit, around: Locale) => ({
  ...idIf(explicit, paragraph),
  ...withoutNulls({ role: paragraph.role }),
  ...(paragraph.label === undefined ? {} : { label: paragraph.label }),
  ...withoutNulls({ group: paragraph.group }),
  ...writeLanguage(paragraph, around),
})

const writeParagraph = (paragraph: Paragraph, explicit: Explicit, around: Locale): ParagraphFile => {
  const { type, text, marks } = paragraph
  const own = writePlace(paragraph, explicit, around)
  switch (type) {
    case 'text':
      return marks.length === 0 && Object.keys(own).length === 0
        ? text
        : { ...own, text, ...writeMarks(marks) }
    case 'quote': {
      const { attribution, url } = paragraph
      return { ...own, type, text, ...writeMarks(marks), ...withoutNulls({ attribution, url }) }
    }
    case 'list': {
      const { ordered, start, items } = paragraph
      const order = { ...(ordered ? { ordered } : {}), ...(start === 1 ? {} : { start }) }
      return { ...own, type, ...order, items: items.map((item) => writeItem(item, ordered)) }
    }
    case 'image': {
      return { ...own, type, ...writeImage(paragraph.image) }
    }
    case 'code':
      return { ...own, type, text, ...withoutNulls({ syntax: paragraph.syntax }) }
    case 'table': {
      const { columns, header, rows } = paragraph
      const isAligned = columns.some(({ align }) => align !== null)
      return {
        ...own,
        type,
        ...writeCaption(paragraph),
        ...(isAligned ? { columns: columns.map(withoutNulls) } : {}),
        ...(header.length === 0 ? {} : { header: header.map(writeCell) }),
        rows: rows.map((row) => row.map(writeCell)),
      }
    }
    case 'media': {
      const { caption: _, captionMarks: __, ...media } = paragraph.media
      return { ...own, type, ...withoutNulls(media), ...writeCaption(paragraph.media) }
    }
    case 'break':
      return { ...own, type }
  }
}

/** A percent sign in an alias is encoded, since a file may have it so. */
const writeAliases = (aliases: readonly string[]) =>
  aliases.length === 0 ? null : aliases.map((alias) => alias.replaceAll('%', '%25'))

const writeSection = (section: Section, explicit: Explicit, around: Locale): SectionFile => ({
  ...idIf(explicit, section),
  ...(section.level === 1 ? {} : { level: section.level }),
  ...withoutNulls({ heading: section.heading }),
  ...(section.headingMarks.length === 0 ? {} : { headingMarks: section.headingMarks.map(writeMark) }),
  ...withoutNulls({ aliases: writeAliases(section.aliases) }),
  paragraphs: section.paragraphs.map((paragraph) => writeParagraph(paragraph, explicit, around)),
})

const writeNote = (note: Note, index: number, around: Locale): NoteFile => ({
  id: note.id,
  ...(note.label === String(index + 1) ? {} : { label: note.label }),
  text: note.text,
  ...writeMarks(note.marks),
  ...writeLanguage(note, around),
})

/** The shortest article file that gives this very article: what `toArticle` derives is left out. */
export const writeArticle = (article: Article): ArticleFile => {
  const { id, title, outlet, rubric, language, direction, summary, authors, tags, url, notes } = article
  const explicit = explicitIn(article)
  return withoutNulls({
    id,
    title,
    outlet,
    rubric,
    language,
    direction: direction === directionOf(language) ? null : direction,
    summary,
    image: writeMainImage(article),
    authors:
      authors.length === 0
        ? null
        : authors.map(({ name, url: at }) => (at === null ? name : { name, url: at })),
    tags: tags.length === 0 ? null : tags,
    url,
    aliases: writeAliases(article.aliases),
    translationOf: article.translationOf,
    translationKey: article.translationKey,
    datePublished: article.datePublished,
    dateModified: article.dateModified,
    draft: article.draft ? true : null,
    expires: article.expires,
    meta: Object.keys(article.meta).length === 0 ? null : article.meta,
    sections: article.sections.map((section) => writeSection(section, explicit, article)),
    notes: notes.length === 0 ? null : notes.map((note, index) => writeNote(note, index, article)),
  })
}
