/** Which addresses are exported, and the file of each. */
import { ownPath, mapAddresses } from '../article/addresses.ts'
import type { Article } from '../article/article.ts'
import type { Format } from '../formats/format.ts'
import { formatsOf } from '../formats/formats.ts'
import type { ResourceKind } from '../formats/resource.ts'
import { problems } from '../http/problem.ts'
import { fill, type Params } from '../routes/match.ts'
import type { Route } from '../routes/route.ts'

/** A representation that becomes a file; `stem` is its path without the extension, and begins with a slash. */
export type Target = {
  route: Route
  params: Params
  page: number
  format: Format
  stem: string
  /** Below the folder of the export. */
  file: string
}

/** What only a process can answer: its own state, and what is asked of it. */
const notExported = new Set<ResourceKind>(['health', 'search'])

const namesIn = ({ path }: Route): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

/** A path of a route that ends in an extension has that form alone. */
const fixedIn = ({ path }: Route): string | undefined => /\.\w+$/.exec(path)?.[0]

/** `/` is `/index`. A page of a list after the first has its number before the extension: no address of maqal has that. */
const stemOf = ({ path }: Route, params: Params, page: number): string => {
  const filled = decodeURIComponent(fill(path, params)).replace(/\/$/, '/index')
  return page === 1 ? filled : `${filled}.${page}`
}

const targetsAt = (route: Route, params: Params, page = 1): Target[] => {
  const stem = stemOf(route, params, page)
  const fixed = fixedIn(route)
  return formatsOf(route.kind)
    .filter(({ extension }) => fixed === undefined || extension === fixed)
    .map((format) => {
      const own = fixed === undefined ? stem : stem.slice(0, -fixed.length)
      return { route, params, page, format, stem: own, file: (own + format.extension).slice(1) }
    })
}

/** The paths of routes without an extension that have one form alone, with its extension. */
export const singleForms = (routes: readonly Route[]): { path: string; extension: string }[] =>
  routes.flatMap((route) => {
    const [form, ...others] = formatsOf(route.kind)
    const isSingle = others.length === 0 && fixedIn(route) === undefined && !notExported.has(route.kind)
    return isSingle && form !== undefined ? [{ path: route.path, extension: form.extension }] : []
  })

/** The names that a parameter of a path can have in an article. */
const partsOf: Record<string, (article: Article) => string[]> = {
  section: ({ sections }) => sections.map(({ id }) => id),
  paragraph: ({ sections }) => sections.flatMap(({ paragraphs }) => paragraphs.map(({ id }) => id)),
  note: ({ notes }) => notes.map(({ id }) => id),
}

const paramsIn = (route: Route, article: Article): Params[] => {
  const [, part] = namesIn(route)
  const own = { article: article.id }
  return part === undefined
    ? [own]
    : (partsOf[part]?.(article) ?? []).map((name) => ({ ...own, [part]: name }))
}

/** The files of an article and its parts. */
export const targetsOfArticle = (routes: readonly Route[], article: Article): Target[] =>
  routes
    .filter((route) => namesIn(route)[0] === 'article')
    .flatMap((route) => paramsIn(route, article).flatMap((params) => targetsAt(route, params)))

/** The files of all that is of no single article; of lists, the first page. */
export const targetsOfSite = (routes: readonly Route[]): Target[] =>
  routes
    .filter(({ kind }) => !notExported.has(kind))
    .flatMap((route) => {
      const [name] = namesIn(route)
      if (name === undefined) return targetsAt(route, {})
      return name === 'problem'
        ? Object.keys(problems).flatMap((problem) => targetsAt(route, { problem }))
        : []
    })

/** The further pages of a list of so many items. */
export const furtherPages = ({ route, params, format }: Target, total: number): Target[] => {
  const { limit } = route.parse({ query: {}, isForReaders: false }).query
  const pages = typeof limit === 'number' && 'page' in route.query.shape ? Math.ceil(total / limit) : 1
  return Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2).flatMap((page) =>
    targetsAt(route, params, page).filter((target) => target.format === format),
  )
}

/** The files that an article shows or links to: their paths, and the hash in each. */
export const filesOf = (article: Article): Map<string, string> => {
  const found = new Map<string, string>()
  const see = (address: string | null): void => {
    const [path, hash] = /^\/files\/([\da-f]+)\/[^/]+$/.exec(ownPath(address ?? '') ?? '') ?? []
    if (path !== undefined && hash !== undefined) found.set(decodeURIComponent(path), hash)
  }
  mapAddresses(article, {
    image(image) {
      see(image.url)
      return image
    },
    media(media) {
      see(media.url)
      see(media.poster)
      return media
    },
    href(href) {
      see(href)
      return href
    },
  })
  return found
}
