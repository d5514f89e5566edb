import { z } from 'zod'
import { paths } from '../formats/site.ts'
import { route } from './route.ts'

/** The index: the service and where everything is. */
export const serviceRoutes = (version: string) => [
  route({
    operationId: 'getService',
    path: '/',
    kind: 'service',
    summary: 'The service, and where everything is',
    query: z.strictObject({}),
    async find({ site }) {
      const { service, articles } = paths(site)
      return {
        resource: {
          kind: 'service',
          service: { name: 'maqal', version, links: { self: service, articles } },
        },
      }
    },
  }),
]
