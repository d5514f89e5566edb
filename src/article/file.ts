import { z } from 'zod'
import { alignments, mediaKinds, Role } from './article.ts'
import { aliasKey, isPath, tidyAlias } from './aliases.ts'
import { deepestList, mostAliases, mostCells } from './limits.ts'
import { faultOfMarks, type LooseMark, markPlace, markTypes } from './marks.ts'
import { strict } from './keys.ts'
import { Meta } from './meta.ts'
import {
  CodeText,
  Direction,
  Href,
  Id,
  ImageAddress,
  Language,
  Line,
  RawLine,
  RawText,
  say,
  SectionId,
  SourceDate,
  Text,
  tidy,
  WebAddress,
  withoutTabs,
} from './text.ts'

/** It is a `Mark` only after `marksFit`, which checks that each type of mark has its own keys and no others. */
const MarkFile = strict({
  type: z.enum(markTypes).describe('what the stretch of text is'),
  ...markPlace,
  href: Href.optional().describe('where a link leads'),
  note: Id.optional().describe('the id of the note that a note mark refers to'),
  language: Language.optional().describe('BCP 47, of a language mark'),
  direction: Direction.optional().describe('of a language mark, where it is not that of its language'),
}) as unknown as z.ZodType<LooseMark, LooseMark>

type Marked = { text: string; marks?: LooseMark[] | undefined }

/** Says what is wrong with the marks of a text, and at which key. */
const checkMarks = (
  { text, marks = [] }: Marked,
  context: z.RefinementCtx,
  [textKey, marksKey]: [string, string],
) => {
  if (marks.length > 0 && withoutTabs(text) !== tidy(text)) {
    const message = say('has marks and is not tidy', 'write NFC, without white space at the ends of lines')
    context.addIssue({ code: 'custom', message, path: [textKey] })
  }
  const fault = faultOfMarks(text, marks)
  if (fault === undefined) return
  context.addIssue({ code: 'custom', message: fault.message, path: [marksKey, fault.index] })
}

const marksFit = (value: Marked, context: z.RefinementCtx<Marked>) =>
  checkMarks(value, context, ['text', 'marks'])

type Captioned = { caption?: string | null | undefined; captionMarks?: LooseMark[] | undefined }

const captionFits = ({ caption, captionMarks }: Captioned, context: z.RefinementCtx<Captioned>) =>
  checkMarks({ text: caption ?? '', marks: captionMarks }, context, ['caption', 'captionMarks'])

const marks = z.array(MarkFile).optional().describe('links, emphasis and the like, as offsets into the text')

const marked = { text: RawText.describe('the text; a line end in it is a line break'), marks }

const captioned = {
  caption: RawText.nullable().optional().describe('what stands under it'),
  captionMarks: z.array(MarkFile).optional().describe('marks of `caption`'),
  credit: Line.nullable().optional().describe('whose it is'),
}

const size = {
  width: z.int().min(1).nullable().optional().describe('pixels'),
  height: z.int().min(1).nullable().optional().describe('pixels'),
}

const common = {
  id: Id.optional().describe('its name in addresses; made from that of its section where it is left out'),
  role: Role.nullable()
    .optional()
    .describe('pull, callout, related or correction; left out for an ordinary paragraph'),
  label: Line.optional().describe('the heading of a callout, such as Note'),
  group: z
    .int()
    .min(1)
    .nullable()
    .optional()
    .describe('the same number for neighbours that are one callout, quote or list item'),
  language: Language.optional().describe('BCP 47, where it is not that of the article'),
  direction: Direction.optional().describe('where it is not that of the language'),
}

/** The text of an item or a cell, which may be empty. */
const MaybeText = z.union([z.literal(''), RawText])

const ListItemFile = z.union([
  Text,
  strict({
    text: MaybeText.describe('the text, without a number or bullet'),
    marks,
    level: z
      .int()
      .min(1)
      .max(deepestList)
      .optional()
      .describe('2 for an item of a list inside the list, 3 for one inside that, …; 1 where it is left out'),
    ordered: z
      .boolean()
      .optional()
      .describe('whether it is numbered, where that is not as in the whole list'),
    checked: z
      .boolean()
      .nullable()
      .optional()
      .describe('whether a task is done; left out where it is no task'),
    term: Line.nullable().optional().describe('the term that the text defines'),
  }).superRefine(marksFit),
])

const CellFile = z.union([z.literal(''), Text, strict({ text: MaybeText, marks }).superRefine(marksFit)])

type CellText = string | { text: string }
type Rows = { header?: CellText[] | undefined; rows: CellText[][] }

