/** Starts one PostgreSQL for all tests, when the first asks for it. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type DatabaseServer, makeServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The port at which tests are told the address of the database. */
    databasePort: number
  }
}

const startServer = async (): Promise<DatabaseServer> => {
  const server = await makeServer()
  await server.start()
  return server
}

export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  let started: Promise<DatabaseServer> | undefined
  const asked = createServer((socket) => {
    started ??= startServer()
    started.then(
      (server) => socket.end(server.url()),
      (error: unknown) => socket.end(`! ${String(error)}`),
    )
  }).listen(0, '127.0.0.1')
  await once(asked, 'listening')
  const address = asked.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  provide('databasePort', address.port)
  return async () => {
    asked.close()
    await (await started)?.remove()
  }
}
