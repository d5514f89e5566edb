/** The requests per second as bars, in SVG that is readable on light and dark. */
import type { Row } from './figures.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escapeText = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '')

const layout = { width: 760, left: 290, right: 70, top: 64, step: 30, bar: 18 }

/** It stands in a page as an image, so that its colours follow the reader's scheme and not the page's: it has its own ground. */
const style = `
  .ground { fill: #ffffff; stroke: #d0d7de } text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 14px } .small { font-size: 12px; fill: #59636e }
  .bar { fill: #8c959f } .ours { fill: #0969da } .yardstick { stroke: #59636e; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d } text { fill: #f0f6fc } .small { fill: #9198a1 }
    .bar { fill: #656c76 } .ours { fill: #4493f8 } .yardstick { stroke: #9198a1 }
  }`

type Bar = { title: string; ratio: number }

const bar = ({ title, ratio }: Bar, index: number, scale: number): string => {
  const { left, top, step, bar: height } = layout
  const y = top + index * step
  const width = (ratio * scale).toFixed(1)
  const end = (left + ratio * scale + 8).toFixed(1)
  const kind = /^(?!maqal).*(?:node:http|Fastify|json-server|nginx)/.test(title) ? 'bar' : 'ours'
  return `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escapeText(title)}</text>
<rect class="${kind}" x="${left}" y="${y}" width="${width}" height="${height}" rx="2"/>
<text x="${end}" y="${y + 13}">${ratio.toFixed(2)}</text>`
}

/** Horizontal bars in order; a dashed line stands at 1. `caption` is a line of small text. */
export const drawBars = (bars: Bar[], { title, caption }: { title: string; caption: string }): string => {
  const { width, left, right, top, step } = layout
  const scale = (width - left - right) / Math.max(1, ...bars.map(({ ratio }) => ratio))
  const height = top + bars.length * step + 14
  const one = left + scale
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(title)}">
<style>${style}
</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
<text class="title" x="16" y="26">${escapeText(title)}</text>
<text class="small" x="16" y="46">${escapeText(caption)}</text>
<line class="yardstick" x1="${one}" x2="${one}" y1="${top - 6}" y2="${height - 12}"/>
${bars.map((each, index) => bar(each, index, scale)).join('\n')}
</svg>
`
}

/** The requests per second of rows, the quickest first. */
export const chart = (rows: Row[], caption: string): string =>
  drawBars(
    rows
      .map(({ title, figures }) => ({ title, ratio: figures.rate.ratio }))
      .toSorted((a, b) => b.ratio - a.ratio),
    { title: 'Requests per second on one core, relative to raw node:http', caption },
  )
