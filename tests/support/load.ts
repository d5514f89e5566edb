import { connect, type Socket } from 'node:net'

export type Load = {
  connections: number
  /** The bytes of the next request, or undefined when no more is to be asked. */
  next: () => string | undefined
}

/** How many answers of each status came, and how many connections ended before their answer. */
export type Loaded = { statuses: Record<string, number>; lost: number }

/** Reads answers that have a `Content-Length` as they come, and hands on the status of each when it is whole. */
const createReader = (onAnswer: (status: string) => void) => {
  let head = ''
  let status = ''
  let missing = 0
  return (chunk: Buffer): void => {
    let rest = chunk
    while (rest.length > 0) {
      if (missing === 0) {
        const before = head.length
        head += rest.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        rest = rest.subarray(end + 4 - before)
        status = head.slice(9, 12)
        missing = status === '304' ? 0 : Number(/\ncontent-length: (\d+)/i.exec(head.slice(0, end + 2))?.[1] ?? 0)
        head = ''
      }
      const taken = Math.min(missing, rest.length)
      missing -= taken
      rest = rest.subarray(taken)
      if (missing === 0) onAnswer(status)
    }
  }
}

/** Asks on connections that are kept open, on each again when it is answered, until there is nothing more to ask. */
export const load = async (port: number, { connections, next }: Load): Promise<Loaded> => {
  const statuses: Record<string, number> = {}
  let lost = 0

  const talk = (): Promise<void> =>
    new Promise((resolve) => {
      let isWaiting = false
      const ask = (socket: Socket): void => {
        const request = next()
        isWaiting = request !== undefined
        if (request === undefined) socket.destroy()
        else socket.write(request, 'latin1')
      }
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => ask(socket))
      const read = createReader((status) => {
        statuses[status] = (statuses[status] ?? 0) + 1
        ask(socket)
      })
      socket.on('data', read)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        if (isWaiting) lost += 1
        resolve()
      })
    })

  await Promise.all(Array.from({ length: connections }, talk))
  return { statuses, lost }
}
