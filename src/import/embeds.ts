import { mediaAt } from '../sources/tree/media.ts'

/** What a page shows from elsewhere: the address at which people find it, and the site. */
export type Embed = { url: string; kind: 'video' | 'audio' | 'embed'; provider: string | undefined }

/** Hosts that show advertisements or count readers. */
const trackers =
  /(?:^|\.)(?:doubleclick\.net|googlesyndication\.com|googletagmanager\.com|google-analytics\.com|amazon-adsystem\.com|adnxs\.com|taboola\.com|outbrain\.com|criteo\.com|scorecardresearch\.com)$/

type Site = {
  host: RegExp
  path: RegExp
  provider: string
  kind: Embed['kind']
  /** The address for people; `found` are the groups of `path`. */
  at: (found: RegExpExecArray, url: URL) => string
}

const parameter = (url: URL, name: string): string => url.searchParams.get(name) ?? url.href

/** Players of sites, and where the same is to be found by people. */
const sites: readonly Site[] = [
  {
    host: /(?:^|\.)youtube(?:-nocookie)?\.com$/,
    path: /^\/embed\/(?!videoseries)([\w-]+)/,
    provider: 'YouTube',
    kind: 'video',
    at: ([, id]) => `https://www.youtube.com/watch?v=${id}`,
  },
  {
    host: /^player\.vimeo\.com$/,
    path: /^\/video\/(\d+)/,
    provider: 'Vimeo',
    kind: 'video',
    at: ([, id]) => `https://vimeo.com/${id}`,
  },
  {
    host: /(?:^|\.)dailymotion\.com$/,
    path: /^\/embed\/video\/(\w+)/,
    provider: 'Dailymotion',
    kind: 'video',
    at: ([, id]) => `https://www.dailymotion.com/video/${id}`,
  },
  {
    host: /^w\.soundcloud\.com$/,
    path: /^\/player/,
    provider: 'SoundCloud',
    kind: 'audio',
    at: (_, url) => parameter(url, 'url'),
  },
  {
    host: /^open\.spotify\.com$/,
    path: /^\/embed(?:-podcast)?\/(\w+\/\w+)/,
    provider: 'Spotify',
    kind: 'audio',
    at: ([, rest]) => `https://open.spotify.com/${rest}`,
  },
  {
    host: /^platform\.(?:twitter|x)\.com$/,
    path: /^\/embed/,
    provider: 'X',
    kind: 'embed',
    at: (_, url) => {
      const id = url.searchParams.get('id')
      return id === null ? url.href : `https://x.com/i/status/${id}`
    },
  },
  {
    host: /(?:^|\.)instagram\.com$/,
    path: /^\/(p|reel|tv)\/([\w-]+)/,
    provider: 'Instagram',
    kind: 'embed',
    at: ([, type, id]) => `https://www.instagram.com/${type}/${id}/`,
  },
  {
    host: /(?:^|\.)tiktok\.com$/,
    path: /^\/(?:embed|player)(?:\/v\d)?\/(\d+)/,
    provider: 'TikTok',
    kind: 'video',
    at: ([, id]) => `https://www.tiktok.com/player/v1/${id}`,
  },
  {
    host: /(?:^|\.)facebook\.com$/,
    path: /^\/plugins\/(?:video|post)/,
    provider: 'Facebook',
    kind: 'embed',
    at: (_, url) => parameter(url, 'href'),
  },
  {
    host: /^player\.bilibili\.com$/,
    path: /^\/player/,
    provider: 'bilibili',
    kind: 'video',
    at: (_, url) => {
      const id = url.searchParams.get('bvid')
      return id === null ? url.href : `https://www.bilibili.com/video/${id}`
    },
  },
  {
    host: /(?:^|\.)aparat\.com$/,
    path: /^\/video\/video\/embed\/videohash\/(\w+)/,
    provider: 'Aparat',
    kind: 'video',
    at: ([, id]) => `https://www.aparat.com/v/${id}`,
  },
  {
    host: /(?:^|\.)google\.[a-z.]+$/,
    path: /^\/maps\//,
    provider: 'Google Maps',
    kind: 'embed',
    at: (_, url) => url.href,
  },
]

/** What an address is of that a page shows in a frame; undefined where it is an advertisement or counts readers. */
export const readEmbed = (address: string, element: string): Embed | undefined => {
  const url = URL.parse(address, 'https://page.invalid/')
  if (url === null || trackers.test(url.hostname)) return undefined
  for (const { host, path, provider, kind, at } of sites) {
    const found = host.test(url.hostname) ? path.exec(url.pathname) : null
    if (found !== null) return { url: at(found, url), kind, provider }
  }
  const media = mediaAt(address)
  const own = element === 'video' || element === 'audio' ? element : 'embed'
  return { url: address, kind: own === 'embed' ? (media?.kind ?? own) : own, provider: media?.provider }
}
