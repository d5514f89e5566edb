import type { Article, ListItem, Locale, Paragraph, Section } from './article.ts'
import { type ArticleFile, givenIds, type ParagraphFile, type SectionFile } from './file.ts'
import { canonicalMarks, type Mark } from './marks.ts'
import { countedAtOnce } from './limits.ts'
import { createUnique, slug } from './slug.ts'
import { directionOf, tidy } from './text.ts'

/** In scripts without spaces each letter counts as a word, in all others each run of letters. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}\p{sc=Mymr}`
const letters = String.raw`[[\p{L}\p{N}\p{M}'’\u200C\u200D]--[${unspaced}]]`

/** Web and mail addresses do not count as words. */
const addresses = /(?:https?:\/\/|www\.)[!-~]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** The first character of a word. A pattern for whole words overflows the stack on one of 5 MB. */
const beginnings = new RegExp(String.raw`[${unspaced}]|(?<!${letters})${letters}`, 'gv')

/** Counts the words that begin in a part of a text; the character before it tells whether it begins inside a word. */
const countWordsFrom = (text: string, start: number): number => {
  const before = text.slice(Math.max(0, start - 2), start)
  const count = (part: string): number => part.match(beginnings)?.length ?? 0
  return count(before + text.slice(start, start + countedAtOnce)) - count(before)
}

const countWords = (text: string): number => {
  const words = text.replaceAll(addresses, ' ')
  let count = 0
  for (let start = 0; start < words.length; start += countedAtOnce) count += countWordsFrom(words, start)
  return count
}

const sectionId = (section: SectionFile, position: number, unique: Unique): string => {
  if (section.id !== undefined) return section.id
  const heading = section.heading ?? null
  if (heading === null) return unique('lede')
  const made = slug(heading)
  return unique(/^\d*$/.test(made) ? `section-${made || position}` : made)
}

type Unique = ReturnType<typeof createUnique>

/** The article around a section. */
type Around = Locale & { unique: Unique }

const markedText = (given: string | { text: string; marks?: Mark[] | undefined }) =>
  typeof given === 'string'
    ? { text: given, marks: [] }
    : { text: tidy(given.text), marks: canonicalMarks(given.marks ?? []) }

/** The plain text of a list: one item per line. */
const readList = (items: ListItem[]): string => items.map(({ text }) => text).join('\n')

type ParagraphObject = Exclude<ParagraphFile, string>

/** What a paragraph has by its type. */
const contentOf = (given: ParagraphObject) => {
  switch (given.type) {
    case 'list': {
      const items = given.items.map(markedText)
      const ordered = given.ordered ?? false
      return { type: 'list', text: readList(items), marks: [] as Mark[], ordered, items } as const
    }
    case 'image': {
      const { url, alt = null, caption = null, credit = null, width = null, height = null } = given
      const image = { url, alt, caption, credit, width, height }
      return { type: 'image', text: caption ?? alt ?? '', marks: [] as Mark[], image } as const
    }
    case 'quote':
      return { type: 'quote', ...markedText(given), attribution: given.attribution ?? null } as const
    case 'text':
    case undefined:
      return { type: 'text', ...markedText(given) } as const
  }
}

type Place = { id: string; position: number }

const toParagraph = (file: ParagraphFile, place: Place, around: Locale): Paragraph => {
  const given: ParagraphObject = typeof file === 'string' ? { text: file } : file
  const language = given.language ?? around.language
  const direction =
    given.direction ?? (given.language === undefined ? around.direction : directionOf(language))
  return { ...place, ...contentOf(given), language, direction }
}

const toSection = (file: SectionFile, position: number, around: Around): Section => {
  const { unique } = around
  const id = sectionId(file, position, unique)
  const paragraphs = file.paragraphs.map((paragraph, index) => {
    const given = typeof paragraph === 'string' ? undefined : paragraph.id
    const place = { id: given ?? unique(`${id}-${index + 1}`), position: index + 1 }
    return toParagraph(paragraph, place, around)
  })
  return { id, position, level: file.level ?? 1, heading: file.heading ?? null, paragraphs }
}

/** The text whose words count: the alternative text of an image does not. */
const readText = (paragraph: Paragraph): string =>
  paragraph.type === 'image' ? (paragraph.image.caption ?? '') : paragraph.text

const wordsIn = (sections: Section[]): number => {
  let count = 0
  for (const section of sections) {
    count += countWords(section.heading ?? '')
    for (const paragraph of section.paragraphs) count += countWords(readText(paragraph))
  }
  return count
}

/**
 * A valid file as an article: ids, direction, counts and nulls filled in. `fallbackId` is its id where the file gives
 * none. Ids are unique among the sections and paragraphs of an article, because its page has one set of anchors.
 */
export const toArticle = (file: ArticleFile, fallbackId: string): Article => {
  const direction = file.direction ?? directionOf(file.language)
  const unique = createUnique(givenIds(file.sections).map(({ id }) => id))
  const sections = file.sections.map((section, index) =>
    toSection(section, index + 1, { language: file.language, direction, unique }),
  )
  const wordCount = wordsIn(sections)
  return {
    id: file.id ?? fallbackId,
    title: file.title,
    outlet: file.outlet,
    rubric: file.rubric ?? null,
    language: file.language,
    direction,
    summary: file.summary ?? null,
    authors: (file.authors ?? []).map((author) =>
      typeof author === 'string'
        ? { name: author, url: null }
        : { name: author.name, url: author.url ?? null },
    ),
    tags: [...new Set(file.tags)],
    url: file.url ?? null,
    datePublished: file.datePublished ?? null,
    dateModified: file.dateModified ?? null,
    wordCount,
    readingMinutes: Math.ceil(wordCount / 200),
    sections,
  }
}
