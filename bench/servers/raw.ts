/** The yardstick: node:http and nothing else, sending the bytes and headers that maqal sends. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, headersFile, bodyFile] = process.argv.slice(2) as [string, string, string]
const headers = JSON.parse(readFileSync(headersFile, 'utf8')) as string[]
const body = readFileSync(bodyFile)

createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(body)
}).listen(Number(port), '127.0.0.1')
