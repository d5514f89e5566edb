import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, createConnection } from './connection.ts'

/** Milliseconds between two looks for silent connections while the server closes. */
const sweepInterval = 25

/** Nobody waits to be let in when nobody came in so many turns of the event loop. */
const calmTurns = 10

/** Milliseconds that an answer is held back at most. */
const longestHold = 250

/** The connections of a service, so that it can stop without losing a request. */
export const createConnections = () => {
  const servers: Server[] = []
  const open = new Map<Socket, Connection>()
  const seen = { opened: 0, lastClosed: -Infinity }
  const closing = { isAnnounced: false, linger: 0, sweep: undefined as NodeJS.Timeout | undefined }
  /** Answers that are held back until the server listens no more. */
  let held: (() => void)[] | undefined

  const add = (socket: Socket): Connection => {
    const connection = createConnection(socket)
    if (closing.isAnnounced) connection.announceClose()
    seen.opened += 1
    open.set(socket, connection)
    socket.once('close', () => {
      open.delete(socket)
      seen.lastClosed = performance.now()
    })
    return connection
  }

  /** Closes the connections that are silent; while the server closes, also those that fall silent later. */
  const closeIdle = (): void => {
    for (const [socket, { isSilent }] of open) if (isSilent(closing.linger)) socket.destroy()
    clearTimeout(closing.sweep)
    if (closing.isAnnounced && open.size > 0) closing.sweep = setTimeout(closeIdle, sweepInterval)
  }

  /** Resolves when all that the system has accepted for the servers is let in; each turn lets in one. */
  const allLetIn = async (): Promise<void> => {
    const end = performance.now() + longestHold
    let before = seen.opened
    for (let calm = 0; calm < calmTurns && performance.now() < end; calm += 1) {
      await sleep(1)
      if (seen.opened > before) calm = 0
      before = seen.opened
    }
  }

  return {
    /** Sees the connections of one of the servers of the service: there is one for each address of `localhost`. */
    watch(server: Server): void {
      servers.push(server)
      server.on('connection', add)
      // Node's own also closes a connection on which a slow client still reads its answer.
      server.closeIdleConnections = closeIdle
    },

    /** Has a request answered. `isLast` closes the connection after its answer. */
    begin({ socket }: IncomingMessage, response: ServerResponse, isLast: boolean, answer: () => void): void {
      const connection = open.get(socket) ?? add(socket)
      connection.begin(response, isLast)
      if (held === undefined) answer()
      else held.push(answer)
    },

    /**
     * From now on every answer closes its connection, those under way too. A connection on which nothing is asked for
     * `milliseconds` then counts as silent.
     */
    announceClose(milliseconds = closing.linger): void {
      closing.isAnnounced = true
      closing.linger = milliseconds
      for (const connection of open.values()) connection.announceClose()
    },

    isClosing: (): boolean => closing.isAnnounced,

    /** Milliseconds since a connection was open; 0 while one is. */
    unusedFor: (): number => (open.size > 0 ? 0 : performance.now() - seen.lastClosed),

    /**
     * Listens no more, and closes connections when they are silent. What the system has accepted by then would be reset;
     * so answers are held back until all of that is let in, for clients that are answered come again.
     */
    async stopListening(): Promise<void> {
      held = []
      await allLetIn()
      for (const server of servers) server.close()
      const answers = held
      held = undefined
      for (const answer of answers) answer()
      closeIdle()
    },

    /** Closes every connection, whatever is under way on it. */
    cut(): void {
      for (const socket of open.keys()) socket.destroy()
    },
  }
}

export type Connections = ReturnType<typeof createConnections>
