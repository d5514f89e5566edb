import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { style, styleName, type Font, fonts, icon, iconName } from '../formats/html/assets.ts'
import { paths, type Site } from '../formats/site.ts'
import { type Route, route } from './route.ts'

/** The name changes with the bytes, so they may be kept for ever. */
const cacheControl = 'public, max-age=31536000, immutable'

/** An address whose name changes with its bytes; read when it is first asked for. */
export const asset = (
  operationId: string,
  name: string,
  summary: string,
  read: () => Promise<Buffer>,
): Route =>
  route({
    operationId,
    path: paths({ base: '' }).asset(name),
    kind: 'asset',
    summary,
    query: z.strictObject({}),
    find: async () => ({ resource: { kind: 'asset', bytes: await read() }, cacheControl }),
  })

/** Read from the font's own package when first asked for; the cache of representations keeps it. */
const fontAsset = ({ weight, name, file }: Font): Route =>
  asset(`getFont${weight}`, name, `Noto Naskh Arabic, weight ${weight}`, () =>
    readFile(new URL(file, import.meta.resolve('@fontsource/noto-naskh-arabic/package.json'))),
  )

/** What is looked for unasked at an address that never changes may be kept for a day. */
const unasked = (operationId: string, path: string, summary: string, read: (site: Site) => string): Route =>
  route({
    operationId,
    path,
    kind: 'asset',
    summary,
    query: z.strictObject({}),
    find: async ({ site }) => ({
      resource: { kind: 'asset', bytes: Buffer.from(read(site)) },
      cacheControl: 'public, max-age=86400',
    }),
  })

/** RFC 9309. All may be read; what a search finds is on the pages of articles anyway. */
const robots = (site: Site): string => `User-agent: *\nDisallow: ${paths(site).search}\n`

/** What the pages are made of besides themselves. */
export const assetRoutes = [
  unasked('getFavicon', '/favicon.ico', 'The sign of the site', () => icon),
  unasked('getRobots', '/robots.txt', 'What robots are asked to leave out', robots),
  asset('getIcon', iconName, 'The sign of the site', async () => Buffer.from(icon)),
  asset('getStyle', styleName, 'The style sheet of the pages', async () => Buffer.from(style)),
  ...fonts.map(fontAsset),
]
