/** Serves this folder on another origin than maqal's: `npm run example:reader [PORT]`. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'

const types: Record<string, string> = {
  '/index.html': 'text/html',
  '/reader.js': 'text/javascript',
  '/render.js': 'text/javascript',
}

/** A page of yours imports `maqal/render` of the package; this one gets it as the checkout has it. */
const renderer = stripTypeScriptTypes(
  readFileSync(new URL('../../src/client/render.ts', import.meta.url), 'utf8'),
)

const server = createServer(({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost')
  const path = pathname === '/' ? '/index.html' : pathname
  const type = types[path]
  if (type === undefined) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` })
  return response.end(path === '/render.js' ? renderer : readFileSync(new URL(`.${path}`, import.meta.url)))
})

server.listen(Number(process.argv[2] ?? 8080), 'localhost', () => {
  const address = server.address()
  if (typeof address === 'object') process.stdout.write(`http://localhost:${address?.port}\n`)
})
