import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { toArticle } from '../../src/article/derive.ts'
import { buildApp } from '../../src/app.ts'
import type { Fault } from '../../src/article/answers.ts'
import { type ArticleFile as ArticleFileType, ArticleFile } from '../../src/article/file.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { openFolder } from '../../src/folder/folder.ts'
import type { Article } from '../../src/article/article.ts'
import type { Engine, Library, Stored } from '../../src/library/library.ts'
import { openSqliteLibrary } from '../../src/library/sqlite/sqlite.ts'
import { sources } from '../../src/sources/sources.ts'
import { afterTest } from './after-test.ts'
import { contract } from './contract.ts'
import { openDatabaseLibrary } from './postgres.ts'

/** A literal article: what a test says of it, and enough of the rest to be valid. */
export const written = (id: string, rest: Partial<ArticleFileType> = {}): ArticleFileType => ({
  id,
  title: `Title of ${id}`,
  outlet: 'The Outlet',
  language: 'en',
  sections: [
    { paragraphs: ['The first paragraph.'] },
    { heading: 'A heading', paragraphs: ['The second.', 'The third.'] },
  ],
  ...rest,
})

/** An article as a file of the folder holds it. */
export const stored = (article: Article): Stored => ({
  file: `${article.id}.json`,
  stamp: '',
  digest: '',
  article,
})

/** An empty library, which is closed after the test; in PostgreSQL where the tests run on that (`npm run test:postgres`). */
export const openLibrary = async (options: { now?: () => number } = {}): Promise<Engine> => {
  if (process.env['ENGINE'] === 'postgres') return openDatabaseLibrary(options)
  const library = openSqliteLibrary(options)
  afterTest(() => library.close())
  return library
}

/** A library of literal articles. */
export const libraryOf = async (files: unknown[], now?: () => number): Promise<Engine> => {
  const library = await openLibrary(now === undefined ? {} : { now })
  const put = files.map((file, index) => {
    const article = toArticle(ArticleFile.parse(file), `article-${index + 1}`)
    return stored(article)
  })
  await library.apply({ put, touch: [], remove: [] })
  return library
}

/** A library of the sample folder. */
export const sampleLibrary = async (): Promise<Engine> => {
  const library = await openLibrary()
  await (await openFolder({ folder: 'data', sources, shelf: library })).look()
  return library
}

/** The body without its coding. */
const decode = ({ headers, rawPayload }: { headers: object; rawPayload: Buffer }): string => {
  const coding = 'content-encoding' in headers ? headers['content-encoding'] : undefined
  if (coding === 'br') return brotliDecompressSync(rawPayload).toString()
  return (coding === 'gzip' ? gunzipSync(rawPayload) : rawPayload).toString()
}

export type Answer = { status: number; headers: Record<string, string>; text: string; json: () => unknown }

export type AskOptions = { method?: string; headers?: Record<string, string>; body?: string }

/** An app over a library, and `ask`, which sends it a request as fetch would, but as it is written. */
export const serve = async (
  library: Library,
  settings: Record<string, string> = {},
  { faults, now }: { faults?: () => readonly Fault[]; now?: () => number } = {},
) => {
  const config: Config = readConfig(settings)
  const preview = 'preview' in library ? (library as Engine).preview : undefined
  const app = await buildApp({ library, preview, config, faults, now })
  onTestFinished(() => app.close())
  const ask = async (
    url: string,
    { method = 'GET', headers = {}, body }: AskOptions = {},
  ): Promise<Answer> => {
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    })
    const check = await contract()
    const entries = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
    const answer = {
      status: response.statusCode,
      headers: Object.fromEntries(entries) as Record<string, string>,
      text: response.body,
    }
    check(method, url, { ...answer, text: method === 'HEAD' ? '' : decode(response) })
    return { ...answer, json: () => JSON.parse(response.body) as unknown }
  }
  return { app, ask }
}

/** The sample article, served. */
export const serveSample = async () => serve(await sampleLibrary())
