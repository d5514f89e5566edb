/**
 * The fonts that pages name and that routes/assets.ts serves. Their names hold the version of the package, so that
 * they can be kept for ever and no page need read a file to name them.
 */
export const fontPackage = { name: '@fontsource/noto-naskh-arabic', version: '5.3.0' }

/** `name` is that of its address, `file` where it stands in the package. */
export type Font = { weight: 400 | 700; name: string; file: string }

const font = (weight: 400 | 700): Font => ({
  weight,
  name: `noto-naskh-arabic-${weight}-${fontPackage.version}.woff2`,
  file: `files/noto-naskh-arabic-arabic-${weight}-normal.woff2`,
})

export const fonts: readonly [Font, Font] = [font(400), font(700)]
