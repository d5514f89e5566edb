/** Writes all that the server answers as files, so that any static host answers the same. */
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import type { Article } from '../article/article.ts'
import { createCompressor } from '../http/compress.ts'
import { headersOfFile } from '../http/files.ts'
import { Problem } from '../http/problem.ts'
import { parametersIn } from '../http/query.ts'
import { isWorthCoding, type Representation } from '../http/representation.ts'
import type { FileUse, ReadFilePart } from '../library/library.ts'
import { Moved, MovedPart } from '../routes/moved.ts'
import { represent, type World } from '../routes/represent.ts'
import type { Route } from '../routes/route.ts'
import { addFacts, type Facts, headerIn, noFacts, saidOf } from './facts.ts'
import { printHeadersFile } from './headers-file.ts'
import { articlesAtOnce, copiedAtOnce } from './limits.ts'
import { printMaps, printServer } from './nginx.ts'
import { openRecord } from './record.ts'
import { gatherFacts } from './site-facts.ts'
import {
  filesOf,
  furtherPages,
  singleForms,
  type Target,
  targetsOfArticle,
  targetsOfSite,
} from './targets.ts'
import { createTree } from './tree.ts'

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

const partsOfFile = async function* (file: FileUse, readPart: ReadFilePart) {
  for (let start = 0; start < file.bytes; start += copiedAtOnce) {
    const length = Math.min(copiedAtOnce, file.bytes - start)
    const part = await readPart(file, { start, length })
    if (part === undefined) throw new Error(`${file.path} changed while it was copied: export again`)
    yield part
  }
}

/** Brings a folder in step with what a world answers. Throws UnusableFolder where the folder cannot be used. */
export const exportSite = async ({
  out,
  world,
  routes,
  readPart,
  digestOfCode,
  onProgress = () => {},
}: Parts): Promise<Exported> => {
  const record = openRecord(out)
  const tree = createTree(out)
  const { compress } = createCompressor()
  const { library, site, cacheControl, origins } = world
  const name = await world.siteName()
  const settings = createHash('sha256')
    .update(JSON.stringify([digestOfCode, site, name, cacheControl, origins]))
    .digest('base64url')

  const put = (file: string, made: Representation): Promise<void> => {
    const { bytes } = made.identity
    return tree.put(file, {
      bytes,
      ...(isWorthCoding(made) && { code: (coding) => compress(bytes, coding) }),
    })
  }

  /** Records the files of a group before the first is written, so that the next run knows them if this one is killed. */
  const claim = (group: string, files: readonly string[]): string[] => {
    const before = record.find(group)?.files ?? []
    const known = new Set(before)
    for (const file of files) if (!known.has(file)) tree.assertFree(file)
    record.keep(group, { key: '', files: [...new Set([...before, ...files])], facts: '' })
    return before
  }

  const settle = (
    group: string,
    before: readonly string[],
    made: { key: string; files: string[]; facts: Facts },
  ) => {
    const now = new Set(made.files)
    for (const file of before) if (!now.has(file)) tree.remove(file)
    record.keep(group, { ...made, facts: JSON.stringify(made.facts) })
  }

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

  const putFile = async (path: string, hash: string): Promise<FileUse | undefined> => {
    const { files } = await library.filesWith(hash)
    const [first] = files
    if (first === undefined) return undefined
    const group = `file ${path}`
    const facts = noFacts('/files/')
    facts.extensions[extname(path).toLowerCase()] = saidOf(
      first.type,
      headersOfFile(first, origins, Infinity),
    )
    const file = path.slice(1)
    if (record.find(group) !== undefined && tree.hasSize(file, first.bytes)) {
      record.touch(group)
      return undefined
    }
    const before = claim(group, [file])
    for (const use of files) {
      const start = await readPart(use, { start: 0, length: Math.min(use.bytes, 1) })
      if (start === undefined) continue
      await tree.putParts(file, partsOfFile(use, readPart))
      settle(group, before, { key: hash, files: [file], facts })
      return undefined
    }
    return first
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
    for (const [path, hash] of beside) missing.push(...[(await putFile(path, hash)) ?? []].flat())
    const pages = await Promise.all(targetsOfSite(routes).map(pagesOf))
    await putAll('site', '', pages.flat(), noFacts(''))
    await putConfigurations()
    for (let gone = record.untouched(); gone !== undefined; gone = record.untouched()) {
      for (const file of gone.files) tree.remove(file)
      record.forget(gone.name)
    }
    return { articles, ...tree.counts, missing }
  }

  try {
    return await run()
  } finally {
    tree.close()
    record.close()
  }
}
