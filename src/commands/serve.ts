import { flushCompileCache } from 'node:module'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { type Config, describeSettings } from '../config.ts'
import { type Report, spellFolder } from '../library/folder.ts'
import type { Library } from '../library/library.ts'
import { watchFolder } from '../library/watch.ts'
import type { Fault } from '../sources/fault.ts'
import { readArguments } from './arguments.ts'
import { type Command, UserError } from './command.ts'
import { type Loaded, load } from './load.ts'
import { readSettings, settingOptions } from './settings.ts'
import { count, emptyHint, spellFileIn } from './spell.ts'
import { stop } from './stop.ts'

/** Says what a look at the folder has changed. */
export type Tell = (app: FastifyInstance) => (report: Report) => void

/** Says it in the log; each fault once. */
const logReport =
  (folder: string): Tell =>
  (app) =>
  ({ changed, refused, mended, warnings }) => {
    const spell = spellFileIn(folder)
    const placed = (fault: Fault): Fault => ({ ...fault, file: spell(fault.file) })
    if (changed > 0) app.log.info({ changed }, 'articles changed')
    for (const fault of refused) app.log.warn(placed(fault), 'refused; its last good version is served')
    for (const warning of warnings) app.log.warn(placed(warning), 'served, with a warning')
    for (const file of mended) app.log.info({ file: spell(file) }, 'mended')
  }

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
  const article = head === undefined ? null : await library.article(head.id)
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
  const url = address.replace(/127\.0\.0\.1|\[::1\]/, 'localhost')
  const { total } = await library.articles({ page: 1, limit: 1 })
  const tries = await examples(library, url)
  const hints = [...(total === 0 ? [emptyHint(folder)] : []), ...(hint === '' ? [] : [hint])]
  if (process.stdout.isTTY) {
    const lines = [...tries, ...(hints.length === 0 ? [] : ['', ...hints])]
    const served = `${count(total, 'article')} from ${spellFolder(folder)}`
    process.stdout.write(
      `\n  maqal serves ${served} on ${url}\n\n${lines.map((line) => `  ${line}\n`).join('')}\n`,
    )
    return
  }
  for (const line of hints) app.log.info(line)
  app.log.info({ url, articles: total, folder, try: tries }, 'listening')
}

/** Resolves when the process was told to stop and has done so. */
const untilStopped = (app: FastifyInstance, library: Library): Promise<number> =>
  new Promise((resolve, reject) => {
    let isStopping = false
    const onSignal = (signal: string) => {
      if (isStopping) return
      isStopping = true
      app.log.info(`${signal}: stopping`)
      stop(app)
        .then(() => library.close())
        .then(() => resolve(0), reject)
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)
  })

const settingsTable = describeSettings()
  .map(
    ({ name, fallback, description }) =>
      `  ${name.padEnd(14)} ${description}${fallback === '' ? '' : ` (${fallback})`}`,
  )
  .join('\n')

type Serving = { config: Config; folder: string; loaded: Loaded; tell: Tell; hint?: string }

/** Serves a folder that is loaded, and keeps in step with it. Resolves with the exit code when it was told to stop. */
export const serveFolder = async ({ config, folder, loaded, tell, hint = '' }: Serving): Promise<number> => {
  const { library, watched } = loaded
  const app = await buildApp({ library, config, logger: await loggerOf(config), faults: watched.faults })
  const watching = watchFolder(watched, config.POLL_INTERVAL * 1000, {
    onReport: tell(app),
    onError: (error) => app.log.error(error, 'the folder could not be looked at'),
  })
  process.on('SIGHUP', watching.lookNow)
  app.addHook('preClose', async () => watching.close())
  const stopped = untilStopped(app, library)
  const address = await listen(app, config)
  await announce(app, library, { folder, address, hint })
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
    const loaded = await load(config, folder)
    return serveFolder({ config, folder, loaded, tell: logReport(folder) })
  },
}
