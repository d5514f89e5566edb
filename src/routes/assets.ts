import { readFile } from 'node:fs/promises'
import { docsStyle, fonts, icon, style } from '../formats/html/assets.ts'
import { docsScript } from '../formats/html/docs-page.ts'
import { paths, type Site } from '../formats/site.ts'
import { none, operation } from './route.ts'

type Bytes = string | Buffer

const fileOf = (summary: string, cacheControl: string, read: (site: Site) => Bytes | Promise<Bytes>) =>
  operation({
    summary,
    query: none,
    find: async ({ site }) => ({
      resource: { kind: 'asset', bytes: Buffer.from(await read(site)) },
      cacheControl,
    }),
  })

/** A file that programs look for at an address that never changes. It may be kept for a day. */
const wellKnown = (summary: string, read: (site: Site) => Bytes) =>
  fileOf(summary, 'public, max-age=86400', read)

/** A file whose name changes with its bytes, so it may be kept for ever. It is read when it is first asked for. */
const asset = (summary: string, read: () => Bytes | Promise<Bytes>) =>
  fileOf(summary, 'public, max-age=31536000, immutable', read)

const font = ({ weight, file }: (typeof fonts)[number]) =>
  asset(`Noto Naskh Arabic, weight ${weight}`, () =>
    readFile(new URL(file, import.meta.resolve('@fontsource/noto-naskh-arabic/package.json'))),
  )

const swagger = (summary: string, file: string) =>
  asset(summary, () =>
    readFile(new URL(`static/${file}`, import.meta.resolve('@fastify/swagger-ui/package.json'))),
  )

/** RFC 9309. A robot may read everything but searches, which find only what the pages of articles show. */
const robots = (site: Site): string => `User-agent: *\nDisallow: ${paths(site).search}\n`

export const getFavicon = wellKnown('The sign of the site', () => icon)
export const getRobots = wellKnown('What robots are asked to leave out', robots)
export const getIcon = asset('The sign of the site', () => icon)
export const getStyle = asset('The style sheet of the pages', () => style)
export const getFont400 = font(fonts[0])
export const getFont700 = font(fonts[1])
export const getDocsStyle = asset('The style of the page of the API', () => docsStyle)
export const getDocsScript = asset('Starts the page of the API', () => docsScript)
export const getSwaggerStyle = swagger('The style of Swagger UI', 'swagger-ui.css')
export const getSwaggerScript = swagger('Swagger UI', 'swagger-ui-bundle.js')
