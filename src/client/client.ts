/** A typed client of maqal for browsers, Node, Deno, Bun and workers. It depends on nothing but `fetch`. */
import type { Sort } from '../article/article.ts'
import { type ClientOptions, createAsk } from './ask.ts'
import type {
  Article,
  ArticleList,
  ListedArticle,
  ListedValue,
  Note,
  Paragraph,
  SearchHit,
  SearchList,
  Section,
  SectionList,
  SectionSummary,
  ValueList,
} from './types.ts'

export type { ClientOptions } from './ask.ts'
export { MaqalProblem } from './problem.ts'
export type * from './types.ts'

/** The keys of a value, of the items where it is a list, with dots: `sections.heading`. */
export type Field<Value> = Value extends readonly (infer Item)[]
  ? Field<Item>
  : Value extends object
    ? { [Key in keyof Value & string]: Key | `${Key}.${Field<NonNullable<Value[Key]>>}` }[keyof Value &
        string]
    : never

type Head<Chosen> = Chosen extends `${infer Key}.${string}` ? Key : Chosen
type Rest<Chosen, Key extends string> = Chosen extends `${Key}.${infer Inner}` ? Inner : never

/** Over keys of the value itself, so that an editor still shows what is said of each. */
type Keeping<Value, Key extends keyof Value, Chosen> = {
  [Kept in Key]: Kept extends Chosen ? Value[Kept] : Picked<Value[Kept], Rest<Chosen, Kept & string>>
}

type Picked<Value, Chosen> = Value extends readonly (infer Item)[]
  ? Picked<Item, Chosen>[]
  : Value extends object
    ? Keeping<Value, Extract<keyof Value, Head<Chosen>>, Chosen>
    : Value

/** A value with the chosen keys alone; the whole where none were chosen. */
export type Narrowed<Value, Chosen> = [Chosen] extends [never] ? Value : Picked<Value, Chosen>

/** What every call takes. */
export type CallOptions = {
  /** Ends the request, or the wait for another try. */
  signal?: AbortSignal | undefined
}

/** What a call takes that answers one resource. */
export type ResourceOptions<Chosen> = CallOptions & {
  /** The only keys to be sent, with dots: `['title', 'sections.heading']`. The result has the type of what is left. */
  fields?: readonly Chosen[] | undefined
}

/** What a list of articles is narrowed to. Case, marks and tatweel do not count in names. */
export type Filters = {
  /** Who published them. */
  outlet?: string | undefined
  /** The desk or column they stood under. */
  rubric?: string | undefined
  /** What they are about. */
  tag?: string | undefined
  /** The language they are in, as `languages` names it. */
  language?: string | undefined
  /** Who wrote them. */
  author?: string | undefined
  /** Published on or after this day or moment: `2024-05-31` or `2024-05-31T09:30:00Z`. */
  from?: string | undefined
  /** Published on or before this day or moment. */
  to?: string | undefined
}

/** Which part of a list. */
export type Paging = {
  /** The page to begin with, from 1; 1. */
  page?: number | undefined
  /** How many items a page has, at most 100; 20. */
  limit?: number | undefined
}

/** What a call takes that answers an article or a part of one. */
export type PartOptions<Chosen> = ResourceOptions<Chosen> & {
  /** `html` adds the HTML of each paragraph and note. */
  include?: readonly 'html'[] | undefined
}

/** What `articles` takes. */
export type ArticlesQuery = Filters &
  Paging & {
    /** `sections` adds the bodies, of at most 20 articles on a page; `html`, the HTML of their paragraphs and notes. */
    include?: readonly ('sections' | 'html')[] | undefined
    /** The order, `-` for descending; `-datePublished`. What has no date comes last. */
    sort?: Sort | undefined
  }

/** What `search` takes. */
export type SearchQuery = Filters &
  Paging & {
    /** Whether the last word may be the beginning of one, while it is being typed. */
    prefix?: boolean | undefined
    /** How many paragraphs of an article to show, at most 100; 3. */
    paragraphs?: number | undefined
  }

/** The pages of a list from the one asked for on, for `for await`. Each is asked for when it is reached. */
export type Pages<List extends { items: unknown[] }> = AsyncIterable<List> & {
  /** The page that was asked for, alone. */
  first: () => Promise<List>
  /** The items of all pages, one after the other. */
  items: () => AsyncIterable<List['items'][number]>
}

/** A list, of whose items the chosen keys are left. */
export type ListWith<List extends { items: unknown[] }, Chosen> = Omit<List, 'items'> & {
  /** With the chosen keys alone. */
  items: Narrowed<List['items'][number], Chosen>[]
}

