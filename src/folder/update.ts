/** Reads files that changed, and applies them to the shelf: all of them or none. */
import { extname, join } from 'node:path'
import type { Changes, FileRecord, Stored } from '../library/library.ts'
import type { Pace } from '../pace.ts'
import { type Fault, faultOf } from '../sources/fault.ts'
import type { Assumed, Places } from '../sources/source.ts'
import type { SharedBatch } from './ahead.ts'
import { stampAt } from './attachments.ts'
import { createStates, digestOfStates, type Key, type States, stampWith, stampWithout } from './beside.ts'
import { incompletePatience } from './limits.ts'
import { relationsIn } from '../article/relations.ts'
import { seal } from '../article/revision.ts'
import { shownOf } from '../article/shown.ts'
import type { Named } from './ids.ts'
import { plan } from './plan.ts'
import { readArticle, stampAsRead } from './read.ts'
import { resolveReferences } from './resolve.ts'
import { readAgain } from './settle.ts'
import type { State } from './state.ts'

/** Files to be read, with their stamps; files that are missing for good, and all that are missing. */
export type Due = {
  due: ReadonlyMap<string, string>
  gone: readonly string[]
  missing: readonly string[]
  /** Files that are read next, and may have articles whose ids are to be told apart from these. */
  coming?: ReadonlySet<string>
  /** Those that are due, as others read them too. */
  batch?: SharedBatch | undefined
}

/** Whether a file is to be read again soon; after a while it is refused, and read again with the next look at the whole. */
const isReadAgain = ({ incompleteSince, refused }: State, file: string): boolean => {
  const now = performance.now()
  const since = incompleteSince.get(file) ?? now
  incompleteSince.set(file, since)
  if (now - since <= incompletePatience) return true
  const trouble = {
    problem: 'changes each time it is read',
    hint: 'write it under another name, then rename it',
  }
  refused.set(file, { stamp: readAgain, faults: [faultOf(file, trouble)], isConflict: false })
  return false
}

type ArticleRead = Stored & {
  given: string | null
  warnings: Fault[]
  assumed: Assumed[]
  beside: Key[]
  places: Places
}

/** Resolves with the article of a file where it has a good one, or with 'incomplete'. */
const read = async (
  state: State,
  file: string,
  {
    listed,
    stateOf,
    pace,
    batch,
  }: { listed: string; stateOf: States; pace: Pace; batch?: SharedBatch | undefined },
): Promise<ArticleRead | 'incomplete' | undefined> => {
  const source = await state.sources.get(extname(file).toLowerCase())?.load()
  const settings = state.settings.now()
  const ahead = await batch?.reading(file)
  const reading = ahead ?? (source && settings && readArticle(state.seen.root, file, { source, settings }))
  if (settings === undefined || reading === undefined || reading.kind === 'incomplete')
    return isReadAgain(state, file) ? 'incomplete' : undefined
  state.incompleteSince.delete(file)
  const asRead = reading.stamp === undefined ? listed : stampAsRead(stampWithout(listed), reading.stamp)
  // Two texts that are equal would be in memory twice.
  const stamp = asRead === listed ? listed : asRead
  if (reading.kind === 'article') {
    state.refused.delete(file)
    const resolved = await resolveReferences(state, { file, ...reading }, { stateOf, pace })
    const { article, uses, looked } = resolved
    const states = [...looked.values()]
    return {
      file,
      article,
      shown: shownOf(article, { timeZone: settings.read.timeZone, isFutureShown: settings.isFutureShown }),
      uses,
      beside: [...looked.keys()],
      digest:
        states.length === 0
          ? reading.digest
          : `${reading.digest} ${digestOfStates([article.revision, ...states])}`,
      text: reading.text,
      stamp: stampWith(stamp, states),
      given: reading.given,
      assumed: reading.assumed,
      places: reading.places,
      words: reading.words,
      warnings: [...reading.warnings, ...resolved.warnings],
    }
  }
  const refusedAt = reading.isTransient === true ? readAgain : stamp
  // A file of data is named where it was an article before.
  const isOther = reading.isOther === true && !state.records.has(file)
  const faults = isOther ? [] : reading.faults
  state.refused.set(file, { stamp: refusedAt, faults, isConflict: false })
  return undefined
}

const readAll = async (state: State, { due, batch }: Pick<Due, 'due' | 'batch'>, pace: Pace) => {
  const readings = new Map<string, ArticleRead | 'incomplete' | undefined>()
  const stateOf = createStates(state)
  for (const file of batch?.files() ?? due.keys()) {
    const listed = due.get(file) ?? ''
    await pace()
    state.onReading({ file, stamp: listed })
    readings.set(file, await read(state, file, { listed, stateOf, pace, batch }))
  }
  const articles = new Map<string, ArticleRead>()
  const incomplete: string[] = []
  for (const file of due.keys()) {
    const reading = readings.get(file)
    if (reading === 'incomplete') incomplete.push(file)
    else if (reading !== undefined) articles.set(file, reading)
  }
  return { articles, incomplete }
}

/** Files that are gone, and files that are read next. */
type Others = { leaving: ReadonlySet<string>; coming: ReadonlySet<string> }

