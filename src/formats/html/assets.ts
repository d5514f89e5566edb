import { readFileSync } from 'node:fs'
import { assetName } from '../asset-formats.ts'

/*
 * What pages load. The name of an asset changes with its bytes, by a digest or the version of its package, so that it can
 * be cached for ever. scripts/build.ts puts the files that are read here into the bundle.
 */

/** The style sheet of every page. Each pair of text and ground has a contrast of at least 4.5 to 1. */
export const style = readFileSync(new URL('page.css', import.meta.url), 'utf8')
export const styleName = assetName('page', style, 'css')

/** The style sheet of the page of the API: each text in JSON has the direction of its own letters. */
export const docsStyle = readFileSync(new URL('docs.css', import.meta.url), 'utf8')
export const docsStyleName = assetName('docs', docsStyle, 'css')

/** The icon of the site: the sign of a paragraph, in the colours of the pages. */
export const icon = readFileSync(new URL('icon.svg', import.meta.url), 'utf8')
export const iconName = assetName('icon', icon, 'svg')

/** The version is in the names of the files, here and in page.css, so that nothing is read to name them. */
export const fontPackage = { name: '@fontsource/noto-naskh-arabic', version: '5.3.0' }

/** `name` is the last part of its address, `file` its path in the package. */
export type Font = { weight: 400 | 700; name: string; file: string }

const font = (weight: 400 | 700): Font => ({
  weight,
  name: `noto-naskh-arabic-${weight}-${fontPackage.version}.woff2`,
  file: `files/noto-naskh-arabic-arabic-${weight}-normal.woff2`,
})

export const fonts: readonly [Font, Font] = [font(400), font(700)]
