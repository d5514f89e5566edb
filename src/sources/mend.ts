/** Mends what the schema refuses in the text of a file, so that the rest can be served. */
import { ArticleFile } from '../article/file.ts'
import { longestLine } from '../article/limits.ts'
import { slug } from '../article/slug.ts'
import { explain, type Fault, formatPath, type Issue } from './fault.ts'
import { mostMendRounds } from './limits.ts'
import type { PlaceOf } from './source.ts'

type Parent = Record<PropertyKey, unknown>

/** A fact is mended where it is read, and the list of sections as a whole is not. */
const isOfText = (path: readonly PropertyKey[]): boolean =>
  (path[0] === 'sections' || path[0] === 'notes') && path.length > 2

/** The object or list that a path ends in. */
const parentOf = (value: unknown, path: readonly PropertyKey[]): Parent | undefined => {
  let inner: unknown = value
  for (const key of path.slice(0, -1)) {
    if (typeof inner !== 'object' || inner === null) return undefined
    inner = (inner as Parent)[key]
  }
  return typeof inner === 'object' && inner !== null ? (inner as Parent) : undefined
}

const never = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/gu

/** The text with a space in place of each character that may not be in one: its marks keep their places. */
const withoutControls = (text: string): string =>
  text.replaceAll(never, (found) => (found === '\n' ? found : ' '.repeat(found.length)))

/** What stands for a picture on one line. Longer text is its caption as well, so that nothing is lost. */
const mendAlt = (parent: Parent, alt: string): string => {
  const line = withoutControls(alt).replaceAll(/\s+/g, ' ').trim()
  if (line === '') {
    delete parent['alt']
    return 'left out'
  }
  if (line.length <= longestLine) {
    parent['alt'] = line
    return 'read as one line'
  }
  parent['alt'] = `${line.slice(0, longestLine - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
  parent['caption'] ??= line
  return 'cut, and kept whole as the caption'
}

const mendId = (parent: Parent, id: string, problem: string): string => {
  const made = slug(id)
  if (made === '' || made === id || problem.startsWith('the id') || /^\d+$/.test(made)) {
    delete parent['id']
    return 'left out'
  }
  parent['id'] = made
  return `read as ${JSON.stringify(made)}`
}

/** Keys without which a part is none. */
const needed = new Set(['text', 'items', 'rows', 'url', 'kind', 'type', 'paragraphs', 'heading'])

/** Mends the value at a path, and says how; undefined where it cannot be mended. */
const mendAt = (file: unknown, path: readonly PropertyKey[], problem: string): string | undefined => {
  const marks = path.findIndex((key) => key === 'marks' || key === 'headingMarks' || key === 'captionMarks')
  const list = marks < 0 ? path.indexOf('aliases') : marks
  const own = list < 0 ? path : path.slice(0, list + 1)
  const key = own.at(-1) ?? ''
  const parent = parentOf(file, own)
  if (parent === undefined) return undefined
  const value = parent[key]
  if (key === 'alt' && typeof value === 'string') return mendAlt(parent, value)
  if (key === 'id' && typeof value === 'string') return mendId(parent, value, problem)
  if (typeof value === 'string' && withoutControls(value) !== value) {
    parent[key] = withoutControls(value)
    return 'a space is read in its place'
  }
  if (typeof key !== 'string' || needed.has(key) || value === undefined) return undefined
  delete parent[key]
  return marks < 0
    ? `left out: ${JSON.stringify(value).slice(0, 200)}`
    : 'its links and emphasis are left out'
}

/** `data` is the file as the schema has it, where it can be served; else `issues` are those of the schema that are left. */
type Mended = { data?: ArticleFile; issues: readonly Issue[]; warnings: Fault[] }

/** Mends what can be mended of a file in place, with a warning for each change. */
export const mend = (value: unknown, { file, place }: { file: string; place: PlaceOf }): Mended => {
  const warnings: Fault[] = []
  for (let round = 1; ; round += 1) {
    const { data, error } = ArticleFile.safeParse(value)
    if (error === undefined) return { data, issues: [], warnings }
    let mended = 0
    for (const { path, problem } of error.issues.flatMap(explain)) {
      const how = isOfText(path) && round <= mostMendRounds ? mendAt(value, path, problem) : undefined
      if (how === undefined) continue
      mended += 1
      warnings.push({ file, ...place(path), path: formatPath(path), problem, hint: how })
    }
    if (mended === 0) return { issues: error.issues, warnings }
  }
}
