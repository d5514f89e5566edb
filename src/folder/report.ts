import { visible } from '../article/text.ts'
import type { Trouble } from '../disk.ts'
import type { Fault } from '../sources/fault.ts'

/** A fault of a file as a whole. */
export const faultOf = (file: string, trouble: Trouble): Fault => ({
  file,
  line: 0,
  column: 0,
  path: '',
  ...trouble,
})

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

/** The outcome of a look: `warnings` are of the files that were read, `links` of the whole folder. */
export type Outcome = {
  changed: number
  faults: Fault[]
  warnings: Fault[]
  links: Fault[]
  isServed: (file: string) => boolean
  isThere: (file: string) => boolean
}

const byKey = (faults: readonly Fault[]): Map<string, Fault> =>
  new Map(faults.map((fault) => [JSON.stringify(fault), fault]))

const newOf = (now: Map<string, Fault>, before: Map<string, Fault>): Fault[] =>
  [...now].filter(([key]) => !before.has(key)).map(([, fault]) => fault)

/** Makes reports, each fault in one report alone. */
export const createReporter = () => {
  let faultsBefore = new Map<string, Fault>()
  let linksBefore = new Map<string, Fault>()

  return ({ changed, faults, warnings, links, isServed, isThere }: Outcome): Report => {
    const [faultsNow, linksNow] = [byKey(faults), byKey(links)]
    const faulty = new Set(faults.map(({ file }) => file))
    const files = new Set([...faultsBefore.values()].map(({ file }) => file))
    const without = [...files].filter((file) => !faulty.has(file))
    const report: Report = {
      changed,
      refused: newOf(faultsNow, faultsBefore).map((fault) => ({ ...fault, isServed: isServed(fault.file) })),
      mended: without.filter(isThere),
      gone: without.filter((file) => !isThere(file)),
      warnings,
      passedOver: newOf(linksNow, linksBefore),
    }
    faultsBefore = faultsNow
    linksBefore = linksNow
    return report
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