const cellsThere = ({ header = [], rows }: Rows, context: z.RefinementCtx<Rows>) => {
  const isText = (cell: CellText) => (typeof cell === 'string' ? cell : cell.text).trim() !== ''
  if ([header, ...rows].some((cells) => cells.some(isText))) return
  const message = say('has no text in its cells', 'write some, or remove the table')
  context.addIssue({ code: 'custom', message, path: ['rows'] })
}

const ParagraphObject = z.discriminatedUnion(
  'type',
  [
    strict({ ...common, type: z.literal('text').optional(), ...marked }).superRefine(marksFit),
    strict({
      ...common,
      type: z.literal('quote'),
      ...marked,
      attribution: Line.nullable().optional().describe('who said it'),
      url: Href.nullable().optional().describe('where it was said'),
    }).superRefine(marksFit),
    strict({
      ...common,
      type: z.literal('list'),
      ordered: z.boolean().optional().describe('true where the items are numbered'),
      start: z.int().min(0).optional().describe('the number of the first item, where it is not 1'),
      items: z
        .array(ListItemFile)
        .min(1, say('has no items', 'write one, or remove the list'))
        .describe('texts, or objects with marks, level, checked and term'),
    }),
    strict({
      ...common,
      type: z.literal('image'),
      url: ImageAddress.describe('where the image is'),
      alt: Line.nullable().optional().describe('what it shows, for those who do not see it'),
      ...captioned,
      ...size,
    }).superRefine(captionFits),
    strict({
      ...common,
      type: z.literal('code'),
      text: CodeText.describe('the code; white space, tabs and blank lines are kept'),
      syntax: Line.nullable().optional().describe('the language of the code, such as js'),
    }),
    strict({
      ...common,
      type: z.literal('table'),
      caption: captioned.caption,
      captionMarks: captioned.captionMarks,
      columns: z
        .array(strict({ align: z.enum(alignments).nullable().optional().describe('start, center or end') }))
        .optional()
        .describe('how the cells of each column stand'),
      header: z.array(CellFile).optional().describe('the row of headings'),
      rows: z.array(z.array(CellFile)).describe('rows of cells: texts, or objects with marks'),
    })
      .superRefine(captionFits)
      .superRefine(cellsThere),
    strict({
      ...common,
      type: z.literal('media'),
      kind: z.enum(mediaKinds).describe('video, audio, or embed for the page of another site'),
      url: ImageAddress.describe('where it is'),
      title: Line.nullable().optional().describe('what it is called'),
      provider: Line.nullable().optional().describe('the site it comes from, such as YouTube'),
      poster: ImageAddress.nullable().optional().describe('the address of an image that stands for it'),
      ...captioned,
      ...size,
      duration: z.number().min(0).nullable().optional().describe('seconds'),
    }).superRefine(captionFits),
    strict({ ...common, type: z.literal('break') }),
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union'
        ? say('is not a type of paragraph', 'use text, quote, list, image, code, table, media or break')
        : undefined,
  },
)

type Labelled = { role?: Role | null | undefined; label?: string | undefined }

const labelFits = ({ role, label }: Labelled, context: z.RefinementCtx<Labelled>) => {
  if (label === undefined || role === 'callout') return
  const message = say('is a label of no callout', 'add "role": "callout", or remove the label')
  context.addIssue({ code: 'custom', message, path: ['label'] })
}

const ParagraphFile = z.union([Text, ParagraphObject.superRefine(labelFits)])
export type ParagraphFile = z.infer<typeof ParagraphFile>

type Headed = { heading?: string | null | undefined; headingMarks?: LooseMark[] | undefined }

const headingFits = ({ heading, headingMarks }: Headed, context: z.RefinementCtx<Headed>) =>
  checkMarks({ text: heading ?? '', marks: headingMarks }, context, ['heading', 'headingMarks'])

const notAlias = say('is not an id or a path', 'write one as in "old-name" or "/2019/old-name"')

/** Checked as it is written, since a sign may be percent-encoded twice. */
const Alias = z
  .string()
  .refine((text) => tidyAlias(text) !== undefined, { error: notAlias, abort: true })
  .overwrite((text) => tidyAlias(text) ?? text)

const SectionAlias = Alias.refine(
  (alias) => !isPath(alias) && !/^\d+$/.test(alias),
  say('is not the id of a section', 'write one as in "old-heading"'),
).overwrite(aliasKey)

const tooManyAliases = say(`are more than ${mostAliases}`, 'leave some out')

