import { flushCompileCache } from 'node:module'
import { isatty } from 'node:tty'
import type { FastifyInstance } from 'fastify'
import { buildServer } from '../app.ts'
import { type Config, describeSettings } from '../config.ts'
import type { Folder } from '../folder/folder.ts'
import type { Engine, Library } from '../library/library.ts'
import { type News, newsOf, passedOverNews, type Report } from '../folder/report.ts'
import { watchFolder } from '../folder/watch.ts'
import { type Command, UserError } from './command.ts'
import { readArguments } from './arguments.ts'
import { spellCount, spellEmpty, spellFileIn, spellFolder, spellPassedOver } from './folder.ts'
import { boundHeap } from './heap.ts'
import { isOnTerminal, onHangup } from './hangup.ts'
import { type Loaded, load } from './load.ts'
import { readSettings, settingOptions } from './settings.ts'
import { type Patience, stop } from './stop.ts'

type Server = Awaited<ReturnType<typeof buildServer>>

const logNews = (app: FastifyInstance, news: readonly News[], spell = (file: string) => file): void => {
  for (const { level, about, message } of news)
    app.log[level]('file' in about ? { ...about, file: spell(about.file) } : about, message)
}

/** Says what a look at the folder has changed. */
export type Tell = (app: FastifyInstance) => (report: Report) => void

/** Says it in the log; each fault once. Who reads it on a terminal can open the file that it names. */
const logReport =
  (folder: string): Tell =>
  (app) =>
  (report) =>
    logNews(app, newsOf(report), process.stdout.isTTY ? spellFileIn(folder) : undefined)

/** Lines for people on a terminal, JSON otherwise. */
const loggerOf = async ({ LOG_LEVEL: level }: Config) => {
  if (!process.stdout.isTTY) return { level }
  const { default: pretty } = await import('pino-pretty')
  return { level, stream: pretty({ colorize: true, ignore: 'pid,hostname', sync: true }) }
}

const spellListenError = (error: unknown, { HOST, PORT }: Config): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new UserError(`Port ${PORT} is taken on ${HOST}: stop what listens there, or set PORT`)
  if (code === 'EACCES')
    return new UserError(`Port ${PORT} may not be used by this user: set PORT to 1024 or more`)
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return new UserError(`${HOST} is no address of this machine: set HOST`)
  return error
}

const listen = async (app: FastifyInstance, config: Config): Promise<string> => {
  try {
    return await app.listen({ host: config.HOST, port: config.PORT })
  } catch (error) {
    await app.close()
    throw spellListenError(error, config)
  }
}

/** Three requests to try, on an article that is there. */
const examples = async (library: Library, address: string): Promise<string[]> => {
  const [head] = (await library.articles({ page: 1, limit: 1 })).items
  const { article } = head === undefined ? { article: null } : await library.article(head.id)
  const section = article?.sections.at(1) ?? article?.sections.at(0)
  if (article === null || section === undefined) return [`curl ${address}/`]
  const path = `${address}/articles/${article.id}`
  return [`curl ${address}/articles`, `curl ${path}`, `curl ${path}/sections/${section.id}`]
}

/** `hint` is a line more for people. */
const announce = async (
  app: FastifyInstance,
  library: Library,
  { folder, address, hint }: { folder: string; address: string; hint: string },
) => {
  const url = address.replace(/127\.0\.0\.1|0\.0\.0\.0|\[::1?\]/, 'localhost')
  const { total } = await library.articles({ page: 1, limit: 1 })
  const tries = await examples(library, url)
  if (process.stdout.isTTY) {
    const lines = [...tries, ...(hint === '' ? [] : ['', hint])]
    const served = `${spellCount(total, 'article')} from ${spellFolder(folder)}`
    process.stdout.write(
      `\n  maqal serves ${served} on ${url}\n\n${lines.map((line) => `  ${line}\n`).join('')}\n`,
    )
    return
  }
  if (hint !== '') app.log.info(hint)
  app.log.info({ url, articles: total, folder, try: tries }, 'listening')
}

/** Says in the log what of the folder is not served, at the start. */
const logPassedOver = (app: FastifyInstance, watched: Folder, folder: string): void => {
  const passedOver = watched.passedOver()
  logNews(app, passedOver.links.map(passedOverNews))
  const types = spellPassedOver(passedOver.types)
  if (types !== undefined) app.log.info(types)
  if (watched.isEmpty()) app.log.warn(spellEmpty(folder))
}

