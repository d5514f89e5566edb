import { flushCompileCache } from 'node:module'
import { type Config, describeSettings } from '../config.ts'
import type { Content } from '../content.ts'
import { announce, loggerOf, logPassedOver, logReport, logStart, type Tell } from './announce.ts'
import { folderUsage, isFollower, readArguments, readSettings, settingOptions } from './arguments.ts'
import { type Command, UserError } from './command.ts'
import { assertGood, openGood } from './folder.ts'
import { boundHeap } from './heap.ts'
import { listen } from './listen.ts'
import { isOnTerminal, onHangup, onSignals, onTold, type Server, untilStopped } from './stop.ts'

/** Bytes of the journal of the index that are told of: a change of some 2,000 articles. */
const largeJournal = 64_000_000

/** Milliseconds that a start waits for the first look at the folder before it serves an index as it was left. */
const serveAfter = 500

/** Milliseconds: to watch a folder may start a thread, which would make the first requests wait. */
const beforeWatching = 250

const settingsTable = describeSettings()
  .map(
    ({ name, fallback, description }) =>
      `  ${name.padEnd(18)} ${description}${fallback === '' ? '' : ` (${fallback})`}`,
  )
  .join('\n')

type Serving = {
  config: Config
  open: (config: Config) => Promise<Content>
  tell: Tell
  /** Reports what the first look found. */
  tellStart?: Tell
  /** Throws where the first look found what is not to be served: to be asked where what was known before is served meanwhile. */
  assertServable?: (content: Content) => Promise<void>
  hintOf?: (content: Content) => string
  /** Whether another process reads the folder, speaks of it and says when to stop. */
  isLed?: boolean
}

type Looking = Required<Pick<Serving, 'assertServable'>> & {
  content: Content
  tellFirst: () => Promise<void>
}

/** Tells what the first look finds; where that may not be served, ends the server and rejects. */
const untilFailed = async (
  { app, connections }: Server,
  { content, assertServable, tellFirst }: Looking,
): Promise<never> => {
  try {
    app.log.info('the folder is being read: what the index held is served meanwhile')
    await assertServable(content)
    await tellFirst()
  } catch (error) {
    connections.cut()
    await app.close()
    await content.close()
    throw error
  }
  return new Promise(() => {})
}

/** Serves a folder and keeps in step with it. Resolves with the exit code when it was told to stop. */
export const serveFolder = async ({
  config,
  open,
  tell,
  tellStart = () => {},
  assertServable = async () => {},
  hintOf = () => '',
  isLed = false,
}: Serving): Promise<number> => {
  boundHeap()
  const isAttended = isOnTerminal()
  const lookAtHangup = isAttended || isLed ? undefined : onHangup()
  // The thread that writes reads the folder while this one loads the server.
  const [content, { buildServer }] = await Promise.all([open(config), import('../app.ts')])
  const { library, preview, faults, isLooking, readPart, search, hold, answers } = content
  const logger = await loggerOf(config)
  const server = await buildServer({
    library,
    preview,
    config,
    logger,
    faults,
    isLooking,
    readPart,
    search,
    hold,
    answers,
  })
  const { app, connections } = server
  content.holdAnswersBy(connections.hold)
  app.addHook('preClose', content.endWriting)
  const stopped = untilStopped(server, { content, config, told: isLed ? onTold : onSignals })
  const address = await listen(app, config)
  const folder = config.DATA_DIR
  const tellFirst = async (): Promise<void> => {
    tellStart(app, await content.looked)
    logPassedOver(app, content, folder)
  }
  let failed: Promise<never> | undefined
  if (!isLed) {
    if (isLooking()) failed = untilFailed(server, { content, assertServable, tellFirst })
    else await tellFirst()
    await announce(app, library, { folder, address, hint: hintOf(content) })
  }
  setTimeout(() => {
    const watching = content.watch({
      onReport: (report) => tell(app, report),
      onError: (error) => app.log.error(error, 'the folder could not be looked at'),
      onJournal: (bytes) =>
        app.log[bytes > largeJournal ? 'info' : 'debug']({ bytes }, 'journal of the index'),
    })
    lookAtHangup?.(watching.lookNow)
  }, beforeWatching)
  // Kept now and not at the end, since a process may be killed. Does nothing where all is kept already.
  flushCompileCache()
  return failed === undefined ? stopped : Promise.race([stopped, failed])
}

/** The settings of the environment and the command line, which may name the folder. */
const readServed = (command: string, argv: string[]): { config: Config; folder: string | undefined } => {
  const tooMany = `maqal ${command} takes one folder`
  const takes = { command, options: settingOptions, most: 1, tooMany }
  const { values, positionals } = readArguments(argv, takes)
  const config = readSettings(values)
  const [folder] = positionals
  return { config: { ...config, DATA_DIR: folder ?? config.DATA_DIR }, folder }
}

export const readServing = (command: string, argv: string[]): Config => readServed(command, argv).config

/** What `--help` says of the options that stand for settings. */
export const settingUsage = `  --port PORT        the port to listen on, in place of PORT
  --host HOST        the address to listen on, in place of HOST
${folderUsage}`

export const serve: Command = {
  usage: `maqal serve [FOLDER] [OPTIONS]

FOLDER is the folder of articles, in place of DATA_DIR. With DATABASE_URL the articles of that database are served, and there
is no FOLDER: maqal publish brings them there.

${settingUsage}

Other settings are environment variables, or lines of .env:

${settingsTable}`,
  async run(argv) {
    const { config, folder: given } = readServed('serve', argv)
    const { DATA_DIR: folder, DATABASE_URL } = config
    if (DATABASE_URL !== undefined) {
      if (given !== undefined)
        throw new UserError(
          `DATABASE_URL names where the articles are: maqal publish ${folder} brings those of a folder there, and maqal serve takes none`,
        )
      if (config.WORKERS > 1)
        throw new UserError('WORKERS is for a folder: with DATABASE_URL start maqal serve once more instead')
      const { serveDatabase } = await import('./database.ts')
      return serveDatabase({ ...config, DATABASE_URL })
    }
    if (isFollower()) {
      const [{ openFollowed }, { default: cluster }] = await Promise.all([
        import('../content.ts'),
        import('node:cluster'),
      ])
      try {
        return await serveFolder({ config, open: openFollowed, tell: () => undefined, isLed: true })
      } finally {
        // Without this the end of the channel would end the process as if all were well.
        if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true
        process.disconnect()
      }
    }
    if (config.WORKERS > 1) {
      const { serveWithWorkers } = await import('./workers.ts')
      return serveWithWorkers(config)
    }
    return serveFolder({
      config,
      open: () => openGood(config, config.STRICT ? {} : { serveAfter }),
      assertServable: (content) => assertGood(content, config),
      tell: logReport(folder),
      tellStart: logStart(folder),
    })
  },
}
