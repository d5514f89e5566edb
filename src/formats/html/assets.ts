import { readFileSync } from 'node:fs'
import { assetName } from '../asset-formats.ts'

/*
 * What pages are made of besides themselves. The names of assets change with their bytes, by a digest or by the version of
 * their package, so that they can be kept for ever. scripts/build.ts puts the files that are read here into the bundle.
 */

/** The style sheet of every page. Each pair of text and ground has a contrast of at least 4.5 to 1. */
export const style = readFileSync(new URL('page.css', import.meta.url), 'utf8')
export const styleName = assetName('page', style, 'css')

/** The style sheet of the page of the API. Text in JSON runs as its own letters do, not as the line it stands in. */
export const docsStyle = readFileSync(new URL('docs.css', import.meta.url), 'utf8')
export const docsStyleName = assetName('docs', docsStyle, 'css')

/** The icon of the site: the sign of a paragraph, in the colours of the pages. */
export const icon = readFileSync(new URL('icon.svg', import.meta.url), 'utf8')
export const iconName = assetName('icon', icon, 'svg')

/** Its version stands in the names of its files here and in page.css, so that no page need read a file to name them. */
export const fontPackage = { name: '@fontsource/noto-naskh-arabic', version: '5.3.0' }

/** `name` is that of its address, `file` where it stands in the package. */
export type Font = { weight: 400 | 700; name: string; file: string }

const font = (weight: 400 | 700): Font => ({
  weight,
  name: `noto-naskh-arabic-${weight}-${fontPackage.version}.woff2`,
  file: `files/noto-naskh-arabic-arabic-${weight}-normal.woff2`,
})

export const fonts: readonly [Font, Font] = [font(400), font(700)]
