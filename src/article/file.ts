import { z } from 'zod'
import { faultOfMarks, type Mark, markPlace, markTypes } from './marks.ts'
import { sayUnknownKeys } from './keys.ts'
import {
  Direction,
  Href,
  Id,
  ImageAddress,
  Language,
  Line,
  RawText,
  say,
  SectionId,
  SourceDate,
  Text,
  tidy,
  WebAddress,
  withoutTabs,
} from './text.ts'

/** An object whose unknown keys are errors, which name the known keys and the nearest one. */
const strict = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? sayUnknownKeys(issue.keys, Object.keys(shape)) : undefined,
  })

/** It is a `Mark` only after `marksFit`, which checks that links have an address and other marks have none. */
const MarkFile = strict({
  type: z.enum(markTypes),
  ...markPlace,
  href: Href.optional(),
}) as unknown as z.ZodType<Mark, Mark>

type Marked = { text: string; marks?: Mark[] | undefined }

const marksFit = ({ text, marks = [] }: Marked, context: z.RefinementCtx<Marked>) => {
  if (marks.length > 0 && withoutTabs(text) !== tidy(text)) {
    const message = say('has marks and is not tidy', 'write NFC, without white space at the ends of lines')
    context.addIssue({ code: 'custom', message, path: ['text'] })
  }
  const fault = faultOfMarks(text, marks)
  if (fault === undefined) return
  context.addIssue({ code: 'custom', message: fault.message, path: ['marks', fault.index] })
}

const marked = { text: RawText, marks: z.array(MarkFile).optional() }

const common = {
  id: Id.optional().describe('its name in addresses; made from that of its section where it is left out'),
  language: Language.optional().describe('BCP 47, where it is not that of the article'),
  direction: Direction.optional().describe('where it is not that of the language'),
}

const ListItemFile = z.union([Text, strict(marked).superRefine(marksFit)])

const ParagraphObject = z.discriminatedUnion(
  'type',
  [
    strict({ ...common, type: z.literal('text').optional(), ...marked }).superRefine(marksFit),
    strict({
      ...common,
      type: z.literal('quote'),
      ...marked,
      attribution: Line.nullable().optional().describe('who said it'),
    }).superRefine(marksFit),
    strict({
      ...common,
      type: z.literal('list'),
      ordered: z.boolean().optional(),
      items: z.array(ListItemFile).min(1, say('has no items', 'write one, or remove the list')),
    }),
    strict({
      ...common,
      type: z.literal('image'),
      url: ImageAddress.describe('where the image is'),
      alt: Line.nullable().optional().describe('what it shows, for those who do not see it'),
      caption: Text.nullable().optional(),
      credit: Line.nullable().optional().describe('whose it is'),
      width: z.int().min(1).nullable().optional().describe('pixels'),
      height: z.int().min(1).nullable().optional().describe('pixels'),
    }),
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union'
        ? say('is not a type of paragraph', 'use text, quote, list or image')
        : undefined,
  },
)

const ParagraphFile = z.union([Text, ParagraphObject])
export type ParagraphFile = z.infer<typeof ParagraphFile>

const SectionFile = strict({
  id: SectionId.optional().describe('its name in addresses; made from the heading where it is left out'),
  level: z.int().min(1).max(6).optional().describe('1 for a main heading, 2 for one below it, …'),
  heading: Line.nullable().optional().describe('only the first section may have none'),
  paragraphs: z.array(ParagraphFile).describe('plain text, or objects with marks, quotes, lists and images'),
})
export type SectionFile = z.infer<typeof SectionFile>

const AuthorFile = z.union([Line, strict({ name: Line, url: WebAddress.nullable().optional() })])

type Path = (string | number)[]

/** The ids that a file gives, each with its path. */
export const givenIds = (sections: SectionFile[]): { id: string; path: Path }[] => {
  const ids: { id: string; path: Path }[] = []
  for (const [index, section] of sections.entries()) {
    if (section.id !== undefined) ids.push({ id: section.id, path: ['sections', index, 'id'] })
    for (const [at, paragraph] of section.paragraphs.entries()) {
      if (typeof paragraph === 'string' || paragraph.id === undefined) continue
      ids.push({ id: paragraph.id, path: ['sections', index, 'paragraphs', at, 'id'] })
    }
  }
  return ids
}

const formatPath = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')

const uniqueIds = (sections: SectionFile[], context: z.RefinementCtx<SectionFile[]>) => {
  const seen = new Map<string, Path>()
  for (const { id, path } of givenIds(sections)) {
    const first = seen.get(id)
    if (first === undefined) seen.set(id, path)
    else {
      const message = say(
        `the id "${id}" is also at ${formatPath(first)}`,
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
  id: Id.optional().describe('its name in addresses; made from the name of the file where it is left out'),
  title: Line,
  outlet: Line.describe('who published it'),
  rubric: Line.nullable().optional().describe('the desk or column of the outlet'),
  language: Language.describe('BCP 47, as in "ar", "en-GB" or "zh-Hant"'),
  direction: Direction.optional().describe('where it is not that of the language'),
  summary: Text.nullable().optional(),
  authors: z.array(AuthorFile).optional().describe('names, or objects with a name and an address'),
  tags: z.array(Line).optional(),
  url: WebAddress.nullable().optional().describe('where the outlet published it'),
  datePublished: SourceDate.nullable().optional().describe('as the source gives it'),
  dateModified: SourceDate.nullable().optional().describe('as the source gives it'),
  sections: z.array(SectionFile).superRefine(uniqueIds).superRefine(headingsAfterTheFirst),
})
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
      // zod adds the largest exact integer of JavaScript, which says nothing about the value.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      const [one, none] = jsonSchema.anyOf ?? []
      if (typeof one?.type !== 'string' || none?.type !== 'null') return
      delete jsonSchema.anyOf
      Object.assign(jsonSchema, one, { type: [one.type, 'null'] })
    },
  })

/** JSON Schema 2020-12 of an article file, with which an editor completes and checks what is typed. */
export const articleSchema = (): object => ({
  ...toJsonSchema(ArticleFile, 'input'),
  title: 'An article of maqal',
})
