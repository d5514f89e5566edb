/** One request, as the wire has it: the names of the headers keep their case and order. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { assertRunning, type Server } from './children.ts'

/** `headers` is a flat list: name, value, name, value. */
export type Answer = { status: number; headers: string[]; body: Buffer }

export const ask = async (url: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const request = get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.rawHeaders, body: await buffer(response) }
}

export const header = ({ headers }: Answer, name: string): string | undefined =>
  headers[headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name) + 1 || -1]

/** The first answer of a server that has just been started, asked for each millisecond, and later each thousandth of the time. */
export const firstAnswer = async (server: Server, url: string, patience = 20_000): Promise<Answer> => {
  const started = Date.now()
  for (let took = 0; took < patience; took = Date.now() - started) {
    await sleep(1 + took / 1000)
    assertRunning(server)
    const answer = await ask(url).catch(() => undefined)
    if (answer?.status === 200) return answer
  }
  throw new Error(`${url} does not answer: ${server.errors()}`)
}

/** A port that is free, and out of the range from which the system gives ports to others at any moment. */
export const freePort = async (): Promise<number> => {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (!isFree) return freePort()
  server.close()
  await once(server, 'close')
  return port
}
