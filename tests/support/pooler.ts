/** A pooler of transactions, as PgBouncer is one in its mode `transaction`: it keeps nothing of a session from one to the next. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** PostgreSQL 55.7: a type, which the first of a client has not, the length, and the rest. */
const message = (type: string, body: string): Buffer => {
  const head = Buffer.alloc(type.length + 4, type)
  head.writeInt32BE(4 + body.length, type.length)
  return Buffer.concat([head, Buffer.from(body)])
}

/** Calls back with each whole message. */
const readMessages = (socket: Socket, isBackend: boolean, take: (type: string, whole: Buffer) => void) => {
  let rest = Buffer.alloc(0)
  let hasType = isBackend
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const at = hasType ? 1 : 0
      if (rest.length < at + 4 || rest.length < at + rest.readInt32BE(at)) return
      const length = at + rest.readInt32BE(at)
      const [whole, type] = [rest.subarray(0, length), hasType ? String.fromCharCode(rest[0] ?? 0) : '']
      hasType = true
      rest = rest.subarray(length)
      take(type, whole)
    }
  })
}

const known = ['user', 'database', 'client_encoding', 'application_name']

type Backend = { socket: Socket; client: Client | undefined }
type Client = { socket: Socket; backend: Backend | undefined; waiting: Buffer[]; due: number }

/**
 * Starts it before the server at a port, with so many connections to it that all clients share in turn. `ignored` are parameters of
 * clients that it does not pass on; it refuses those that it does not know.
 */
export const startPooler = async (
  to: { port: number; user: string; database: string },
  ignored: string[],
) => {
  const free: Backend[] = []
  const waiting: Client[] = []
  const open = new Set<Socket>()

  const keep = (socket: Socket): Socket => {
    open.add(socket.setNoDelay(true).on('error', () => socket.destroy()))
    return socket
  }

  const lend = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      const [backend, client] = [free.shift(), waiting.shift()]
      if (backend === undefined || client === undefined) return
      Object.assign(backend, { client })
      client.backend = backend
      for (const sent of client.waiting.splice(0)) backend.socket.write(sent)
    }
  }

  const connectBackend = (): void => {
    const socket = keep(connect(to.port, '127.0.0.1'))
    const backend: Backend = { socket, client: undefined }
    socket.write(
      message('', `\0\x03\0\0user\0${to.user}\0database\0${to.database}\0client_encoding\0UTF8\0\0`),
    )
    readMessages(socket, true, (type, whole) => {
      const { client } = backend
      client?.socket.write(whole)
      if (type !== 'Z') return
      if (client !== undefined) {
        client.due -= 1
        // It is given back outside of a transaction, also where a part of the next question was sent: so does PgBouncer 1.18.
        if (client.due > 0 || whole[5] !== 0x49) return
        backend.client = client.backend = undefined
      }
      free.push(backend)
      lend()
    })
  }

  const server = createServer((socket) => {
    const client: Client = { socket: keep(socket), backend: undefined, waiting: [], due: 0 }
    readMessages(socket, false, (type, whole) => {
      if (type === 'X') return
      if (type === '') {
        const pairs = whole.toString('utf8', 8).split('\0')
        const refused = pairs.find((name, at) => at % 2 === 0 && !['', ...known, ...ignored].includes(name))
        if (refused === undefined) socket.write(Buffer.concat([message('R', '\0\0\0\0'), message('Z', 'I')]))
        else socket.end(message('E', `SFATAL\0C08P01\0Munsupported startup parameter: ${refused}\0\0`))
        return
      }
      if (type === 'Q' || type === 'S') client.due += 1
      if (client.backend !== undefined) client.backend.socket.write(whole)
      else {
        if (client.waiting.push(whole) === 1) waiting.push(client)
        lend()
      }
    })
    socket.on('close', () => {
      if (waiting.includes(client)) waiting.splice(waiting.indexOf(client), 1)
      // What its transaction holds goes with the connection.
      if (client.backend === undefined) return
      client.backend.socket.destroy()
      connectBackend()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  for (let each = 0; each < 4; each += 1) connectBackend()
  onTestFinished(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `postgres://${to.user}@127.0.0.1:${address.port}/${to.database}` }
}
