import { setTimeout as sleep } from 'node:timers/promises'
import { isatty } from 'node:tty'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Content } from '../content.ts'
import type { Connections } from '../http/connections.ts'
import type { ToFollower } from '../threads/messages.ts'

/** A server, and its connections, by which it stops. */
export type Server = { app: FastifyInstance; connections: Connections }

/** Times in milliseconds. */
type Patience = {
  /** For how long new connections are accepted, while every answer closes its own. */
  grace: number
  /** For how long requests may finish after that, before their connections are cut. */
  finish: number
  /** A connection without a request for so long counts as silent. */
  linger: number
}

/** Nobody is waited for when there was no connection for so long. */
const unused = 500

/** Between two checks of whether the waiting is over. */
const interval = 25

/**
 * Stops a server without losing a request. A client learns only from an answer that its connection is to be closed, so
 * every answer says so for a while, and the server goes on listening for the connections that clients then open anew.
 * After that it stops listening and closes silent connections; requests in flight finish. `hurry` ends all at once.
 */
export const stop = async (
  { app, connections }: Server,
  { grace, finish, linger }: Patience,
  hurry: AbortSignal,
): Promise<void> => {
  const started = performance.now()
  const isOver = (milliseconds: number) => hurry.aborted || performance.now() - started >= milliseconds
  connections.announceClose(linger)
  while (!isOver(grace) && connections.unusedFor() < unused) await sleep(interval)
  await connections.stopListening()
  while (!isOver(grace + finish) && connections.unusedFor() === 0) await sleep(interval)
  connections.cut()
  await app.close()
}

/** Milliseconds for requests in flight after the grace period: with the default of that, a stop takes less than 6 s. */
const finish = 3000

/** A person at a terminal does not wait for clients that may not come; nor does anyone when the terminal was closed. */
const patienceOf = (signal: string, { SHUTDOWN_GRACE }: Config): Patience =>
  (signal === 'SIGINT' && isatty(0)) || signal === 'SIGHUP'
    ? { grace: 0, finish: 1500, linger: 0 }
    : { grace: SHUTDOWN_GRACE * 1000, finish, linger: 500 }

const stopSignals = ['SIGTERM', 'SIGINT'] as const

/** Calls back with each order to stop. */
type Told = (onOrder: (signal: NodeJS.Signals) => void) => void

/** Orders are signals; one to stop is also that the terminal was closed. */
export const onSignals: Told = (onOrder) => {
  for (const signal of isOnTerminal() ? ([...stopSignals, 'SIGHUP'] as const) : stopSignals)
    process.on(signal, onOrder)
}

/**
 * Orders are those of the process that reads the folder, and SIGTERM. A terminal or a service manager may send a signal to both:
 * the order that follows is no second one.
 */
export const onTold: Told = (onOrder) => {
  let hasOrder = false
  const orders = { own: 0, told: 0 }
  const order = (kind: 'own' | 'told', signal: NodeJS.Signals): void => {
    orders[kind] += 1
    if (hasOrder && orders[kind] < 2) return
    hasOrder = true
    onOrder(signal)
  }
  process.on('SIGTERM', (signal) => order('own', signal))
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.on('message', (message: ToFollower) => {
    if (message.kind === 'stop') order('told', message.signal)
  })
}

type Stopping = { content: Pick<Content, 'close'>; config: Config; told: Told }

/** Resolves when the process was told to stop and has done so. A second order does not wait for requests. */
export const untilStopped = (server: Server, { content, config, told }: Stopping): Promise<number> =>
  new Promise((resolve, reject) => {
    const hurry = new AbortController()
    let isStopping = false
    told((signal) => {
      server.app.log.info(`${signal}: ${isStopping ? 'stopping at once' : 'stopping'}`)
      if (isStopping) return hurry.abort()
      isStopping = true
      stop(server, patienceOf(signal, config), hurry.signal)
        .then(() => content.close())
        .then(() => resolve(0), reject)
    })
  })

/** Whether the process was started on a terminal, which sends SIGHUP when it is closed. */
export const isOnTerminal = (): boolean => [0, 1, 2].some((descriptor) => isatty(descriptor))

/**
 * Without a terminal SIGHUP asks for a look at the folder now. From this call on it does not end the process. One that comes
 * before the returned function is called with `look` is remembered, and done then.
 */
export const onHangup = (): ((look: () => void) => void) => {
  let isWanted = false
  let act = (): void => {
    isWanted = true
  }
  process.on('SIGHUP', () => act())
  return (look) => {
    act = look
    if (isWanted) look()
  }
}
