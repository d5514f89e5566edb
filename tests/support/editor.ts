import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'

type Message = { id?: number | string; method?: string; params?: { items?: unknown[] }; result?: unknown }

/** The messages of a stream (Language Server Protocol, base protocol). */
const createReader = (onMessage: (message: Message) => void) => {
  let buffer = Buffer.alloc(0)
  return (chunk: Buffer): void => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const head = /Content-Length: (\d+)\r\n\r\n/.exec(buffer.toString('latin1'))
      const start = (head?.index ?? 0) + (head?.[0].length ?? 0)
      const end = start + Number(head?.[1])
      if (head === null || buffer.length < end) return
      onMessage(JSON.parse(buffer.subarray(start, end).toString()) as Message)
      buffer = buffer.subarray(end)
    }
  }
}

/** TypeScript's own language server, as an editor talks to it. */
const startServer = () => {
  const server = spawn(resolve('node_modules/.bin/tsc'), ['--lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  onTestFinished(() => void server.kill())
  const waiting = new Map<unknown, (result: unknown) => void>()
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const read = createReader(({ id, method, params, result }) => {
    if (id === undefined) return
    if (method === undefined) waiting.get(id)?.(result)
    else send({ id, result: params?.items?.map(() => null) ?? null })
  })
  server.stdout.on('data', read)
  const ask = (method: string, params: object): Promise<unknown> =>
    new Promise((done) => {
      const id = waiting.size + 1
      waiting.set(id, done)
      send({ id, method, params })
    })
  return { ask, send }
}

/** What an editor shows of a TypeScript text that stands among the tests: completions and hovers after a piece of it. */
export const editorOf = async (text: string) => {
  const { ask, send } = startServer()
  const uri = pathToFileURL(resolve('tests/in-the-editor.ts')).href
  await ask('initialize', { processId: null, rootUri: pathToFileURL(resolve('.')).href, capabilities: {} })
  send({ method: 'initialized', params: {} })
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'typescript', version: 1, text } },
  })
  const at = (piece: string) => {
    const before = text.slice(0, text.indexOf(piece) + piece.length)
    const line = before.split('\n').length - 1
    return {
      textDocument: { uri },
      position: { line, character: before.length - before.lastIndexOf('\n') - 1 },
    }
  }
  return {
    async completions(piece: string): Promise<string[]> {
      const { items } = (await ask('textDocument/completion', at(piece))) as { items: { label: string }[] }
      return items.map(({ label }) => label)
    },
    hover: async (piece: string): Promise<string> =>
      JSON.stringify(await ask('textDocument/hover', at(piece))),
  }
}
