import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** RFC 9112 §9.6: an answer with this header is the last on its connection, and Node closes the connection after it. */
const setClose = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

/** Where another request came after this one, its answer may not close the connection: that request would be lost. */
const unsetClose = (response: ServerResponse): void => {
  if (!response.headersSent) response.removeHeader('connection')
}

/** Follows one connection: the requests on it, and whether it is closed after the answer. */
export const createConnection = (socket: Socket) => {
  let pending = 0
  /** The answer to the latest request, until it is sent; undefined where it closes the connection in any case. */
  let last: ServerResponse | undefined
  let isClosing = false
  /** When it was opened or its latest answer was sent, and what had been read by then: more is the beginning of a request. */
  const quiet = { since: performance.now(), bytesRead: 0 }

  const onAnswered = () => {
    pending -= 1
    if (pending > 0) return
    last = undefined
    quiet.since = performance.now()
    quiet.bytesRead = socket.bytesRead
  }

  return {
    /** Takes note of a request. `isFinal` closes the connection after its answer, whatever comes after it. */
    begin(response: ServerResponse, isFinal: boolean): void {
      pending += 1
      response.on('close', onAnswered)
      if (isFinal || isClosing) setClose(response)
      if (isClosing && last !== undefined) unsetClose(last)
      last = isFinal ? undefined : response
    },

    /** From now on the latest answer closes it. */
    announceClose(): void {
      isClosing = true
      if (last !== undefined) setClose(last)
    },

    /** Whether no request came or began to arrive for so many milliseconds. */
    isSilent: (milliseconds: number): boolean =>
      pending === 0 &&
      performance.now() - quiet.since >= milliseconds &&
      socket.bytesRead === quiet.bytesRead,
  }
}

export type Connection = ReturnType<typeof createConnection>