/** Requests in flight may take so much longer than the grace period, in milliseconds; a stop takes less than 6 s with the usual one. */
const finish = 3000

/** Nobody at a terminal waits for clients that may not come, nor when it was closed. */
const patienceOf = (signal: string, { SHUTDOWN_GRACE }: Config): Patience =>
  (signal === 'SIGINT' && isatty(0)) || signal === 'SIGHUP'
    ? { grace: 0, finish: 1500, linger: 0 }
    : { grace: SHUTDOWN_GRACE * 1000, finish, linger: 500 }

const stopSignals = ['SIGTERM', 'SIGINT'] as const

type Stopping = { library: Engine; config: Config; signals: readonly NodeJS.Signals[] }

/** Resolves when the process was told to stop and has done so. A second signal does not wait for requests. */
const untilStopped = (server: Server, { library, config, signals }: Stopping): Promise<number> =>
  new Promise((resolve, reject) => {
    const hurry = new AbortController()
    let isStopping = false
    const onSignal = (signal: NodeJS.Signals) => {
      server.app.log.info(`${signal}: ${isStopping ? 'stopping at once' : 'stopping'}`)
      if (isStopping) return hurry.abort()
      isStopping = true
      stop(server, patienceOf(signal, config), hurry.signal)
        .then(() => library.close())
        .then(() => resolve(0), reject)
    }
    for (const signal of signals) process.on(signal, onSignal)
  })

const settingsTable = describeSettings()
  .map(
    ({ name, fallback, description }) =>
      `  ${name.padEnd(14)} ${description}${fallback === '' ? '' : ` (${fallback})`}`,
  )
  .join('\n')

type Serving = {
  config: Config
  folder: string
  load: typeof load
  tell: Tell
  hintOf?: (loaded: Loaded) => string
}

/** Serves a folder and keeps in step with it. Resolves with the exit code when it was told to stop. */
export const serveFolder = async (serving: Serving): Promise<number> => {
  const { config, folder, tell, hintOf = () => '' } = serving
  boundHeap()
  const isAttended = isOnTerminal()
  const lookAtHangup = isAttended ? undefined : onHangup()
  const loaded = await serving.load(config, folder)
  const { library, watched } = loaded
  const logger = await loggerOf(config)
  const server = await buildServer({ library, config, logger, faults: watched.faults })
  const { app } = server
  const watching = watchFolder(watched, config.POLL_INTERVAL * 1000, {
    onReport: tell(app),
    onError: (error) => app.log.error(error, 'the folder could not be looked at'),
  })
  lookAtHangup?.(watching.lookNow)
  app.addHook('preClose', async () => watching.close())
  const signals = isAttended ? ([...stopSignals, 'SIGHUP'] as const) : stopSignals
  const stopped = untilStopped(server, { library, config, signals })
  const address = await listen(app, config)
  logPassedOver(app, watched, folder)
  await announce(app, library, { folder, address, hint: hintOf(loaded) })
  // Kept now and not at the end, for a process may be killed. Does nothing where all is kept already.
  flushCompileCache()
  return stopped
}

/** The settings and the folder that a command line names: those of the environment, where it does not. */
export const readServing = (command: string, argv: string[]): { config: Config; folder: string } => {
  const tooMany = `maqal ${command} takes one folder`
  const takes = { command, options: settingOptions, most: 1, tooMany }
  const { values, positionals } = readArguments(argv, takes)
  const config = readSettings(values)
  return { config, folder: positionals[0] ?? config.DATA_DIR }
}

/** What `--help` says of the options that stand for settings. */
export const settingUsage = `  --port PORT    the port to listen on, in place of PORT
  --host HOST    the address to listen on, in place of HOST`

export const serve: Command = {
  usage: `maqal serve [FOLDER] [--port PORT] [--host HOST]

FOLDER is the folder of articles, in place of DATA_DIR.

${settingUsage}

Other settings are environment variables, or lines of .env:

${settingsTable}`,
  async run(argv) {
    const { config, folder } = readServing('serve', argv)
    return serveFolder({ config, folder, load, tell: logReport(folder) })
  },
}
