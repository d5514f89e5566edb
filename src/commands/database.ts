/** Serves the articles of a database, which `maqal publish` fills, or opens them for another command. */
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { type Library, Unavailable } from '../library/library.ts'
import { UserError } from './command.ts'
import { announce, loggerOf } from './announce.ts'
import { onSignals, untilStopped } from './stop.ts'
import { listen } from './listen.ts'
import { boundHeap } from './heap.ts'

/** Says that it listens, also where the database cannot say how much there is. */
const announceNow = async (app: FastifyInstance, library: Library, address: string): Promise<void> => {
  try {
    await announce(app, library, { folder: 'the database', address, hint: '' })
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    app.log.info({ url: address }, 'listening')
  }
}

type DatabaseConfig = Config & { DATABASE_URL: string }

const follow = async ({ DATABASE_URL: url, DATABASE_TIMEOUT: timeout }: DatabaseConfig) => {
  const { followDatabase } = await import('../library/postgres/follow.ts')
  try {
    return followDatabase({ url, timeout: timeout * 1000 })
  } catch (error) {
    throw new UserError(`DATABASE_URL cannot be used: ${error instanceof Error ? error.message : ''}`)
  }
}

/** Opens the articles of a database to read them once. Throws a UserError where it is not there. */
export const openPublished = async (config: DatabaseConfig) => {
  const content = await follow(config)
  let lost: string | undefined
  await content.start(({ isLost, why }) => (lost = isLost ? why : undefined))
  if (lost === undefined) return content
  await content.close()
  throw new UserError(lost)
}

/** Resolves with the exit code when it was told to stop. A database that is not there yet is waited for. */
export const serveDatabase = async (config: DatabaseConfig): Promise<number> => {
  boundHeap()
  const [content, { buildServer }] = await Promise.all([follow(config), import('../app.ts')])
  const { library, preview, readPart } = content
  const logger = await loggerOf(config)
  const server = await buildServer({ library, preview, config, logger, readPart })
  const { app } = server
  const stopped = untilStopped(server, { content, config, told: onSignals })
  await content.start(({ isLost, why }) =>
    isLost
      ? app.log.warn({ why }, 'the database is lost: what is kept is answered, the rest with 503')
      : app.log.info('the database is there'),
  )
  const address = await listen(app, config)
  await announceNow(app, library, address)
  return stopped
}
