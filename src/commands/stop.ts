import type { FastifyInstance } from 'fastify'

/** How often idle connections are looked for while the server closes, in milliseconds. */
const sweep = 25

/** How long requests in flight may take to finish, in milliseconds. */
const patience = 1500

/**
 * Stops serving: requests in flight finish, then every connection is closed. `app.close()` alone waits for
 * ever for a keep-alive connection that had a request in flight, hence the sweep; a client that never reads
 * its answer is cut off.
 */
export const stop = async (app: FastifyInstance): Promise<void> => {
  const sweeping = setInterval(() => app.server.closeIdleConnections(), sweep)
  const cutting = setTimeout(() => app.server.closeAllConnections(), patience)
  try {
    await app.close()
  } finally {
    clearInterval(sweeping)
    clearTimeout(cutting)
  }
}
