import { z } from 'zod'
import { nearest } from '../article/nearest.ts'
import { paths } from '../formats/site.ts'
import { Problem, type ProblemName, problems } from '../http/problem.ts'
import { route } from './route.ts'

const none = z.strictObject({})

const getService = (version: string) =>
  route({
    operationId: 'getService',
    path: '/',
    kind: 'service',
    summary: 'The service, and where everything is',
    query: none,
    async find({ site }) {
      const { service, articles } = paths(site)
      return {
        resource: {
          kind: 'service',
          service: { name: 'maqal', version, links: { self: service, articles } },
        },
      }
    },
  })

const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problems, name)

const getProblem = route({
  operationId: 'getProblem',
  path: '/problems/:problem',
  kind: 'problem',
  summary: 'What a type of error means',
  query: none,
  async find({ site, params }) {
    const name = params['problem'] ?? ''
    if (!isProblemName(name)) {
      const available = Object.keys(problems)
      const didYouMean = nearest(name, available)
      const near = didYouMean === undefined ? {} : { didYouMean }
      throw new Problem('not-found', `There is no type of problem "${name}".`, { available, ...near })
    }
    const self = paths(site).problem(name)
    const links = { self, service: paths(site).service }
    return { resource: { kind: 'problem', problem: { type: self, ...problems[name], links } } }
  },
})

/** What the service says of itself. */
export const serviceRoutes = (version: string) => [getService(version), getProblem]
