import { z } from 'zod'
import type { Article, Paragraph, Section } from './article.ts'
import { nearest } from './nearest.ts'
import { slug, unique } from './slug.ts'
import {
  Direction,
  directionOf,
  Id,
  Language,
  Line,
  SectionId,
  SourceDate,
  Text,
  WebAddress,
  say,
} from './text.ts'

/** An object in which an unknown key is an error that names it, the known ones and the nearest. */
const strict = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      const known = Object.keys(shape)
      const near = nearest(issue.keys[0] ?? '', known)
      const question = near === undefined ? '' : `did you mean "${near}"? `
      const unknown = issue.keys.map((key) => JSON.stringify(key)).join(', ')
      return say(`unknown key ${unknown}`, `${question}the keys here are ${known.join(', ')}`)
    },
  })

const ParagraphObject = strict({
  id: Id.optional(),
  type: z.literal('text').optional(),
  text: Text,
  language: Language.optional(),
  direction: Direction.optional(),
})

const ParagraphFile = z.union([Text, ParagraphObject])
type ParagraphFile = z.infer<typeof ParagraphFile>

const SectionFile = strict({
  id: SectionId.optional(),
  level: z.int().min(1).max(6).optional(),
  heading: Line.nullable().optional(),
  paragraphs: z.array(ParagraphFile),
})
type SectionFile = z.infer<typeof SectionFile>

const AuthorFile = z.union([Line, strict({ name: Line, url: WebAddress.nullable().optional() })])

type Place = (string | number)[]

/** The ids a file gives, each with its place. */
const givenIds = (sections: SectionFile[]): { id: string; path: Place }[] => {
  const ids: { id: string; path: Place }[] = []
  for (const [index, section] of sections.entries()) {
    if (section.id !== undefined) ids.push({ id: section.id, path: ['sections', index, 'id'] })
    for (const [at, paragraph] of section.paragraphs.entries()) {
      if (typeof paragraph === 'string' || paragraph.id === undefined) continue
      ids.push({ id: paragraph.id, path: ['sections', index, 'paragraphs', at, 'id'] })
    }
  }
  return ids
}

const spell = (path: Place): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')

const uniqueIds = (sections: SectionFile[], context: z.RefinementCtx<SectionFile[]>) => {
  const seen = new Map<string, Place>()
  for (const { id, path } of givenIds(sections)) {
    const first = seen.get(id)
    if (first === undefined) seen.set(id, path)
    else {
      const message = say(
        `the id "${id}" is also at ${spell(first)}`,
        'give each section and paragraph its own',
      )
      context.addIssue({ code: 'custom', message, path: path.slice(1) })
    }
  }
}

const headingsAfterTheFirst = (sections: SectionFile[], context: z.RefinementCtx<SectionFile[]>) => {
  for (const [index, section] of sections.entries()) {
    if (index === 0 || (section.heading ?? null) !== null) continue
    const message = say(
      'has no heading',
      'only the first section may have none: give it one, or join it to the one before',
    )
    context.addIssue({ code: 'custom', message, path: [index] })
  }
}

/** An article as an editor writes it. Optional keys are derived by `toArticle`; an unknown key is an error. */
export const ArticleFile = strict({
  $schema: z.string().optional(),
  id: Id.optional(),
  title: Line,
  outlet: Line,
  rubric: Line.nullable().optional(),
  language: Language,
  direction: Direction.optional(),
  summary: Text.nullable().optional(),
  authors: z.array(AuthorFile).optional(),
  tags: z.array(Line).optional(),
  url: WebAddress.nullable().optional(),
  datePublished: SourceDate.nullable().optional(),
  dateModified: SourceDate.nullable().optional(),
  sections: z.array(SectionFile).superRefine(uniqueIds).superRefine(headingsAfterTheFirst),
})
export type ArticleFile = z.infer<typeof ArticleFile>

/** The scripts written without spaces count by the letter, all others by the run. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}\p{sc=Mymr}`
const words = new RegExp(String.raw`[${unspaced}]|[[\p{L}\p{N}\p{M}'’\u200C\u200D]--[${unspaced}]]+`, 'gv')

const countWords = (text: string): number => text.match(words)?.length ?? 0

const sectionId = (section: SectionFile, position: number, taken: Set<string>): string => {
  if (section.id !== undefined) return section.id
  const heading = section.heading ?? null
  if (heading === null) return unique('lede', taken)
  const made = slug(heading)
  return unique(/^\d*$/.test(made) ? `section-${made || position}` : made, taken)
}

type Written = { language: string; direction: Article['direction'] }

const toParagraph = (file: ParagraphFile, position: number, id: string, around: Written): Paragraph => {
  const given = typeof file === 'string' ? { text: file } : file
  const language = given.language ?? around.language
  const direction =
    given.direction ?? (given.language === undefined ? around.direction : directionOf(language))
  return { id, position, type: 'text', text: given.text, marks: [], language, direction }
}

const toSection = (file: SectionFile, position: number, taken: Set<string>, around: Written): Section => {
  const id = sectionId(file, position, taken)
  const paragraphs = file.paragraphs.map((paragraph, index) => {
    const given = typeof paragraph === 'string' ? undefined : paragraph.id
    return toParagraph(paragraph, index + 1, given ?? unique(`${id}-${index + 1}`, taken), around)
  })
  return { id, position, level: file.level ?? 1, heading: file.heading ?? null, paragraphs }
}

const wordsIn = (sections: Section[]): number => {
  let count = 0
  for (const section of sections) {
    count += countWords(section.heading ?? '')
    for (const paragraph of section.paragraphs) count += countWords(paragraph.text)
  }
  return count
}

/**
 * A valid file as an article: ids, direction, counts and nulls filled in. `fallbackId` names it where the file
 * does not. Every id is unique among the sections and paragraphs of its article, for a page has one set of anchors.
 */
export const toArticle = (file: ArticleFile, fallbackId: string): Article => {
  const direction = file.direction ?? directionOf(file.language)
  const taken = new Set(givenIds(file.sections).map(({ id }) => id))
  const sections = file.sections.map((section, index) =>
    toSection(section, index + 1, taken, { language: file.language, direction }),
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
