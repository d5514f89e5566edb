/** A typed client of maqal for browsers, Node, Deno, Bun and workers. It depends on nothing but `fetch`. */
import type {
  ArticleAnswer,
  ArticleList,
  ArticleSummary,
  ParagraphAnswer,
  ProblemAnswer,
  SearchHit,
  SearchList,
  SectionAnswer,
  SectionList,
  SectionSummary,
} from '../article/answers.ts'
import type { Sort } from '../article/listing.ts'
import type { Field, Narrowed } from './fields.ts'
import { createMemory } from './memory.ts'
import { pause, waitOf } from './retry.ts'

export type { Field, Narrowed } from './fields.ts'
export type {
  ArticleAnswer as Article,
  ArticleSummary,
  ParagraphAnswer as Paragraph,
  SearchHit,
  SectionAnswer as Section,
} from '../article/answers.ts'

/** An answer that is an error: RFC 9457, with what there is and the nearest match where the server says so. */
export class MaqalProblem extends Error {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly errors: NonNullable<ProblemAnswer['errors']>
  readonly available: string[]
  readonly didYouMean: string | undefined

  constructor(problem: Partial<ProblemAnswer> & Pick<ProblemAnswer, 'status' | 'title'>) {
    super(problem.detail ?? problem.title)
    this.name = 'MaqalProblem'
    this.type = problem.type ?? 'about:blank'
    this.title = problem.title
    this.status = problem.status
    this.detail = problem.detail ?? ''
    this.instance = problem.instance ?? ''
    this.errors = problem.errors ?? []
    this.available = problem.available ?? []
    this.didYouMean = problem.didYouMean
  }
}

/** What an answer that is not ours, a proxy's page perhaps, says by its status alone. */
const problemOf = async (answer: Response): Promise<MaqalProblem> => {
  const own = { status: answer.status, title: answer.statusText || `HTTP ${answer.status}` }
  const body: unknown = await answer.json().catch(() => null)
  return new MaqalProblem(
    typeof body === 'object' && body !== null ? { ...own, ...body, status: own.status } : own,
  )
}

const spell = (query: object): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? '' : `?${search.toString()}`
}

type Cancel = { signal?: AbortSignal | undefined }

/** `fields` are the only keys to be sent, with dots: the type of the result is narrowed to them. */
type Options<Answer, Chosen> = Cancel & { fields?: readonly (Chosen & Field<Answer>)[] }

type Filters = {
  outlet?: string
  rubric?: string
  tag?: string
  language?: string
  author?: string
  from?: string
  to?: string
}

type Paging = { page?: number; limit?: number }

export type ArticlesQuery = Filters & Paging & { sort?: Sort }

export type SearchQuery = Filters & Paging & { prefix?: boolean; paragraphs?: number }

/** The pages of a list from the one asked for on, `for await`; the first alone; or item by item. */
export type Pages<List extends { items: unknown[] }> = AsyncIterable<List> & {
  first: () => Promise<List>
  items: () => AsyncIterable<List['items'][number]>
}

type Of<List extends { items: unknown[] }, Chosen> = Omit<List, 'items'> & {
  items: Narrowed<List['items'][number], Chosen>[]
}

export type ClientOptions = {
  /** In place of the global one. */
  fetch?: (
    url: string,
    init: { headers: Record<string, string>; signal: AbortSignal | null },
  ) => Promise<Response>
  /** How often an overloaded server (503) is asked again, after as long as its Retry-After says; 2. */
  retries?: number
  /** How many answers are remembered, to be asked for by their ETag alone; 200. */
  remembered?: number
}

/**
 * A client of the service at `baseUrl`. Every call rejects with a MaqalProblem where the answer is an error, with what
 * `fetch` throws where there is none, and with the signal's reason where it is aborted.
 */
export const createClient = (
  baseUrl: string | URL,
  { fetch: ask = (url, init) => fetch(url, init), retries = 2, remembered = 200 }: ClientOptions = {},
) => {
  const base = String(baseUrl).replace(/\/$/, '')
  const memory = createMemory(remembered)

  const request = async (url: string, signal: AbortSignal | undefined): Promise<string> => {
    for (let tries = 0; ; tries += 1) {
      const known = memory.get(url)
      const headers = { accept: 'application/json', ...(known && { 'if-none-match': known.etag }) }
      const answer = await ask(url, { headers, signal: signal ?? null })
      if (answer.status === 304 && known) return known.text
      if (answer.ok) return memory.keep(url, answer.headers.get('etag'), await answer.text())
      if (answer.status !== 503 || tries >= retries) throw await problemOf(answer)
      await answer.body?.cancel()
      await pause(waitOf(answer.headers.get('retry-after')), signal)
    }
  }

  const get = async <Answer>(path: string, { signal, ...query }: Cancel): Promise<Answer> =>
    JSON.parse(await request(`${base}${path}${spell(query)}`, signal)) as Answer

  const list = <List extends { items: unknown[]; page: number; pages: number }>(
    path: string,
    query: Cancel & { page?: number; q?: string },
  ): Pages<List> => {
    const page = (number = query.page) => get<List>(path, Object.assign({}, query, { page: number }))
    const all = async function* () {
      let answer = await page()
      yield answer
      while (answer.page < answer.pages) yield (answer = await page(answer.page + 1))
    }
    const items = async function* () {
      for await (const answer of all()) yield* answer.items
    }
    return { first: () => page(), items, [Symbol.asyncIterator]: all }
  }

  const at = (...names: (string | number)[]): string =>
    `/articles/${names.map((name) => encodeURIComponent(name)).join('/')}`

  return {
    /** Articles without their bodies, newest first unless `sort` says otherwise. */
    articles: <const Chosen = never>(
      query: ArticlesQuery & Options<ArticleSummary, Chosen> = {},
    ): Pages<Of<ArticleList, Chosen>> => list('/articles', query),

    /** An article: title, outlet, sections, paragraphs. */
    article: <const Chosen = never>(
      article: string,
      options: Options<ArticleAnswer, Chosen> = {},
    ): Promise<Narrowed<ArticleAnswer, Chosen>> => get(at(article), options),

    /** The sections of an article, without their paragraphs. */
    sections: <const Chosen = never>(
      article: string,
      options: Options<SectionSummary, Chosen> = {},
    ): Promise<Of<SectionList, Chosen>> => get(at(article, 'sections'), options),

    /** A section by its id, its position from 1, or its heading. */
    section: <const Chosen = never>(
      article: string,
      section: string | number,
      options: Options<SectionAnswer, Chosen> = {},
    ): Promise<Narrowed<SectionAnswer, Chosen>> => get(at(article, 'sections', section), options),

    /** A paragraph, with where it stands. */
    paragraph: <const Chosen = never>(
      article: string,
      paragraph: string,
      options: Options<ParagraphAnswer, Chosen> = {},
    ): Promise<Narrowed<ParagraphAnswer, Chosen>> => get(at(article, 'paragraphs', paragraph), options),

    /** The articles that match, best first, with where they do. */
    search: <const Chosen = never>(
      q: string,
      query: SearchQuery & Options<SearchHit, Chosen> = {},
    ): Pages<Of<SearchList, Chosen>> => list('/search', { q, ...query }),
  }
}

export type Client = ReturnType<typeof createClient>
