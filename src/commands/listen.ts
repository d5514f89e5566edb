import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { UserError } from './command.ts'

/** An error of listening that a person can mend, as a UserError. */
const explainListening = (error: unknown, { HOST, PORT }: Config): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new UserError(`Port ${PORT} is taken on ${HOST}: stop what listens there, or set PORT`)
  if (code === 'EACCES')
    return new UserError(`Port ${PORT} may not be used by this user: set PORT to 1024 or more`)
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return new UserError(`${HOST} is no address of this machine: set HOST`)
  return error
}

export const listen = async (app: FastifyInstance, config: Config): Promise<string> => {
  try {
    return await app.listen({ host: config.HOST, port: config.PORT })
  } catch (error) {
    await app.close()
    throw explainListening(error, config)
  }
}
