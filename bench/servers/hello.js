/** The first server of Fastify's getting started: its logger is on, and nothing but it is loaded. */
import Fastify from 'fastify'

const app = Fastify({ logger: true })

app.get('/', (_, reply) => {
  reply.send({ hello: 'world' })
})

app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' }, (error) => {
  if (error === null) return
  app.log.error(error)
  process.exit(1)
})
