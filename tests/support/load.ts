import { connect, type Socket } from 'node:net'

/** `next` is the next request as it goes over the wire, or undefined when no more is to be asked. */
export type Load = { port: number; connections: number; next: () => string | undefined }

/** How many answers of each status came, and how many requests were not answered. */
export type Loaded = { statuses: Record<string, number>; lost: number }

/** A server closes a connection after 10,000 requests. */
const mostOnConnection = 5000

/** Reads answers as they come, whose bodies have a `Content-Length`, and hands on the status of each when it is whole. */
const createReader = (onAnswer: (status: string) => void) => {
  let head = ''
  let status = ''
  let missing = 0

  /** Reads the head as far as it is there, and returns what comes after it. */
  const readHead = (chunk: Buffer): Buffer => {
    const before = head.length
    head += chunk.toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return chunk.subarray(chunk.length)
    status = head.slice(9, 12)
    const length = /\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1]
    missing = status === '304' ? 0 : Number(length ?? 0)
    head = ''
    if (missing === 0) onAnswer(status)
    return chunk.subarray(end + 4 - before)
  }

  return (chunk: Buffer): void => {
    let rest = chunk
    while (rest.length > 0) {
      const taken = Math.min(missing, rest.length)
      if (missing === 0) rest = readHead(rest)
      else {
        missing -= taken
        rest = rest.subarray(taken)
        if (missing === 0) onAnswer(status)
      }
    }
  }
}

/** Asks on one connection, and again when it is answered. Resolves with whether there is more to ask. */
const useConnection = ({ port, next }: Load, loaded: Loaded): Promise<boolean> =>
  new Promise((resolve) => {
    let asked = 0
    let isWaiting = false
    const ask = (socket: Socket): void => {
      const request = asked < mostOnConnection ? next() : undefined
      isWaiting = request !== undefined
      if (request === undefined) return void socket.destroy()
      asked += 1
      socket.write(request, 'latin1')
    }
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => ask(socket))
    const read = createReader((status) => {
      loaded.statuses[status] = (loaded.statuses[status] ?? 0) + 1
      ask(socket)
    })
    socket.on('data', read)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (isWaiting) loaded.lost += 1
      resolve(!isWaiting && asked === mostOnConnection)
    })
  })

/** Asks on connections that are kept open until there is nothing more to ask. */
export const load = async (given: Load): Promise<Loaded> => {
  const loaded: Loaded = { statuses: {}, lost: 0 }
  const talk = async (): Promise<void> => {
    while (await useConnection(given, loaded));
  }
  await Promise.all(Array.from({ length: given.connections }, talk))
  return loaded
}
