import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Connections } from '../http/connections.ts'

/** Milliseconds. */
export type Patience = {
  /** For how long new connections are accepted, while every answer closes its own. */
  grace: number
  /** For how long requests may take to finish after that; then they are cut off. */
  finish: number
  /** For how long nothing may be asked on a connection before it counts as silent. */
  linger: number
}

/** Nobody is connected, and nobody was for so long: there is no one to wait for. */
const unused = 500

/** How often one looks whether the waiting is over. */
const interval = 25

/**
 * Stops a server without losing a request. A client learns only from an answer that its connection is to be closed, so
 * every answer says so for a while, and the server goes on listening for the connections that clients then open anew.
 * After that it stops listening and closes silent connections; requests in flight finish. `hurry` ends all at once.
 */
export const stop = async (
  { app, connections }: { app: FastifyInstance; connections: Connections },
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
