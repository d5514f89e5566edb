/** `maqal.yaml`, the file at the root of a folder that says how the folder is read. */
import { normalize } from 'node:path/posix'
import picomatch from 'picomatch'
import { z } from 'zod'
import { AuthorFile } from '../article/file.ts'
import { strict } from '../article/keys.ts'
import { nearest } from '../article/nearest.ts'
import { Language, Line, say } from '../article/text.ts'
import { addSuggestions, explain, type Fault, formatPath, limitFaults } from './fault.ts'
import {
  longestGlob,
  longestSynonym,
  mostFolders,
  mostGlobs,
  mostGlobstars,
  mostInGroup,
  mostSynonyms,
  mostWildcards,
} from './limits.ts'
import type { PlacedProblem } from './places.ts'
import { readYaml } from './yaml/yaml.ts'

/** More wildcards match a long name in so many ways that a name which does not match takes seconds. */
const isQuick = (glob: string): boolean => {
  const segments = glob.split('/')
  const inOne = segments.map((segment) => segment.match(/\*+|\?/g)?.length ?? 0)
  return (
    Math.max(...inOne) <= mostWildcards &&
    segments.filter((segment) => segment.includes('**')).length <= mostGlobstars
  )
}

const Glob = z
  .string()
  .max(longestGlob, say(`is longer than ${longestGlob} characters`, 'shorten it'))
  .regex(/^[^!\\()|\s][^\\()|]*$/, {
    error: say('is not a pattern', 'write a name or a path below this folder, as in drafts or posts/**/*.md'),
    abort: true,
  })
  .refine((glob) => !glob.split('/').includes('..'), say('leads out of the folder', 'name what is in it'))
  .refine(isQuick, say(`has more than ${mostWildcards} wildcards in a name`, 'write several patterns'))

const Globs = z
  .union([Glob.transform((glob) => [glob]), z.array(Glob)])
  .refine((globs) => globs.length <= mostGlobs, say(`has more than ${mostGlobs} patterns`, 'join some'))

const Folder = z
  .string()
  .max(longestGlob, say(`is longer than ${longestGlob} characters`, 'shorten it'))
  .regex(/^(?![/\\])[^\0\\*?]+$/, {
    error: say('is not a folder', 'write a path from this folder, as in static or ../static'),
    abort: true,
  })
  .transform((path) => normalize(path).replace(/(?<=.)\/$/, ''))
  .refine(
    (path) => path !== '.' && !/(?:^|\/)\.(?!\.(?:\/|$))/.test(path),
    say('is hidden, or this folder itself', 'name another'),
  )

const Folders = z
  .union([Folder.transform((folder) => [folder]), z.array(Folder)])
  .refine(
    (folders) => folders.length <= mostFolders,
    say(`has more than ${mostFolders} folders`, 'name fewer'),
  )

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const sayNoTimeZone = (name: string): string => {
  const near = nearest(name, ['UTC', ...Intl.supportedValuesOf('timeZone')])
  const question = near === undefined ? '' : `did you mean "${near}"? `
  return say('is no time zone', `${question}use a name of the IANA, as in "Asia/Riyadh"`)
}

/** A name and not an offset, since offsets change with the seasons. */
const TimeZone = z.string().superRefine((name, context) => {
  if (/^[A-Z]/i.test(name) && isTimeZone(name)) return
  context.addIssue({ code: 'custom', message: sayNoTimeZone(name) })
})

/** What every file has that does not say otherwise. */
const Defaults = strict({
  outlet: Line.optional(),
  language: Language.optional(),
  rubric: Line.optional(),
  authors: z.array(AuthorFile).optional(),
  tags: z.array(Line).optional(),
})
export type Defaults = z.infer<typeof Defaults>

const Synonym = z
  .union([Line, z.number().transform(String)])
  .refine(
    (words) => words.length <= longestSynonym,
    say(`is longer than ${longestSynonym} characters`, 'write a word or a few'),
  )
  .refine((words) => /[\p{L}\p{N}]/u.test(words), say('has no letter and no digit', 'write words'))

const Synonyms = z
  .array(Synonym, say('is not a list of words', 'write words that mean the same, as in [car, automobile]'))
  .min(2, say('has fewer than two words', 'write all that mean the same'))
  .max(mostInGroup, say(`has more than ${mostInGroup} words`, 'make several groups of them'))

/** Words that mean the same in texts of one language, or of any. */
const SynonymGroup = z.union([
  Synonyms.transform((words) => ({ language: null, words })),
  z
    .string()
    .transform((text): (string | number)[] => text.split(','))
    .pipe(Synonyms)
    .transform((words) => ({ language: null, words })),
  strict({ language: Language.nullable().default(null), words: Synonyms }),
])

const SynonymGroups = z
  .array(SynonymGroup, say('is not a list of groups', 'write a list of lists, as in [[car, automobile]]'))
  .refine(
    (groups) => groups.reduce((sum, { words }) => sum + words.length, 0) <= mostSynonyms,
    say(`has more than ${mostSynonyms} words`, 'leave out some'),
  )

const FolderFile = strict({
  defaults: Defaults.default({}),
  /** Only files that match one of these are read. */
  include: Globs.optional(),
  /** Files and folders that match one of these are not read. */
  exclude: Globs.default([]),
  /** Folders whose files a site has at its root; only these may be beside the folder, and not in it. */
  files: Folders.optional(),
  /** In which times without an offset are. */
  timeZone: TimeZone.default('UTC'),
  /** What a search for one word finds as well. */
  synonyms: SynonymGroups.default([]),
})

/** Whether a path, or a folder that it is in, matches: a pattern without a slash is a name at any depth, as in `.gitignore`. */
const matcherOf = (globs: readonly string[]): ((path: string) => boolean) => {
  const wide = globs.map((glob) => {
    const path = glob.replace(/\/$/, '')
    return path.includes('/') ? path.replace(/^\//, '') : `**/${path}`
  })
  return picomatch([...wide, ...wide.map((glob) => `${glob}/**`)], { dot: true, noextglob: true })
}

/** How a folder is read: what its `maqal.yaml` says, with defaults for what it does not. */
export type FolderSettings = Omit<z.infer<typeof FolderFile>, 'include' | 'exclude'> & {
  /** Whether a file is named by `include`; undefined where nothing is. */
  isIncluded: ((path: string) => boolean) | undefined
  isExcluded: (path: string) => boolean
}

const toSettings = ({ include, exclude, ...rest }: z.infer<typeof FolderFile>): FolderSettings => ({
  ...rest,
  isIncluded: include && matcherOf(include),
  isExcluded: exclude.length === 0 ? () => false : matcherOf(exclude),
})

/** Reads the text of a `maqal.yaml`. */
export const readFolderSettings = (
  text: string,
  file: string,
): { settings: FolderSettings } | { faults: Fault[] } => {
  const refuse = (problems: PlacedProblem[]) => ({
    faults: limitFaults(problems.map((problem) => ({ file, path: '', ...problem }))),
  })
  const yaml = text.replaceAll(/\r\n?/g, '\n')
  const mapping = readYaml(yaml, { name: 'the file', firstLine: 1 })
  if ('problems' in mapping) return refuse(mapping.problems)
  const result = FolderFile.safeParse(mapping.value)
  if (result.success) return { settings: toSettings(result.data) }
  const faults = result.error.issues.flatMap(explain).map(({ path, problem, hint }) => ({
    file,
    ...mapping.place(path),
    path: formatPath(path),
    problem,
    hint,
  }))
  return { faults: limitFaults(addSuggestions(faults, mapping.value)) }
}
