/** The file `_headers`, which several static hosts read. */
import { exposedNames } from '../http/headers.ts'
import type { HostSettings } from './nginx.ts'
import type { SiteFacts } from './site-facts.ts'

type Header = readonly [name: string, value: string]

const rule = (path: string, headers: readonly Header[]): string => {
  const lines = headers.flatMap(([name, value]) => (value === '' ? [] : [`  ${name}: ${value}\n`]))
  return lines.length === 0 ? '' : `${path}\n${lines.join('')}`
}

/** Hosts join the values of all rules that match, so no header is in two of them. A page is the same without `.html`. */
export const printHeadersFile = (site: SiteFacts, { base, origins, cacheControl }: HostSettings): string => {
  const [origin = '', ...others] = origins
  const pages = site.places.get('/articles/')?.get('.html')?.policy ?? ''
  const immutable = [...site.files].find(([file]) => file.startsWith('/assets/'))?.[1].cacheControl ?? ''
  const common = rule(`${base}/*`, [
    ['Access-Control-Allow-Origin', others.length === 0 ? origin : ''],
    ['Access-Control-Expose-Headers', exposedNames],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ])
  const usual: Header[] = [['Cache-Control', cacheControl]]
  const articles = [...(site.places.get('/articles/') ?? [])].map(([extension, { type }]) =>
    rule(`${base}/articles/*${extension}`, [['Content-Type', type]]),
  )
  const single = [...site.files]
    .filter(([file]) => !/^\/(?:assets|problems)\/|\.\d+\.\w+$/.test(file))
    .map(([file, { type, cacheControl: own, policy }]) =>
      rule(base + file, [
        ['Content-Type', type],
        ['Cache-Control', own],
        ['Content-Security-Policy', policy],
      ]),
    )
  return [
    '# Made by maqal export, for hosts that read a file of this name.\n',
    common,
    ...['/assets/*', '/files/*'].map((path) => rule(base + path, [['Cache-Control', immutable]])),
    rule(`${base}/articles/*`, [
      ...usual,
      ['Content-Security-Policy', pages],
      ['Content-Language', site.others.size === 0 ? site.language : ''],
    ]),
    rule(`${base}/problems/*`, [...usual, ['Content-Security-Policy', pages]]),
    ...articles,
    ...single,
  ].join('')
}
