import type { Fault, HealthAnswer } from '../article/answers.ts'
import { paths } from '../formats/site.ts'
import { notFound, type ProblemName, problems, unavailable } from '../http/problem.ts'
import { listResource } from './articles.ts'
import { none, operation } from './route.ts'

export const getService = (version: string) =>
  operation({
    summary: 'The service, and where everything is',
    query: none,
    async find({ library, site }) {
      const {
        service: self,
        articles,
        search,
        values,
        live,
        ready,
        schema,
        openapi,
        docs,
        feed,
      } = paths(site)
      const lists = {
        outlets: values('outlet'),
        rubrics: values('rubric'),
        tags: values('tag'),
        languages: values('language'),
      }
      const feeds = { jsonFeed: feed('json'), atomFeed: feed('atom'), rssFeed: feed('rss') }
      const links = { self, articles, search, ...lists, ...feeds, live, ready, schema, openapi, docs }
      const service = { name: 'maqal', version, links }
      const list = await listResource({ library, site })
      return { resource: { kind: 'service', service, articles: list } }
    },
  })

const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problems, name)

export const getProblem = operation({
  summary: 'What a type of error means',
  query: none,
  async find({ site, params }) {
    const name = params['problem'] ?? ''
    if (!isProblemName(name)) {
      const known = Object.keys(problems)
      const pathOf = paths(site).problem
      throw notFound(`There is no type of problem "${name}".`, { asked: name, known, pathOf })
    }
    const self = paths(site).problem(name)
    const links = { self, service: paths(site).service }
    return { resource: { kind: 'problem', problem: { type: self, ...problems[name], links } } }
  },
})

/** What health depends on: the faults of files that are refused, and why it is to be sent no traffic, if so. */
export type Health = { faults: () => readonly Fault[]; whyUnready: () => string | undefined }

export const getLiveness = operation({
  summary: 'Whether the process is up',
  query: none,
  async find() {
    const health = { status: 'live', articles: null, faults: [] } as const
    return { resource: { kind: 'health', health: { ...health, faults: [] } }, isVolatile: true }
  },
})

export const getReadiness = ({ faults, whyUnready }: Health) =>
  operation({
    summary: 'Whether it may be sent traffic, and which files were refused and why',
    query: none,
    async find({ library }) {
      const why = whyUnready()
      if (why !== undefined) throw unavailable(why)
      const { total } = await library.articles({ page: 1, limit: 1 })
      const health: HealthAnswer = { status: 'ready', articles: total, faults: [...faults()] }
      return { resource: { kind: 'health', health }, isVolatile: true }
    },
  })