const SectionFile = strict({
  id: SectionId.optional().describe('its name in addresses; made from the heading where it is left out'),
  level: z.int().min(1).max(6).optional().describe('1 for a main heading, 2 for one below it, …'),
  heading: RawLine.nullable().optional().describe('only the first section may have none'),
  headingMarks: z.array(MarkFile).optional().describe('marks of `heading`'),
  aliases: z
    .array(SectionAlias)
    .max(mostAliases, tooManyAliases)
    .optional()
    .describe('ids that it had before, as of another heading: they lead to it'),
  paragraphs: z
    .array(ParagraphFile)
    .describe(
      'plain text, or objects: text with marks, quotes, lists, images, code, tables, media and breaks',
    ),
}).superRefine(headingFits)
export type SectionFile = z.infer<typeof SectionFile>

const NoteFile = strict({
  id: Id.describe('its name in addresses, which note marks refer to'),
  label: Line.optional().describe('what stands for it in the text; its position where it is left out'),
  ...marked,
  language: Language.optional().describe('BCP 47, where it is not that of the article'),
  direction: Direction.optional().describe('where it is not that of the language'),
}).superRefine(marksFit)
export type NoteFile = z.infer<typeof NoteFile>

export const ImageFile = z.union([
  ImageAddress,
  strict({
    url: ImageAddress.describe('where the image is'),
    alt: Line.nullable().optional().describe('what it shows, for those who do not see it'),
    ...captioned,
    ...size,
  }).superRefine(captionFits),
])

export const AuthorFile = z.union([Line, strict({ name: Line, url: WebAddress.nullable().optional() })])

type Path = (string | number)[]

type Parts = { sections: SectionFile[]; notes?: NoteFile[] | undefined }

/** The ids a file gives, each with its place. */
export const givenIds = ({ sections, notes = [] }: Parts): { id: string; path: Path }[] => {
  const ids: { id: string; path: Path }[] = []
  for (const [index, section] of sections.entries()) {
    if (section.id !== undefined) ids.push({ id: section.id, path: ['sections', index, 'id'] })
    for (const [at, paragraph] of section.paragraphs.entries()) {
      if (typeof paragraph === 'string' || paragraph.id === undefined) continue
      ids.push({ id: paragraph.id, path: ['sections', index, 'paragraphs', at, 'id'] })
    }
  }
  for (const [index, { id }] of notes.entries()) ids.push({ id, path: ['notes', index, 'id'] })
  return ids
}

const formatPath = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')

const tooManyCells = say(
  `makes more than ${mostCells} cells of tables in the article: its longest row times its rows`,
  'divide the article, or shorten the longest row',
)

/** A table has the cells of its longest row in every row. */
const cellsFit = ({ sections }: Parts, context: z.RefinementCtx<Parts>) => {
  let cells = 0
  for (const [index, { paragraphs }] of sections.entries()) {
    for (const [at, paragraph] of paragraphs.entries()) {
      if (typeof paragraph === 'string' || paragraph.type !== 'table') continue
      const { columns = [], header = [], rows } = paragraph
      const width = rows.reduce(
        (most, row) => Math.max(most, row.length),
        Math.max(columns.length, header.length),
      )
      cells += width * (rows.length + 1)
      if (cells <= mostCells) continue
      context.addIssue({ code: 'custom', message: tooManyCells, path: ['sections', index, 'paragraphs', at] })
      return
    }
  }
}

const uniqueIds = (file: Parts, context: z.RefinementCtx<Parts>) => {
  const seen = new Map<string, Path>()
  for (const { id, path } of givenIds(file)) {
    const first = seen.get(id)
    if (first === undefined) seen.set(id, path)
    else {
      const message = say(
        `the id "${id}" is also at ${formatPath(first)}`,
        'give each section, paragraph and note its own',
      )
      context.addIssue({ code: 'custom', message, path })
    }
  }
}

type MarksAt = { marks: LooseMark[] | undefined; path: Path }

type MaybeMarked = string | { marks?: LooseMark[] | undefined }

const marksOf = (part: MaybeMarked, path: Path): MarksAt[] =>
  typeof part === 'string' ? [] : [{ marks: part.marks, path: [...path, 'marks'] }]

const marksOfParagraph = (paragraph: ParagraphFile, path: Path): MarksAt[] => {
  if (typeof paragraph === 'string') return []
  switch (paragraph.type) {
    case 'list':
      return paragraph.items.flatMap((item, index) => marksOf(item, [...path, 'items', index]))
    case 'table': {
      const { header = [], rows, captionMarks } = paragraph
      return [
        { marks: captionMarks, path: [...path, 'captionMarks'] },
        ...header.flatMap((cell, index) => marksOf(cell, [...path, 'header', index])),
        ...rows.flatMap((row, at) =>
          row.flatMap((cell, index) => marksOf(cell, [...path, 'rows', at, index])),
        ),
      ]
    }
    case 'image':
    case 'media':
      return [{ marks: paragraph.captionMarks, path: [...path, 'captionMarks'] }]
    case 'code':
    case 'break':
      return []
    case 'quote':
    case 'text':
    case undefined:
      return marksOf(paragraph, path)
  }
}

