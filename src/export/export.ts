/** Writes all that the server answers as files, so that any static host answers the same. */
import { createHash } from 'node:crypto'
import type { Article } from '../article/article.ts'
import { Problem } from '../http/problem.ts'
import { parametersIn } from '../http/query.ts'
import type { Representation } from '../http/representation.ts'
import type { FileUse, ReadFilePart } from '../library/library.ts'
import { Moved, MovedPart } from '../routes/moved.ts'
import { represent, type World } from '../routes/represent.ts'
import type { Route } from '../routes/route.ts'
import { putBeside } from './beside.ts'
import { addFacts, type Facts, headerIn, noFacts } from './facts.ts'
import { openGroups } from './groups.ts'
import { printHeadersFile } from './headers-file.ts'
import { articlesAtOnce } from './limits.ts'
import { printMaps, printServer } from './nginx.ts'
import { gatherFacts } from './site-facts.ts'
import {
  filesOf,
  furtherPages,
  singleForms,
  type Target,
  targetsOfArticle,
  targetsOfSite,
} from './targets.ts'

type Parts = {
  /** The folder to write to. */
  out: string
  world: World
  routes: readonly Route[]
  readPart: ReadFilePart
  /** A digest of the code that makes answers. */
  digestOfCode: string
  onProgress?: ((done: number, all: number, id: string) => void) | undefined
}

/** What an export did: files that were written and deleted, and how many articles there are. */
export type Exported = { articles: number; written: number; deleted: number; missing: FileUse[] }

/** Makes what an address answers; undefined where nothing stands there, or has no such form. */
const make = async (target: Target, world: World): Promise<Representation | undefined> => {
  const { route, params, page, format } = target
  const query = parametersIn(page === 1 ? '' : `?page=${page}`)
  try {
    return await represent(route, { params, query, format, pathOf: () => '', vary: '' }, world)
  } catch (error) {
    const isNothing = error instanceof Problem && (error.status === 404 || error.status === 410)
    if (isNothing || error instanceof Moved || error instanceof MovedPart) return undefined
    throw error
  }
}

/** A page shows the name of the site; that of a whole article shows its neighbours too, so it is always made. */
const isAlwaysMade = ({ route, format }: Target): boolean =>
  route.kind === 'article' && format.isOfSite === true

/** Brings a folder in step with what a world answers. Throws UnusableFolder where the folder cannot be used. */
export const exportSite = async ({
  out,
  world,
  routes,
  readPart,
  digestOfCode,
  onProgress = () => {},
}: Parts): Promise<Exported> => {
  const groups = openGroups(out)
  const { put, claim, settle, record, tree } = groups
  const { library, site, cacheControl, origins } = world
  const name = await world.siteName()
  const settings = createHash('sha256')
    .update(JSON.stringify([digestOfCode, site, name, cacheControl, origins]))
    .digest('base64url')

  const putAll = async (group: string, key: string, targets: readonly Target[], facts: Facts) => {
    const before = claim(
      group,
      targets.map(({ file }) => file),
    )
    const files: string[] = []
    for (const target of targets) {
      const made = await make(target, world)
      if (made === undefined) continue
      await put(target.file, made)
      addFacts(facts, target, made)
      files.push(target.file)
    }
    settle(group, before, { key, files, facts })
  }

  const putArticle = async (article: Article): Promise<void> => {
    const { id, language, revision } = article
    const group = `article ${id}`
    const key = `${settings} ${revision}`
    const targets = targetsOfArticle(routes, article)
    const before = record.find(group)
    if (before?.key !== key || !before.files.every(tree.has))
      return putAll(group, key, targets, { ...noFacts('/articles/'), article: { id, language } })
    for (const target of targets.filter(isAlwaysMade)) {
      const made = await make(target, world)
      if (made !== undefined) await put(target.file, made)
    }
    record.touch(group)
  }

  /** Lists tell in the answer of their first page how many items they have. */
  const pagesOf = async (target: Target): Promise<Target[]> => {
    const made = await make(target, world)
    return made === undefined
      ? []
      : [target, ...furtherPages(target, Number(headerIn(made.headers, 'x-total-count')))]
  }

  const putConfigurations = async (): Promise<void> => {
    const read = function* (): Generator<Facts> {
      for (const text of record.facts()) if (text !== '') yield JSON.parse(text) as Facts
    }
    const all = gatherFacts(read)
    const shown = { base: site.base, origins, cacheControl, single: singleForms(routes) }
    const files = {
      '.nginx/maps.conf': printMaps(all, shown),
      '.nginx/server.conf': printServer(all, shown),
      _headers: printHeadersFile(all, shown),
    }
    const before = claim('configurations', Object.keys(files))
    for (const [file, text] of Object.entries(files)) await tree.put(file, { bytes: Buffer.from(text) })
    settle('configurations', before, { key: '', files: Object.keys(files), facts: noFacts('') })
  }

  const run = async (): Promise<Exported> => {
    const beside = new Map<string, string>()
    let articles = 0
    let all = 1
    for (let page = 1; (page - 1) * articlesAtOnce < all; page += 1) {
      const { items, total } = await library.fullArticles({ page, limit: articlesAtOnce })
      all = total
      for (const article of items) {
        onProgress(articles, all, article.id)
        for (const [path, hash] of filesOf(article)) beside.set(path, hash)
        await putArticle(article)
        articles += 1
      }
      tree.forgetFolders()
    }
    onProgress(articles, articles, '')
    const missing: FileUse[] = []
    for (const [path, hash] of beside) {
      const use = await putBeside(groups, { path, hash }, { library, readPart, origins })
      if (use !== undefined) missing.push(use)
    }
    const pages = await Promise.all(targetsOfSite(routes).map(pagesOf))
    await putAll('site', '', pages.flat(), noFacts(''))
    await putConfigurations()
    groups.removeOthers()
    return { articles, ...tree.counts, missing }
  }

  try {
    return await run()
  } finally {
    groups.close()
  }
}
