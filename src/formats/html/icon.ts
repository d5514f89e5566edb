import { assetName } from '../asset-formats.ts'

/** The sign of a paragraph, in the colours of the pages. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<style>rect { fill: #8a3324 } path { fill: #fdfcf9 } @media (prefers-color-scheme: dark) { rect { fill: #e9a78f } path { fill: #171614 } }</style>
<rect width="32" height="32" rx="6"/>
<path d="M14 6h11v3h-2v17h-3V9h-3v17h-3v-8a6 6 0 0 1 0-12z"/>
</svg>
`

export const iconName = assetName('icon', icon, 'svg')
