import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, createConnection } from './connection.ts'
import { calmTurns, longestHold, sweepInterval } from './limits.ts'

/** The connections of a service, and how far it is with closing. Times are in milliseconds. */
type State = {
  servers: Server[]
  open: Map<Socket, Connection>
  /** How many were opened, and when the latest was closed. */
  opened: number
  lastClosed: number
  isClosing: boolean
  /** While the service closes, a connection without a request for so long is silent. */
  linger: number
  sweep: NodeJS.Timeout | undefined
  /** Answers that are held back, while anyone holds them. */
  held: (() => void)[] | undefined
  holders: number
}

const add = (state: State, socket: Socket): Connection => {
  const connection = createConnection(socket)
  if (state.isClosing) connection.announceClose()
  state.opened += 1
  state.open.set(socket, connection)
  socket.once('close', () => {
    state.open.delete(socket)
    state.lastClosed = performance.now()
  })
  return connection
}

/** Closes the connections that are silent; while the service closes, also those that fall silent later. */
const closeIdle = (state: State): void => {
  for (const [socket, { isSilent }] of state.open) if (isSilent(state.linger)) socket.destroy()
  clearTimeout(state.sweep)
  if (state.isClosing && state.open.size > 0) state.sweep = setTimeout(closeIdle, sweepInterval, state)
}

/** Holds answers back until the returned function is called. */
const hold = (state: State): (() => void) => {
  state.holders += 1
  state.held ??= []
  return () => {
    state.holders -= 1
    if (state.holders > 0) return
    const held = state.held ?? []
    state.held = undefined
    for (const answer of held) answer()
  }
}

/** Resolves when every connection that the system has accepted is seen here; each turn of the event loop brings one. */
const allSeen = async (state: State): Promise<void> => {
  const end = performance.now() + longestHold
  let before = state.opened
  for (let calm = 0; calm < calmTurns && performance.now() < end; calm += 1) {
    await sleep(1)
    if (state.opened > before) calm = 0
    before = state.opened
  }
}

/**
 * Stops listening, and closes connections when they are silent. A connection that the system has accepted and that is not
 * seen by then would be reset. So answers are held back until all are seen, because a client that is answered comes again.
 */
const stopListening = async (state: State): Promise<void> => {
  const release = hold(state)
  await allSeen(state)
  for (const server of state.servers) server.close()
  release()
  closeIdle(state)
}

/** Follows the connections of a service, so that it can stop without losing a request. */
export const createConnections = () => {
  const state: State = {
    servers: [],
    open: new Map(),
    opened: 0,
    lastClosed: -Infinity,
    isClosing: false,
    linger: 0,
    sweep: undefined,
    held: undefined,
    holders: 0,
  }
  return {
    /** Follows the connections of one of the servers of the service: there is one for each address of `localhost`. */
    watch(server: Server): void {
      state.servers.push(server)
      server.on('connection', (socket) => add(state, socket))
      // Node's own also closes a connection on which a slow client still reads its answer.
      server.closeIdleConnections = () => closeIdle(state)
    },

    /** Has a request answered. A request with `Upgrade` is the last on its connection. */
    begin({ socket, headers }: IncomingMessage, response: ServerResponse, answer: () => void): void {
      const connection = state.open.get(socket) ?? add(state, socket)
      // Node loses the bytes that come with an `Upgrade`, and would read what comes after them as a request (RFC 9110 §7.8).
      connection.begin(response, headers.upgrade !== undefined)
      if (state.held === undefined) answer()
      else state.held.push(answer)
    },

    /** From now on every answer closes its connection, those under way too. */
    announceClose(linger = state.linger): void {
      state.isClosing = true
      state.linger = linger
      for (const connection of state.open.values()) connection.announceClose()
    },

    isClosing: (): boolean => state.isClosing,

    /** Milliseconds since a connection was open; 0 while one is. */
    unusedFor: (): number => (state.open.size > 0 ? 0 : performance.now() - state.lastClosed),

    /** Requests that come from now on are answered when the returned function is called. */
    hold: (): (() => void) => hold(state),

    stopListening: (): Promise<void> => stopListening(state),

    /** Closes every connection, whatever is under way on it. */
    cut(): void {
      for (const socket of state.open.keys()) socket.destroy()
    },
  }
}

export type Connections = ReturnType<typeof createConnections>