/** All files that have an article, or may have one: those read now, those of the library, those that are refused and those read next. */
const namedIn = (
  { records, refused, given, ids, settings }: State,
  articles: ReadonlyMap<string, ArticleRead>,
  { leaving, coming }: Others,
): Named[] => {
  const isStrict = settings.now()?.read.isStrict === true
  const files = new Set([...records.keys(), ...articles.keys(), ...coming])
  for (const [file, { faults }] of refused) if (faults.length > 0) files.add(file)
  return [...files].flatMap((file) => {
    const now = articles.get(file)
    if (now === undefined && leaving.has(file)) return []
    const held = records.get(file)?.article
    const known = now === undefined ? given.get(file) : now.given
    const inferred = held === undefined || ids.isMade(file, held) ? null : held
    const own = known === undefined ? inferred : known
    return [{ file, given: own, isFixed: own !== null && (isStrict || file.endsWith('.json')) }]
  })
}

/**
 * Gives the articles that were read their ids. An article whose id is another now, since a file came or went, is read as well.
 */
const nameAll = async (
  state: State,
  articles: Map<string, ArticleRead>,
  { pace, ...others }: Others & { pace: Pace },
): Promise<void> => {
  const named = namedIn(state, articles, others)
  const idOf = state.ids.assign(named)
  const ids = new Map<string, string>()
  const moved: FileRecord[] = []
  for (const one of named) {
    const record = articles.has(one.file) ? undefined : state.records.get(one.file)
    if (record !== undefined && idOf(one) !== record.article) moved.push(record)
    if (record === undefined || idOf(one) !== record.article) ids.set(one.file, idOf(one))
  }
  const stateOf = createStates(state)
  for (const { file, stamp } of moved) {
    await pace()
    const reading = await read(state, file, { listed: stampWithout(stamp), stateOf, pace })
    if (reading !== undefined && reading !== 'incomplete') articles.set(file, reading)
  }
  for (const [file, reading] of articles) {
    const id = ids.get(file) ?? reading.article.id
    state.given.set(file, reading.given === id ? id : reading.given)
    if (id !== reading.article.id)
      articles.set(file, { ...reading, article: seal({ ...reading.article, id }) })
  }
}

const none: readonly string[] = []

/** Keeps the records in step with what the shelf applied. */
const record = ({ records, given, ids, places, share }: State, { put, touch, remove }: Changes): void => {
  for (const file of remove) {
    records.delete(file)
    given.delete(file)
    ids.forget(file)
    places.delete(file)
  }
  for (const { file, stamp, digest, article, beside = [] } of put)
    records.set(file, {
      file,
      stamp,
      digest,
      article: article.id,
      relations: share(relationsIn(file, article)),
      beside: beside.length === 0 ? none : beside,
    })
  for (const { file, stamp } of touch) {
    const known = records.get(file)
    if (known !== undefined) records.set(file, { ...known, stamp })
  }
}

/** The synonyms of the folder, where they are not those of the library. */
const newSynonyms = ({ settings, synonyms }: State): Changes['synonyms'] => {
  const now = settings.now()?.folder.synonyms
  return JSON.stringify(now) === synonyms ? undefined : now
}

/** Lets files that were refused for their ids, which may be free now, be read again. Returns their names. */
const retryConflicts = ({ refused }: State): string[] => {
  const conflicts = [...refused].filter(([, { isConflict }]) => isConflict)
  for (const [file, refusal] of conflicts) refused.set(file, { ...refusal, stamp: readAgain })
  return conflicts.map(([file]) => file)
}

/**
 * Returns how many articles changed, and `again`: files to be read again soon, since they were incomplete or since their
 * ids may be free now.
 */
export const update = async (
  state: State,
  { due, gone, missing, coming = new Set(), batch }: Due,
  pace: Pace,
): Promise<{ changed: number; again: ReadonlySet<string> }> => {
  const { articles, incomplete } = await readAll(state, { due, batch }, pace)
  // An id depends on which files there are, and on what they say.
  const isRefused = [...due.keys()].some((file) => (state.refused.get(file)?.faults.length ?? 0) > 0)
  if (articles.size + gone.length + coming.size > 0 || isRefused)
    await nameAll(state, articles, { leaving: new Set(gone), coming, pace })
  const { changes, conflicts } = plan({ articles, gone, missing }, state.records)
  for (const [file, fault] of conflicts) {
    const stamp = articles.get(file)?.stamp ?? readAgain
    state.refused.set(file, { stamp, faults: [fault], isConflict: true })
  }
  for (const file of gone) state.refused.delete(file)
  const { put, touch, remove } = changes
  const synonyms = newSynonyms(state)
  const isNone = put.length + touch.length + remove.length === 0 && synonyms === undefined
  const { isContinued } = state
  const ids = isNone
    ? []
    : await state.shelf.apply({
        ...changes,
        isContinued,
        withdrawn: remove.filter((file) => stampAt(join(state.seen.root, file)) !== ''),
        ...(synonyms && { synonyms }),
      })
  if (!isNone) state.isContinued = true
  if (synonyms !== undefined) state.synonyms = JSON.stringify(synonyms)
  record(state, changes)
  const applied = new Set(put.map(({ file }) => file))
  state.warnings = state.warnings.filter(({ file }) => !applied.has(file))
  for (const { file } of put) {
    const { warnings = [], assumed = [], places = {} } = articles.get(file) ?? {}
    if (Object.keys(places).length > 0) state.places.set(file, places)
    else state.places.delete(file)
    state.warnings.push(...warnings)
    state.assumed.add(file, assumed)
  }
  return {
    changed: ids.length,
    again: new Set([...incomplete, ...(ids.length > 0 ? retryConflicts(state) : [])]),
  }
}
