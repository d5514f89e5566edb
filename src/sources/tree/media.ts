import type { Link, PhrasingContent } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { Part } from './attach.ts'

type Kind = 'video' | 'audio' | 'embed'

/** Sites whose addresses are of something to watch or hear, by the ends of their hosts. */
const providers: readonly (readonly [host: string, path: RegExp, kind: Kind, name: string])[] = [
  ['youtube.com', /^\/(?:watch|embed\/|shorts\/|live\/|playlist)/, 'video', 'YouTube'],
  ['youtube-nocookie.com', /^\/embed\//, 'video', 'YouTube'],
  ['youtu.be', /^\/[\w-]+/, 'video', 'YouTube'],
  ['vimeo.com', /^\/(?:video\/)?\d+/, 'video', 'Vimeo'],
  ['dailymotion.com', /^\/(?:embed\/)?video\//, 'video', 'Dailymotion'],
  ['soundcloud.com', /^\/./, 'audio', 'SoundCloud'],
  ['open.spotify.com', /^\/(?:embed\/)?(?:track|episode|show|album|playlist)\//, 'audio', 'Spotify'],
]

const extensions: Readonly<Record<string, Kind>> = {
  mp4: 'video',
  m4v: 'video',
  webm: 'video',
  ogv: 'video',
  mov: 'video',
  mp3: 'audio',
  m4a: 'audio',
  ogg: 'audio',
  oga: 'audio',
  opus: 'audio',
  wav: 'audio',
  flac: 'audio',
}

const isAt = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`)

/** What an address is of, where it is of a video or audio; `provider` is the site, where it is a known one. */
export const mediaAt = (address: string): { kind: Kind; provider?: string } | undefined => {
  const url = URL.parse(address, 'https://maqal.invalid/')
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  const found = providers.find(([host, path]) => isAt(url.hostname, host) && path.test(url.pathname))
  if (found !== undefined) return { kind: found[2], provider: found[3] }
  const extension = /\.(\w+)$/.exec(url.pathname)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(extensions, extension) ? { kind: extensions[extension] as Kind } : undefined
}

/** The one link of a paragraph that holds nothing else. */
export const linkIn = (content: readonly PhrasingContent[]): Link | undefined =>
  content.length === 1 && content[0]?.type === 'link' ? content[0] : undefined

/** A link whose text is its own address, where that is of a video or audio. */
export const readBareMedia = (link: Link): Part | undefined => {
  if (toString(link) !== link.url) return undefined
  const media = mediaAt(link.url)
  return media && { type: 'media', url: link.url, ...media }
}

/** Addresses by the names that templates and shortcodes give to sites, and the id of what is shown. */
const addresses: Readonly<Record<string, (id: string) => string>> = {
  youtube: (id) => `https://www.youtube.com/watch?v=${id}`,
  vimeo: (id) => `https://vimeo.com/${id}`,
  dailymotion: (id) => `https://www.dailymotion.com/video/${id}`,
  spotify: (id) => `https://open.spotify.com/track/${id}`,
  tweet: (id) => `https://x.com/i/status/${id}`,
  twitter: (id) => `https://x.com/i/status/${id}`,
  x: (id) => `https://x.com/i/status/${id}`,
  instagram: (id) => `https://www.instagram.com/p/${id}/`,
  gist: (id) => `https://gist.github.com/${id}`,
}

const names: Readonly<Record<string, string>> = {
  tweet: 'X',
  twitter: 'X',
  x: 'X',
  instagram: 'Instagram',
  gist: 'GitHub',
}

/** What a shortcode or component of a known name shows: by the address or the id that it gives. */
export const mediaNamed = (
  name: string,
  given: { url?: string | undefined; id?: string | undefined },
): Part | undefined => {
  const site = name.toLowerCase().replace(/-?(?:embed|player|video)$/, '')
  const make = Object.hasOwn(addresses, site) ? addresses[site] : undefined
  if (make === undefined && !/^(?:video|audio)$/.test(name.toLowerCase())) return undefined
  const url =
    given.url ?? (given.id === undefined || make === undefined ? undefined : make(encodeURI(given.id)))
  if (url === undefined) return undefined
  const found = mediaAt(url)
  const kind = name.toLowerCase() === 'audio' ? 'audio' : name.toLowerCase() === 'video' ? 'video' : 'embed'
  return { type: 'media', url, kind, ...(Object.hasOwn(names, site) && { provider: names[site] }), ...found }
}