const formatQuery = (query: object): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? '' : `?${search.toString()}`
}

/** The address of the JSON alone, which caches keep apart from the page whatever they know of `Vary`. */
const jsonOf = (address: string): string => {
  const path = address.split(/[?#]/)[0] ?? ''
  return /(?:\/|\.json)$/.test(path) ? address : `${path}.json${address.slice(path.length)}`
}

/**
 * A client of the service at `baseUrl`. Every call rejects with a MaqalProblem where the answer is an error, with what
 * `fetch` throws where there is none, and with the signal's reason where it is aborted.
 */
export const createClient = (baseUrl: string | URL, options: ClientOptions = {}) => {
  const base = String(baseUrl).replace(/\/$/, '')
  const ask = createAsk(options)

  const get = async <Answer>(path: string, { signal, ...query }: CallOptions): Promise<Answer> =>
    JSON.parse(await ask(`${base}${path}.json${formatQuery(query)}`, signal)) as Answer

  const list = <List extends { items: unknown[]; page: number; pages: number }>(
    path: string,
    query: CallOptions & Paging & { q?: string },
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

  const values =
    (path: string) =>
    <const Chosen extends Field<ListedValue> = never>(
      query: Paging & ResourceOptions<Chosen> = {},
    ): Pages<ListWith<ValueList, Chosen>> =>
      list(path, query)

  const at = (...names: (string | number)[]): string =>
    `/articles/${names.map((name) => encodeURIComponent(name)).join('/')}`

  return {
    /** Articles without their bodies, newest first unless `sort` says otherwise. */
    articles: <const Chosen extends Field<ListedArticle> = never>(
      query: ArticlesQuery & ResourceOptions<Chosen> = {},
    ): Pages<ListWith<ArticleList, Chosen>> => list('/articles', query),

    /** An article by its id: title, outlet, sections, paragraphs. */
    article: <const Chosen extends Field<Article> = never>(
      article: string,
      query: PartOptions<Chosen> = {},
    ): Promise<Narrowed<Article, Chosen>> => get(at(article), query),

    /** The sections of an article, without their paragraphs. */
    sections: <const Chosen extends Field<SectionSummary> = never>(
      article: string,
      query: ResourceOptions<Chosen> = {},
    ): Promise<ListWith<SectionList, Chosen>> => get(at(article, 'sections'), query),

    /** A section of an article by its id, its position from 1, or its heading. */
    section: <const Chosen extends Field<Section> = never>(
      article: string,
      section: string | number,
      query: PartOptions<Chosen> = {},
    ): Promise<Narrowed<Section, Chosen>> => get(at(article, 'sections', section), query),

    /** A paragraph of an article by its id, with where it stands. */
    paragraph: <const Chosen extends Field<Paragraph> = never>(
      article: string,
      paragraph: string,
      query: PartOptions<Chosen> = {},
    ): Promise<Narrowed<Paragraph, Chosen>> => get(at(article, 'paragraphs', paragraph), query),

    /** A footnote of an article by its id. */
    note: <const Chosen extends Field<Note> = never>(
      article: string,
      note: string,
      query: PartOptions<Chosen> = {},
    ): Promise<Narrowed<Note, Chosen>> => get(at(article, 'notes', note), query),

    /** The articles that match all words of `q`, best first, with where they do. */
    search: <const Chosen extends Field<SearchHit> = never>(
      q: string,
      query: SearchQuery & ResourceOptions<Chosen> = {},
    ): Pages<ListWith<SearchList, Chosen>> => list('/search', { q, ...query }),

    /** Who published the articles, those of most articles first. */
    outlets: values('/outlets'),

    /** The desks and columns of the articles, those of most articles first. */
    rubrics: values('/rubrics'),

    /** What the articles are about, the tags of most articles first. */
    tags: values('/tags'),

    /** The languages of the articles, those of most articles first. */
    languages: values('/languages'),

    /**
     * What a link of an answer leads to, as JSON: `follow<Section>(section.links.next)`. A link is root-relative, or
     * absolute where the service has a PUBLIC_URL; it is asked for as it is.
     */
    follow: async <Answer = unknown>(link: string, { signal }: CallOptions = {}): Promise<Answer> => {
      const address = /^https?:/i.test(base) ? new URL(link, base).href : link
      return JSON.parse(await ask(jsonOf(address), signal)) as Answer
    },
  }
}

export type Client = ReturnType<typeof createClient>
