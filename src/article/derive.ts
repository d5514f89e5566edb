import {
  allParagraphs,
  type Article,
  type Image,
  type ListItem,
  type Locale,
  type Note,
  type Paragraph,
  type Section,
} from './article.ts'
import { type ArticleFile, givenIds, type NoteFile, type ParagraphFile, type SectionFile } from './file.ts'
import { canonicalMarks, type LooseMark, type Mark } from './marks.ts'
import { seal } from './revision.ts'
import { createUnique, slug } from './slug.ts'
import { toJson } from './meta.ts'
import { type MarkedText, markedTexts } from './parts.ts'
import { directionOf, tidy } from './text.ts'
import { countWords } from './word-count.ts'

/** The text without what its marks of these types cover, in place of which there is a space. */
const withoutMarked = (text: string, marks: readonly Mark[], types: readonly Mark['type'][]): string => {
  let kept = ''
  let at = 0
  for (const { type, start, end } of marks) {
    if (!types.includes(type) || start < at) continue
    kept += `${text.slice(at, start)} `
    at = end
  }
  return kept + text.slice(at)
}

/** What is read as words: not struck text, nor what stands for a note. */
const readWords = ({ text, marks }: MarkedText): string =>
  marks.length === 0 ? text : withoutMarked(text, marks, ['strike', 'note'])

const sectionId = (
  { id, heading, headingMarks = [] }: SectionFile,
  position: number,
  unique: Unique,
): string => {
  if (id !== undefined) return id
  if (heading == null) return unique('lede')
  const made = slug(withoutMarked(heading, toMarks(headingMarks), ['note']))
  return unique(/^\d*$/.test(made) ? `section-${made || position}` : made)
}

type Unique = ReturnType<typeof createUnique>

/** Marks of a valid file, in order; the direction of a language follows from it where it is not given. */
const toMarks = (marks: readonly LooseMark[] = []): Mark[] =>
  canonicalMarks(
    marks.map((mark) =>
      mark.language === undefined || mark.direction !== undefined
        ? mark
        : { ...mark, direction: directionOf(mark.language) },
    ) as Mark[],
  )

const markedText = (given: string | { text: string; marks?: LooseMark[] | undefined }): MarkedText =>
  typeof given === 'string'
    ? { text: given, marks: [] }
    : { text: tidy(given.text), marks: toMarks(given.marks) }

type ListFile = Extract<ParagraphObject, { type: 'list' }>

const toItem = (given: ListFile['items'][number], ordered: boolean): ListItem => {
  const {
    level = 1,
    ordered: own = ordered,
    checked = null,
    term = null,
  } = typeof given === 'string' ? {} : given
  return { ...markedText(given), level, ordered: own, checked, term }
}

const isHolder = ({ text, checked, term }: ListItem): boolean =>
  text === '' && checked === null && term === null

/**
 * The items of a list: none is more than one level deeper than the one before it, those of the first level are numbered
 * as the list is, and none at the beginning is there only to hold a deeper one.
 */
const toItems = ({ items, ordered = false }: ListFile): ListItem[] => {
  let deepest = Infinity
  const made = items.map((given) => {
    const item = toItem(given, ordered)
    const level = Math.min(item.level, deepest)
    deepest = level + 1
    return { ...item, level, ordered: level === 1 ? ordered : item.ordered }
  })
  const first = made.findIndex(
    (item, index) => !isHolder(item) || (made[index + 1]?.level ?? 0) <= item.level,
  )
  return made.slice(first)
}

/** The plain reading of a list: an item a line, a term before what defines it. */
const readList = (items: ListItem[]): string =>
  items.map(({ text, term }) => (term === null ? text : `${term}: ${text}`)).join('\n')

type TableFile = Extract<ParagraphObject, { type: 'table' }>

/** A table whose rows all have a cell for every column. */
const toTable = ({ columns = [], header = [], rows }: TableFile) => {
  const width = Math.max(columns.length, header.length, ...rows.map((row) => row.length))
  const fill = (cells: TableFile['header'] & {}) =>
    Array.from({ length: width }, (_, index) => markedText(cells[index] ?? ''))
  return {
    columns: Array.from({ length: width }, (_, index) => ({ align: columns[index]?.align ?? null })),
    header: header.every((cell) => markedText(cell).text === '') ? [] : fill(header),
    rows: rows.map(fill),
  }
}

