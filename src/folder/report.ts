import { visible } from '../article/text.ts'
import type { Fault } from '../sources/fault.ts'
import { relationFaults } from './related.ts'
import { byKey, type Faults, folderFaults, isStillServed, isThere, type State } from './state.ts'

/** A fault of a file or folder; `isServed` where its last good version still is. */
export type RefusedFile = Fault & { isServed: boolean }

/**
 * What a look at the folder has changed. Each fault is in one report alone. `mended` are files and folders that had a
 * fault and have none, `gone` are files that had a fault and are not there any more, `warnings` are of what is served all
 * the same, `passedOver` are links that cannot be followed, in which there may be articles.
 */
export type Report = {
  changed: number
  refused: RefusedFile[]
  mended: string[]
  gone: string[]
  warnings: Fault[]
  passedOver: Fault[]
}

/** A report of what no look has found. */
export const noReport: Report = {
  changed: 0,
  refused: [],
  mended: [],
  gone: [],
  warnings: [],
  passedOver: [],
}

const newOf = (now: Faults, before: Faults): Fault[] =>
  [...now].filter(([key]) => !before.has(key)).map(([, fault]) => fault)

/** Reports what changed since the last report, each fault once. */
export const reportOn = (state: State, changed: number): Report => {
  const [faults, links] = [folderFaults(state), state.seen.passedOver.links].map(byKey) as [Faults, Faults]
  const { reported: before, warnings, records, places } = state
  const relations =
    changed === 0
      ? before.relations
      : byKey(relationFaults(records.values(), (file) => places.get(file) ?? {}))
  Object.assign(state, { reported: { faults, links, relations }, warnings: [] })
  const filesOf = (known: Faults) => new Set([...known.values()].map(({ file }) => file))
  const without = [...filesOf(before.faults).difference(filesOf(faults))]
  return {
    changed,
    refused: newOf(faults, before.faults).map((fault) => ({
      ...fault,
      isServed: isStillServed(state, fault.file),
    })),
    mended: without.filter((file) => isThere(state, file)),
    gone: without.filter((file) => !isThere(state, file)),
    warnings: [...state.assumed.tell(), ...warnings, ...newOf(relations, before.relations)],
    passedOver: newOf(links, before.links),
  }
}

/** A line of a log: what it is about, and what happened to it. */
export type News =
  | { level: 'warn'; about: Fault; message: string }
  | { level: 'info'; about: { file: string } | { changed: number }; message: string }

const inert = ({ file, path, problem, hint, ...place }: Fault): Fault => ({
  file: visible(file),
  ...place,
  path: visible(path),
  problem: visible(problem),
  hint: visible(hint),
})

const warn = (fault: Fault, message: string): News => ({ level: 'warn', about: inert(fault), message })

const info = (file: string, message: string): News => ({
  level: 'info',
  about: { file: visible(file) },
  message,
})

const refusalNews = ({ isServed, ...fault }: RefusedFile): News =>
  warn(fault, isServed ? 'refused; its last good version is served' : 'refused; nothing of it is served')

/** The news of a link that is passed over. */
export const passedOverNews = (link: Fault): News => warn(link, 'passed over; nothing in it is served')

/** A report as lines of a log, in which control characters are visible. */
export const newsOf = ({ changed, refused, mended, gone, warnings, passedOver }: Report): News[] => [
  ...(changed > 0 ? [{ level: 'info', about: { changed }, message: 'articles changed' } as const] : []),
  ...refused.map(refusalNews),
  ...warnings.map((fault) => warn(fault, 'served, with a warning')),
  ...passedOver.map(passedOverNews),
  ...mended.map((file) => info(file, 'mended')),
  ...gone.map((file) => info(file, 'gone')),
]
