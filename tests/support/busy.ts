import { connect } from 'node:net'

/** What became of the requests of a client, by whether anything was answered on their connection before. */
export type Tally = {
  answered: number
  /** Answers that closed their connection. */
  closed: number
  lostOnReused: number
  lostOnNew: number
  statuses: Set<number>
}

type Busy = { port: number; path: (count: number) => string; tally: Tally; isOver?: () => boolean }

export const newTally = (): Tally => ({
  answered: 0,
  closed: 0,
  lostOnReused: 0,
  lostOnNew: 0,
  statuses: new Set(),
})

const headEnd = '\r\n\r\n'

/** Whether the bytes hold a whole answer, and what its head is. */
const readAnswer = (bytes: Buffer): { head: string; isWhole: boolean } => {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return { head: '', isWhole: false }
  const head = bytes.toString('latin1', 0, end).toLowerCase()
  const length = Number(/^content-length: (\d+)$/m.exec(head)?.[1] ?? 0)
  return { head, isWhole: bytes.length >= end + headEnd.length + length }
}

/** Uses one connection until the server closes it. Resolves with false where it cannot be opened. */
const useConnection = ({ port, path, tally, isOver = () => false }: Busy): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, 'localhost')
    let received = Buffer.alloc(0)
    let answers = 0
    let isAsked = false
    const ask = () => {
      isAsked = true
      received = Buffer.alloc(0)
      socket.write(`GET ${path(tally.answered)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    }
    socket.on('connect', ask)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const { head, isWhole } = readAnswer(received)
      if (!isWhole) return
      isAsked = false
      answers += 1
      tally.answered += 1
      tally.statuses.add(Number(head.slice(9, 12)))
      const isClosed = /^connection: close$/m.test(head)
      if (isClosed) tally.closed += 1
      if (isClosed || isOver()) socket.end()
      else ask()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (isAsked && answers > 0) tally.lostOnReused += 1
      else if (isAsked) tally.lostOnNew += 1
      done(answers > 0 || isAsked)
    })
  })

/**
 * A client that is never idle. It uses a connection again until an answer closes it (RFC 9112 §9.6), then opens another.
 * Resolves when nobody listens any more, or when it is over.
 */
export const beBusy = async (busy: Busy): Promise<void> => {
  while (busy.isOver?.() !== true && (await useConnection(busy)));
}