/** The plain reading of a table: a row a line, cells divided by tabs. */
const readTable = ({ header, rows }: ReturnType<typeof toTable>): string =>
  [...(header.length === 0 ? [] : [header]), ...rows]
    .map((row) => row.map(({ text }) => text.replaceAll('\n', ' ')).join('\t'))
    .join('\n')

const toCaption = ({
  caption = null,
  captionMarks,
}: {
  caption?: string | null | undefined
  captionMarks?: LooseMark[] | undefined
}) => ({ caption: caption === null ? null : tidy(caption), captionMarks: toMarks(captionMarks) })

type ImageFile = Exclude<ArticleFile['image'], string | null | undefined>

/** What is only known of a file of the folder is filled in when that is read. */
const toImage = (given: ImageFile): Image => {
  const { url, alt = null, credit = null, width = null, height = null } = given
  return { url, alt, ...toCaption(given), credit, width, height, type: null, bytes: null }
}

type ParagraphObject = Exclude<ParagraphFile, string>

const none: Mark[] = []

/** What a paragraph of each type has besides its place. */
const contentOf = (given: ParagraphObject) => {
  switch (given.type) {
    case 'list': {
      const { ordered = false } = given
      const items = toItems(given)
      const start = ordered ? (given.start ?? 1) : 1
      return { type: 'list', text: readList(items), marks: none, ordered, start, items } as const
    }
    case 'image': {
      const image = toImage(given)
      return { type: 'image', text: image.caption ?? image.alt ?? '', marks: none, image } as const
    }
    case 'quote':
      return {
        type: 'quote',
        ...markedText(given),
        attribution: given.attribution ?? null,
        url: given.url ?? null,
      } as const
    case 'code':
      return { type: 'code', text: given.text, marks: none, syntax: given.syntax ?? null } as const
    case 'table': {
      const table = toTable(given)
      return { type: 'table', text: readTable(table), marks: none, ...toCaption(given), ...table } as const
    }
    case 'media': {
      const { kind, url, title = null, provider = null, poster = null } = given
      const { credit = null, width = null, height = null, duration = null } = given
      const said = { kind, url, title, provider, poster, ...toCaption(given) }
      const media = { ...said, credit, width, height, duration }
      return { type: 'media', text: media.caption ?? title ?? '', marks: none, media } as const
    }
    case 'break':
      return { type: 'break', text: '', marks: none } as const
    case 'text':
    case undefined:
      return { type: 'text', ...markedText(given) } as const
  }
}

/** The direction of a paragraph of a type in a language, where none is given. */
export const usualDirection = (
  { type, language }: { type?: string | undefined; language: string },
  around: Locale,
): Locale['direction'] => {
  if (type === 'code') return 'ltr'
  return language === around.language ? around.direction : directionOf(language)
}

type MaybeLocale = { [Key in keyof Locale]?: Locale[Key] | undefined }

/** Code is read from the left, whatever the language around it. */
const languageOf = (given: MaybeLocale & { type?: string | undefined }, around: Locale): Locale => {
  const language = given.language ?? around.language
  const usual = usualDirection({ ...given, language }, around)
  return { language, direction: given.direction ?? usual }
}

const givenGroup = (paragraph: ParagraphFile | undefined): number | null =>
  typeof paragraph === 'object' ? (paragraph.group ?? null) : null

/**
 * The group of each paragraph of the sections, in order: neighbours in a section with the same number are one, and one
 * paragraph alone is none. They are numbered through the article.
 */
const groupsIn = (sections: readonly SectionFile[]): (number | null)[] => {
  let count = 0
  return sections.flatMap(({ paragraphs }) =>
    paragraphs.map((paragraph, index) => {
      const given = givenGroup(paragraph)
      if (given === null) return null
      if (givenGroup(paragraphs[index - 1]) === given) return count
      if (givenGroup(paragraphs[index + 1]) !== given) return null
      count += 1
      return count
    }),
  )
}

type Making = { unique: Unique; around: Locale; groups: Iterator<number | null> }

