import type { Article, ListItem, Locale, Paragraph, Section } from './article.ts'
import { toArticle } from './derive.ts'
import type { ArticleFile, ParagraphFile, SectionFile } from './file.ts'
import type { Mark } from './marks.ts'
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
    paragraphs: section.paragraphs.map((paragraph) => ({ ...idIf(explicit, paragraph), text: '' })),
  })),
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

const writeLanguage = ({ language, direction }: Locale, around: Locale) => {
  const isOther = language !== around.language
  const usual = isOther ? directionOf(language) : around.direction
  return { ...(isOther ? { language } : {}), ...(direction === usual ? {} : { direction }) }
}

const writeMarks = (marks: Mark[]) => (marks.length === 0 ? {} : { marks })

const writeItem = ({ text, marks }: ListItem) => (marks.length === 0 ? text : { text, marks })

/** An object without its nulls. */
const withoutNulls = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, fact]) => fact !== null)) as {
    [Key in keyof Value]: NonNullable<Value[Key]>
  }

const writeParagraph = (paragraph: Paragraph, explicit: Explicit, around: Locale): ParagraphFile => {
  const { type, text, marks } = paragraph
  const own = { ...idIf(explicit, paragraph), ...writeLanguage(paragraph, around) }
  switch (type) {
    case 'text':
      return marks.length === 0 && Object.keys(own).length === 0
        ? text
        : { ...own, text, ...writeMarks(marks) }
    case 'quote':
      return {
        ...own,
        type,
        text,
        ...writeMarks(marks),
        ...withoutNulls({ attribution: paragraph.attribution }),
      }
    case 'list': {
      const ordered = paragraph.ordered ? { ordered: true } : {}
      return { ...own, type, ...ordered, items: paragraph.items.map(writeItem) }
    }
    case 'image':
      return { ...own, type, ...withoutNulls(paragraph.image) }
  }
}

const writeSection = (section: Section, explicit: Explicit, around: Locale): SectionFile => ({
  ...idIf(explicit, section),
  ...(section.level === 1 ? {} : { level: section.level }),
  ...withoutNulls({ heading: section.heading }),
  paragraphs: section.paragraphs.map((paragraph) => writeParagraph(paragraph, explicit, around)),
})

/** The shortest file that gives this article: what `toArticle` derives is left out. */
export const writeArticle = (article: Article): ArticleFile => {
  const { id, title, outlet, rubric, language, direction, summary, authors, tags, url } = article
  const explicit = explicitIn(article)
  return withoutNulls({
    id,
    title,
    outlet,
    rubric,
    language,
    direction: direction === directionOf(language) ? null : direction,
    summary,
    authors:
      authors.length === 0
        ? null
        : authors.map(({ name, url: at }) => (at === null ? name : { name, url: at })),
    tags: tags.length === 0 ? null : tags,
    url,
    datePublished: article.datePublished,
    dateModified: article.dateModified,
    sections: article.sections.map((section) => writeSection(section, explicit, article)),
  })
}