/** All marks of a file, each list with its place. */
const marksIn = ({ sections, notes = [] }: Parts): MarksAt[] => [
  ...sections.flatMap(({ headingMarks, paragraphs }, index) => [
    { marks: headingMarks, path: ['sections', index, 'headingMarks'] },
    ...paragraphs.flatMap((paragraph, at) =>
      marksOfParagraph(paragraph, ['sections', index, 'paragraphs', at]),
    ),
  ]),
  ...notes.flatMap((note, index) => marksOf(note, ['notes', index])),
]

const notesThere = (file: Parts, context: z.RefinementCtx<Parts>) => {
  const ids = new Set(file.notes?.map(({ id }) => id))
  for (const { marks: list = [], path } of marksIn(file)) {
    for (const [index, { note }] of list.entries()) {
      if (note === undefined || ids.has(note)) continue
      const message = say(`there is no note "${note}"`, 'add it to "notes", or remove the mark')
      context.addIssue({ code: 'custom', message, path: [...path, index, 'note'] })
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
  id: Id.optional().describe('its name in addresses; made from the name of the file where it is left out'),
  title: Line,
  outlet: Line.describe('who published it'),
  rubric: Line.nullable().optional().describe('the desk or column of the outlet'),
  language: Language.describe('BCP 47, as in "ar", "en-GB" or "zh-Hant"'),
  direction: Direction.optional().describe('where it is not that of the language'),
  summary: Text.nullable().optional(),
  image: ImageFile.nullable()
    .optional()
    .describe('the image that stands for the article, where that is not its first: an address or an object'),
  authors: z.array(AuthorFile).optional().describe('names, or objects with a name and an address'),
  tags: z.array(Line).optional(),
  url: WebAddress.nullable().optional().describe('where the outlet published it'),
  aliases: z
    .array(Alias)
    .max(mostAliases, tooManyAliases)
    .optional()
    .describe('ids and paths that it had before, as in "old-name" and "/2019/old-name": they lead to it'),
  translationOf: Id.nullable().optional().describe('the id of the article that it is a translation of'),
  translationKey: Line.nullable().optional().describe('a name that it and its translations have alike'),
  datePublished: SourceDate.nullable().optional().describe('as the source gives it'),
  dateModified: SourceDate.nullable().optional().describe('as the source gives it'),
  draft: z.boolean().optional().describe('true for an article that is not to be served yet'),
  expires: SourceDate.nullable().optional().describe('the moment from which on it is served no more'),
  meta: Meta.optional().describe('facts of your own, which are served as they are'),
  sections: z
    .array(SectionFile)
    .superRefine(headingsAfterTheFirst)
    .describe('headed parts in order; only the first may have no heading'),
  notes: z.array(NoteFile).optional().describe('footnotes in order'),
})
  .superRefine(cellsFit)
  .superRefine(uniqueIds)
  .superRefine(notesThere)
export type ArticleFile = z.infer<typeof ArticleFile>

/** Keys that an object never has: TypeScript needs them, and many readers of JSON Schema do not know `not`. */
const neverIn = (schema: unknown): string[] =>
  schema instanceof z.ZodObject
    ? Object.entries(schema.shape).flatMap(([name, part]) =>
        part instanceof z.ZodOptional && part.unwrap() instanceof z.ZodNever ? [name] : [],
      )
    : []

/** JSON Schema 2020-12 of the input or output of a zod schema. */
export const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override({ zodSchema, jsonSchema }) {
      for (const name of neverIn(zodSchema)) delete jsonSchema.properties?.[name]
      // Any key and value, said so that makers of types see it.
      if (zodSchema instanceof z.ZodRecord) {
        jsonSchema.additionalProperties = true
        delete jsonSchema.propertyNames
      }
      // zod adds the largest exact integer of JavaScript, which says nothing about the value.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      const [one, none] = jsonSchema.anyOf ?? []
      if (typeof one?.type !== 'string' || none?.type !== 'null') return
      delete jsonSchema.anyOf
      Object.assign(jsonSchema, one, { type: [one.type, 'null'] })
      if (one.enum !== undefined) jsonSchema.enum = [...one.enum, null]
    },
  })

/** JSON Schema 2020-12 of an article file, with which an editor completes and checks what is typed. */
export const articleSchema = (): object => ({
  ...toJsonSchema(ArticleFile, 'input'),
  title: 'An article of maqal',
})
