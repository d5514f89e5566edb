/** Fastify as maqal has it installed, with one route and a constant. */
import { readFileSync } from 'node:fs'
import fastify from 'fastify'

const [port, path, type, bodyFile] = process.argv.slice(2) as [string, string, string, string]
const body = readFileSync(bodyFile)

const app = fastify()
app.get(path, (_, reply) => reply.header('content-type', type).send(body))
await app.listen({ port: Number(port), host: '127.0.0.1' })
