/** Serves a folder with several processes: one reads it and writes the index, the others answer. */
import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Content } from '../content.ts'
import { createLead, type Lead } from '../threads/lead.ts'
import { pauseAfter, steady } from '../threads/limits.ts'
import { announce, loggerOf, logPassedOver, logReport, logStart } from './announce.ts'
import { followerMark } from './arguments.ts'
import { openGood } from './folder.ts'
import { boundHeap } from './heap.ts'
import { isOnTerminal, onHangup, onSignals } from './stop.ts'

/** Milliseconds that a process may take longer to stop than it was told. */
const patience = 2000

/** The exit code of a process that ends. */
const exitOf = (worker: Worker): Promise<number> =>
  new Promise((resolve) => worker.once('exit', (code) => resolve(code ?? 1)))

/** The address that a process listens on, or its exit code where it ended before. */
const addressOf = (worker: Worker, host: string): Promise<string | number> =>
  Promise.race([
    exitOf(worker),
    new Promise<string>((resolve) => {
      worker.once('listening', ({ port }) =>
        resolve(`http://${host.includes(':') ? `[${host}]` : host}:${port}`),
      )
    }),
  ])

/** Keeps so many processes running until they are told to stop. */
const createCrew = (lead: Lead, content: () => Content, onEnd: (message: string) => void) => {
  const state = { isStopping: false, endings: 0 }
  const running = new Set<Worker>()

  const hire = (): Worker => {
    const worker = cluster.fork({ [followerMark]: '1' })
    const startedAt = performance.now()
    let hasListened = false
    running.add(worker)
    lead.follow(worker, () => {
      const { path, isTemporary, seen } = content()
      return { path, isTemporary, seen: seen() }
    })
    worker.once('exit', (code, signal) => {
      running.delete(worker)
      if (state.isStopping || !hasListened) return
      state.endings = performance.now() - startedAt > steady ? 1 : state.endings + 1
      onEnd(`Process ${worker.process.pid} has ended (${signal ?? code}): it is started again`)
      setTimeout(() => state.isStopping || hire(), pauseAfter(state.endings)).unref()
    })
    worker.once('listening', () => (hasListened = true))
    return worker
  }

  return {
    hire,
    /** Tells all to stop, and a second time at once; resolves when all have ended. */
    async stop(signal: NodeJS.Signals, longest: number): Promise<void> {
      const all = [...running]
      const ended = Promise.all(all.map(exitOf))
      for (const worker of all) lead.tellToStop(worker, signal)
      if (state.isStopping) return
      state.isStopping = true
      await Promise.race([ended, sleep(longest, undefined, { ref: false })])
      for (const worker of running) worker.process.kill('SIGKILL')
      await ended
    },
  }
}

type Crew = ReturnType<typeof createCrew>

/** Resolves with the exit code when this process was told to stop and all have. */
const untilAllStopped = (
  crew: Crew,
  app: FastifyInstance,
  { content, config }: { content: Content; config: Config },
) =>
  new Promise<number>((resolve, reject) => {
    let isStopping = false
    const longest = (config.SHUTDOWN_GRACE + 3) * 1000 + patience
    const onSignal = (signal: NodeJS.Signals): void => {
      app.log.info(`${signal}: ${isStopping ? 'stopping at once' : 'stopping'}`)
      const stopped = crew.stop(signal, longest)
      if (isStopping) return
      isStopping = true
      stopped.then(() => content.close()).then(() => resolve(0), reject)
    }
    onSignals(onSignal)
  })

/** Serves the folder with as many processes as WORKERS says, beside this one. */
export const serveWithWorkers = async (config: Config): Promise<number> => {
  boundHeap()
  const lookAtHangup = isOnTerminal() ? undefined : onHangup()
  const { default: fastify } = await import('fastify')
  const app = fastify({ logger: await loggerOf(config) })
  let content: Content | undefined
  const opened = (): Content => {
    if (content === undefined) throw new Error('The folder is not open yet')
    return content
  }
  const lead = createLead({
    seen: () => opened().seen(),
    revision: () => opened().revision(),
    keep: (answers) => void opened().answers?.keep(answers),
  })
  content = await openGood(config, { others: lead.reader })
  // The bodies of answers cross as bytes.
  cluster.setupPrimary({ serialization: 'advanced' })
  const crew = createCrew(lead, opened, (message) => app.log.error(message))
  const first = crew.hire()
  const address = await addressOf(first, config.HOST)
  if (typeof address === 'number') {
    await content.close()
    return address
  }
  const others = Array.from({ length: config.WORKERS - 1 }, crew.hire)
  const stopped = untilAllStopped(crew, app, { content, config })
  await Promise.all(others.map((worker) => addressOf(worker, config.HOST)))
  const folder = config.DATA_DIR
  const tell = logReport(folder)
  logStart(folder)(app, await content.looked)
  logPassedOver(app, content, folder)
  await announce(app, content.library, { folder, address, hint: '' })
  const watching = content.watch({
    onReport(report) {
      lead.tellSeen()
      tell(app, report)
    },
    onError: (error) => app.log.error(error, 'the folder could not be looked at'),
  })
  lookAtHangup?.(watching.lookNow)
  return stopped
}