const toParagraph = (
  file: ParagraphFile,
  { id, position }: { id: string; position: number },
  { around, groups }: Making,
): Paragraph => {
  const given: ParagraphObject = typeof file === 'string' ? { text: file } : file
  const { role = null, label } = given
  const place = {
    id,
    position,
    role,
    ...(label === undefined ? {} : { label }),
    group: groups.next().value ?? null,
  }
  return { ...place, ...contentOf(given), ...languageOf(given, around) }
}

const toSection = (file: SectionFile, position: number, making: Making): Section => {
  const { unique } = making
  const id = sectionId(file, position, unique)
  const paragraphs = file.paragraphs.map((paragraph, index) => {
    const given = typeof paragraph === 'string' ? undefined : paragraph.id
    const place = { id: given ?? unique(`${id}-${index + 1}`), position: index + 1 }
    return toParagraph(paragraph, place, making)
  })
  const { level = 1, headingMarks } = file
  const heading = file.heading == null ? null : tidy(file.heading)
  const aliases = [...new Set(file.aliases)]
  return { id, position, level, heading, headingMarks: toMarks(headingMarks), aliases, paragraphs }
}

const toNote = (file: NoteFile, index: number, around: Locale): Note => ({
  id: file.id,
  label: file.label ?? String(index + 1),
  ...markedText(file),
  ...languageOf(file, around),
})

/** The texts of a paragraph that are read as words: not code, nor what describes an image to those who do not see it. */
const wordsOf = (paragraph: Paragraph): MarkedText[] => {
  if (paragraph.type !== 'list') return markedTexts(paragraph)
  return paragraph.items.flatMap(({ text, marks, term }) => [
    { text: term ?? '', marks: none },
    { text, marks },
  ])
}

const wordsIn = ({ sections, notes }: Pick<Article, 'sections' | 'notes'>): number => {
  let count = 0
  for (const { heading, headingMarks, paragraphs } of sections) {
    count += countWords(readWords({ text: heading ?? '', marks: headingMarks }))
    for (const paragraph of paragraphs)
      for (const text of wordsOf(paragraph)) count += countWords(readWords(text))
  }
  for (const note of notes) count += countWords(readWords(note))
  return count
}

/** The first image of the text. */
export const firstImage = (parts: Pick<Article, 'sections'>): Image | null => {
  const first = allParagraphs(parts).find(({ type }) => type === 'image')
  return first?.type === 'image' ? first.image : null
}

/** The image that a file names, or else the first of its text. */
const imageOf = (given: ArticleFile['image'], sections: Section[]): Image | null => {
  if (given == null) return firstImage({ sections })
  return toImage(typeof given === 'string' ? { url: given } : given)
}

/**
 * A valid file as an article: ids, direction, counts and nulls filled in. `fallbackId` names it where the file
 * does not. Every id is unique among the sections, paragraphs and notes of its article, for a page has one set of anchors.
 */
export const toArticle = (file: ArticleFile, fallbackId: string): Article => {
  const direction = file.direction ?? directionOf(file.language)
  const around = { language: file.language, direction }
  const unique = createUnique(givenIds(file).map(({ id }) => id))
  const making = { unique, around, groups: groupsIn(file.sections).values() }
  const sections = file.sections.map((section, index) => toSection(section, index + 1, making))
  const notes = (file.notes ?? []).map((note, index) => toNote(note, index, around))
  const wordCount = wordsIn({ sections, notes })
  return seal({
    id: file.id ?? fallbackId,
    title: file.title,
    outlet: file.outlet,
    rubric: file.rubric ?? null,
    language: file.language,
    direction,
    summary: file.summary ?? null,
    image: imageOf(file.image, sections),
    authors: (file.authors ?? []).map((author) =>
      typeof author === 'string'
        ? { name: author, url: null }
        : { name: author.name, url: author.url ?? null },
    ),
    tags: [...new Set(file.tags)],
    url: file.url ?? null,
    aliases: [...new Set(file.aliases)],
    translationOf: file.translationOf ?? null,
    translationKey: file.translationKey ?? null,
    translations: [],
    datePublished: file.datePublished ?? null,
    dateModified: file.dateModified ?? null,
    draft: file.draft ?? false,
    expires: file.expires ?? null,
    meta: (toJson(file.meta ?? {}) ?? {}) as Article['meta'],
    wordCount,
    readingMinutes: Math.ceil(wordCount / 200),
    sections,
    notes,
  })
}
