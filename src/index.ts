/** What another program imports of maqal: a library over a folder, and a server or a plugin that answers from it. */
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { addToServer, buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { openContent } from './content.ts'
import type { Library, ReadFilePart } from './library/library.ts'
import type { GivenSettings } from './folder/settings.ts'
import { newsOf, type Report } from './folder/report.ts'
import type { Listener } from './folder/watch.ts'
import { type Fault, formatFault } from './sources/fault.ts'

export type { Library } from './library/library.ts'
export type { Fault, Report }

/** The settings of the README by their names, as text: `{ CACHE_CONTROL: 'no-cache' }`. */
export type Settings = Record<string, string>

/** A library over a folder; `faults` are those of files that are refused now, `readPart` reads files beside articles. */
export type OpenLibrary = Library & {
  /** The same questions, asked of all articles: drafts, those to come and those that have expired too. */
  preview: Library
  faults: () => readonly Fault[]
  readPart: ReadFilePart
  close: () => Promise<void>
}

/** For a host without listeners: what is refused, passed over or fails goes to the console. */
const toConsole: Listener = {
  onReport(report) {
    for (const { level, about, message } of newsOf({ ...report, warnings: [] })) {
      if (level === 'warn') console.warn(`maqal: ${formatFault(about)}  (${message})`)
    }
  },
  onError: (error) => console.warn('maqal: the folder could not be looked at:', error),
}

/**
 * `pollInterval` is in seconds, 0 for never looking again. `outlet` and `language` are those of files that say none; with
 * `isStrict` every file must be right.
 */
export type OpenOptions = Partial<Listener> & { pollInterval?: number } & Pick<
    GivenSettings,
    'outlet' | 'language' | 'isStrict' | 'isFutureShown'
  >

/**
 * Reads a folder of articles and keeps in step with it until `close`. Rejects where no file is good with an Error that names every
 * fault of every file, as `maqal check` prints them. `onReport` is called with what a look at the folder found new, `onError` where a look
 * failed; without them, what is refused or passed over and errors go to the console.
 */
export const openLibrary = async (
  path: string,
  { pollInterval = 1, outlet, language, isStrict, isFutureShown, ...listener }: OpenOptions = {},
): Promise<OpenLibrary> => {
  const content = await openContent({
    DATA_DIR: path,
    INDEX_FILE: undefined,
    POLL_INTERVAL: pollInterval,
    OUTLET: outlet,
    ARTICLE_LANGUAGE: language,
    STRICT: isStrict ?? false,
    SHOW_FUTURE: isFutureShown ?? false,
  })
  const { library, preview, faults, readPart, looked, close } = content
  const isEmpty = (await preview.articles({ page: 1, limit: 1 })).total === 0
  if (faults().length > 0 && (isEmpty || isStrict === true)) {
    await close()
    throw new Error(faults().map(formatFault).join('\n'))
  }
  const listeners = { ...toConsole, ...listener }
  listeners.onReport(await looked)
  content.watch(listeners)
  return { ...library, preview, close, faults, readPart }
}

type Parts = {
  library: Library & Partial<Pick<OpenLibrary, 'preview' | 'faults' | 'readPart'>>
  settings?: Settings
}

const partsOf = ({ library, settings = {} }: Parts) => ({
  library,
  preview: library.preview,
  config: readConfig(settings),
  faults: library.faults,
  readPart: library.readPart,
})

/** A server of its own: `(await buildApp({ library })).listen({ port: 3000 })`. Throws an Error that names every bad setting. */
const buildFromSettings = async (
  parts: Parts & { logger?: FastifyServerOptions['logger'] },
): Promise<FastifyInstance> =>
  buildApp({ ...partsOf(parts), ...(parts.logger !== undefined && { logger: parts.logger }) })

export { buildFromSettings as buildApp }

/** A plugin for another Fastify server: `app.register(maqal, { prefix: '/content', library })`. */
export const maqal = async (app: FastifyInstance, parts: Parts): Promise<void> =>
  addToServer(app, partsOf(parts))
