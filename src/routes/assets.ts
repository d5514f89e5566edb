import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Font, fonts } from '../formats/html/fonts.ts'
import { style, styleName } from '../formats/html/style.ts'
import { paths } from '../formats/site.ts'
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

/** What the pages are made of besides themselves. */
export const assetRoutes = [
  asset('getStyle', styleName, 'The style sheet of the pages', async () => Buffer.from(style)),
  ...fonts.map(fontAsset),
]
