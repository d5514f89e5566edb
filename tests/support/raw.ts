import { connect } from 'node:net'

/** An answer as it came over the wire. `headers` has lower-case names; what came more than once is joined by a comma. */
export type RawAnswer = {
  status: number
  rawHeaders: [name: string, value: string][]
  headers: Record<string, string>
  body: Buffer
}

/** What came back on one connection. `interim` are the 1xx statuses, `rest` the bytes that make no whole answer. */
export type Exchange = {
  answers: RawAnswer[]
  interim: number[]
  rest: Buffer
  isClosedByServer: boolean
}

export type ExchangeOptions = {
  /** How many answers to wait for; the connection's end where the last one says `Connection: close`. */
  count?: number
  /** Whether to end our side when all is written. */
  isEnded?: boolean
  /** After so many milliseconds it is over. */
  timeout?: number
}

export type Pieces = Iterable<string | Buffer> | AsyncIterable<string | Buffer>

const blankLine = '\r\n\r\n'

const headerLine = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/

const splitHeader = (line: string): [string, string] => {
  const [, name, value] = headerLine.exec(line) ?? []
  if (name === undefined || value === undefined) throw new Error(`not a header: ${JSON.stringify(line)}`)
  return [name, value]
}

const joinHeaders = (rawHeaders: [string, string][]): Record<string, string> => {
  const joined = new Map<string, string>()
  for (const [name, value] of rawHeaders) {
    const before = joined.get(name.toLowerCase())
    joined.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(joined)
}

const readHead = (bytes: Buffer) => {
  const end = bytes.indexOf(blankLine)
  if (end === -1) return undefined
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(first) ?? []
  if (status === undefined) throw new Error(`not a status line: ${JSON.stringify(first)}`)
  const rawHeaders = lines.map(splitHeader)
  return { status: Number(status), rawHeaders, headers: joinHeaders(rawHeaders), length: end + 4 }
}

type Body = { body: Buffer; length: number }

/** RFC 9112 §7.1. */
const readChunks = (bytes: Buffer): Body | undefined => {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = bytes.indexOf('\r\n', at)
    if (end === -1) return undefined
    const line = bytes.toString('latin1', at, end)
    const size = Number.parseInt(/^[\da-f]+/i.exec(line)?.[0] ?? '', 16)
    if (Number.isNaN(size)) throw new Error(`not a chunk: ${JSON.stringify(line)}`)
    const next = end + 2 + size + 2
    if (bytes.length < next) return undefined
    chunks.push(bytes.subarray(end + 2, end + 2 + size))
    at = next
    if (size === 0) return { body: Buffer.concat(chunks), length: at }
  }
}

/** RFC 9112 §6.3: how long the body of an answer is. */
const readBody = (
  { status, headers }: { status: number; headers: Record<string, string> },
  bytes: Buffer,
  { isHead, isOver }: { isHead: boolean; isOver: boolean },
): Body | undefined => {
  const { 'content-length': given, 'transfer-encoding': coding } = headers
  if (isHead || status < 200 || status === 204 || status === 304) return { body: Buffer.alloc(0), length: 0 }
  if (coding !== undefined) return readChunks(bytes)
  if (given === undefined) return isOver ? { body: bytes, length: bytes.length } : undefined
  if (!/^\d+$/.test(given)) throw new Error(`not a Content-Length: ${given}`)
  const length = Number(given)
  return bytes.length < length ? undefined : { body: bytes.subarray(0, length), length }
}

/** The answers in these bytes. `methods` are those of the requests, in order: what answers HEAD has no body. */
const readAnswers = (bytes: Buffer, methods: string[], isOver: boolean) => {
  const answers: RawAnswer[] = []
  const interim: number[] = []
  let rest = bytes
  for (;;) {
    const head = readHead(rest)
    if (head === undefined) return { answers, interim, rest }
    const { status, rawHeaders, headers, length } = head
    const isHead = methods[answers.length] === 'HEAD'
    const found = readBody(head, rest.subarray(length), { isHead, isOver })
    if (found === undefined) return { answers, interim, rest }
    rest = rest.subarray(length + found.length)
    if (status < 200) interim.push(status)
    else answers.push({ status, rawHeaders, headers, body: found.body })
  }
}

const methodsOf = (sent: Buffer): string[] =>
  [...sent.toString('latin1').matchAll(/^([A-Z]+) [^\r\n]* HTTP\/1\.[01]\r$/gm)].map(
    ([, method]) => method ?? '',
  )

/** Writes exactly these bytes to the port, each piece by itself, and reads the answers. */
export const exchange = (
  port: number,
  pieces: Pieces,
  { count = 1, isEnded = false, timeout = 4000 }: ExchangeOptions = {},
): Promise<Exchange> =>
  new Promise((done, failed) => {
    const sent: Buffer[] = []
    const received: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const read = (isOver: boolean) =>
      readAnswers(Buffer.concat(received), methodsOf(Buffer.concat(sent)), isOver)
    const settle = (isClosedByServer: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      try {
        done({ ...read(isClosedByServer), isClosedByServer })
      } catch (error) {
        failed(error)
      }
    }
    const timer = setTimeout(settle, timeout, false)
    const isComplete = (): boolean => {
      try {
        const { answers } = read(false)
        return answers.length >= count && answers.at(-1)?.headers['connection'] !== 'close'
      } catch {
        return true
      }
    }
    const write = async () => {
      for await (const piece of pieces) {
        if (socket.closed) return
        const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece
        sent.push(bytes)
        await new Promise((written) => socket.write(bytes, written))
        await new Promise(setImmediate)
      }
      if (isEnded) socket.end()
    }
    socket.on('data', (chunk) => {
      received.push(chunk)
      if (isComplete()) settle(false)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => settle(true))
    write().catch(failed)
  })

/** `⏎` is CRLF, `␊` LF, `␍` CR, `␀` NUL, `␉` a tab, `x×9` nine x; so that the name of a test shows what it sends. */
export const spelled = (request: string): string =>
  request
    .replaceAll(/(.)×(\d+)/g, (_, character: string, times: string) => character.repeat(Number(times)))
    .replaceAll('⏎', '\r\n')
    .replaceAll('␊', '\n')
    .replaceAll('␍', '\r')
    .replaceAll('␀', '\0')
    .replaceAll('␉', '\t')

/** The bytes of `GET /path`, with a Host and these headers. */
export const requestOf = (request: string, headers: Record<string, string> = {}): string => {
  const lines = Object.entries({ Host: 'a', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${request} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Sends one request, and gives its one answer. */
export const ask = async (
  port: number,
  request: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> => {
  const { answers, rest } = await exchange(port, [requestOf(request, { Connection: 'close', ...headers })])
  const [answer] = answers
  if (answer === undefined || answers.length > 1 || rest.length > 0) {
    throw new Error(`${answers.length} answers to ${request}, and ${JSON.stringify(rest.toString('latin1'))}`)
  }
  return answer
}
