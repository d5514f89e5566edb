import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Article } from '../../src/client/client.ts'
import { once, serveFolder } from './folder.ts'
import { folderOf } from './process.ts'

/** The beginning of a PNG of this size, which is all that is read of one; `tail` makes its bytes others. */
export const png = (width = 3, height = 2, tail = ''): Buffer => {
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  const start = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  return Buffer.concat([start, size, Buffer.from('0806000000', 'hex'), Buffer.from(tail)])
}

/** A Markdown article. */
export const text = (body: string, front = ''): string =>
  `---\ntitle: T\noutlet: O\nlanguage: en\n${front}---\n\n${body}\n`

export const put = (folder: string, file: string, content: string | Buffer): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), content)
}

/** A folder of articles and files, served. */
export const serveFilesIn = async (folder: string, interval = once) => {
  const served = await serveFolder(folder, interval)
  const article = async (id: string) => (await served.app.inject(`/articles/${id}`)).json<Article>()
  /** The addresses of the images of an article. */
  const images = async (id: string): Promise<string[]> =>
    (await article(id)).sections.flatMap(({ paragraphs }) =>
      paragraphs.flatMap((paragraph) => (paragraph.type === 'image' ? [paragraph.image.url] : [])),
    )
  /** Where the links of an article lead. */
  const links = async (id: string): Promise<(string | undefined)[]> =>
    (await article(id)).sections.flatMap(({ paragraphs }) =>
      paragraphs.flatMap(({ marks }) => marks.filter(({ type }) => type === 'link').map(({ href }) => href)),
    )
  const ask = async (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => {
    const {
      statusCode: status,
      headers: given,
      rawPayload: bytes,
    } = await served.app.inject({ url, headers, method })
    return { status, headers: given, bytes }
  }
  return { ...served, folder, article, images, links, ask }
}

/** A folder with these files, served. */
export const serveFiles = (files: Record<string, string | Buffer>, interval?: number) =>
  serveFilesIn(folderOf(files), interval)
