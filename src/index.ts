/** What another program imports of maqal: a library over a folder, and a server or a plugin that answers from it. */
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { addToServer, buildApp as build } from './app.ts'
import { readConfig } from './config.ts'
import { type Folder, openFolder } from './library/folder.ts'
import type { Library } from './library/library.ts'
import { openSqliteLibrary } from './library/sqlite.ts'
import { watchFolder } from './library/watch.ts'
import { type Fault, spellFault } from './sources/fault.ts'
import { sources } from './sources/sources.ts'

export type { Library } from './library/library.ts'

/** The settings of the README by their names, as text: `{ CACHE_CONTROL: 'no-cache' }`. */
export type Settings = Record<string, string>

/** A library over a folder; `faults` are those of files that are refused now. */
export type OpenLibrary = Library & { faults: () => readonly Fault[] }

const watch = (folder: Folder, seconds: number) =>
  watchFolder(folder, seconds * 1000, { onReport: () => {}, onError: () => {} })

/**
 * Reads a folder of articles and keeps in step with it until `close`; `pollInterval` is in seconds, 0 for never looking
 * again. Rejects with an Error that names every fault of every file, as `maqal check` prints them.
 */
export const openLibrary = async (
  path: string,
  { pollInterval = 1 }: { pollInterval?: number } = {},
): Promise<OpenLibrary> => {
  const library = openSqliteLibrary()
  const folder = await openFolder({ folder: path, sources, library })
  await folder.look()
  if (folder.faults().length > 0) {
    await library.close()
    throw new Error(folder.faults().map(spellFault).join('\n'))
  }
  const watching = pollInterval > 0 ? watch(folder, pollInterval) : undefined
  const close = async () => {
    watching?.close()
    await library.close()
  }
  return { ...library, close, faults: folder.faults }
}

type Parts = { library: Library & { faults?: () => readonly Fault[] }; settings?: Settings }

const partsOf = ({ library, settings = {} }: Parts) => ({
  library,
  config: readConfig(settings),
  faults: library.faults,
})

/** A server of its own: `(await buildApp({ library })).listen({ port: 3000 })`. Throws an Error that names every bad setting. */
export const buildApp = async (
  parts: Parts & { logger?: FastifyServerOptions['logger'] },
): Promise<FastifyInstance> =>
  build({ ...partsOf(parts), ...(parts.logger !== undefined && { logger: parts.logger }) })

/** A plugin for another Fastify server: `app.register(maqal, { prefix: '/content', library })`. */
export const maqal = async (app: FastifyInstance, parts: Parts): Promise<void> =>
  addToServer(app, partsOf(parts))
