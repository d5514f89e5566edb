import { createSmallFiles } from '../src/http/small-files.ts'
import { execFileSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { formatFault } from '../src/sources/fault.ts'
import { png, put, serveFiles, serveFilesIn, text } from './support/files.ts'
import { once, until } from './support/folder.ts'
import { folderOf } from './support/process.ts'

const own = /^\/files\/[\da-f]{16}\/[^/]+$/

test.each([
  ['beside the article', './hello.png', 'posts/hello.png', 'hello.png'],
  ['without a dot', 'hello.png', 'posts/hello.png', 'hello.png'],
  ['in a folder', 'images/hello.png', 'posts/images/hello.png', 'hello.png'],
  ['above', '../hello.png', 'hello.png', 'hello.png'],
  ['from the root', '/img/hello.png', 'img/hello.png', 'hello.png'],
  ['in static', '/img/hello.png', 'static/img/hello.png', 'hello.png'],
  ['in public', '/hello.png', 'public/hello.png', 'hello.png'],
  ['in assets', '/hello.png', 'assets/hello.png', 'hello.png'],
  ['in source', '/img/hello.png', 'source/img/hello.png', 'hello.png'],
  ['in the folder of its name, as Hexo has it', 'hello.png', 'posts/a/hello.png', 'hello.png'],
  ['with a query', './hello.png?v=3', 'posts/hello.png', 'hello.png'],
  ['with spaces', 'my%20cat.png', 'posts/my cat.png', 'my%20cat.png'],
  ['in angle brackets', '<my cat.png>', 'posts/my cat.png', 'my%20cat.png'],
  ['in Arabic', 'صورة.png', 'posts/صورة.png', encodeURIComponent('صورة.png')],
  ['in Arabic, encoded', encodeURIComponent('صورة.png'), 'posts/صورة.png', encodeURIComponent('صورة.png')],
  ['composed, on the disk decomposed', 'caf\u00E9.png', 'posts/cafe\u0301.png', 'caf%C3%A9.png'],
  ['decomposed, on the disk composed', 'cafe\u0301.png', 'posts/caf\u00E9.png', 'caf%C3%A9.png'],
  ['in capitals', 'HELLO.PNG', 'posts/HELLO.PNG', 'HELLO.PNG'],
])('an image %s', async (_, url, place, name) => {
  const { images, ask, first } = await serveFiles({
    'posts/a.md': text(`![A](${url})`),
    [place]: png(30, 20),
  })
  const [address = ''] = await images('a')
  expect(address).toMatch(own)
  expect(address.split('/').at(-1)).toBe(name)
  const { status, headers, bytes } = await ask(address)
  expect([status, headers['content-type'], bytes]).toEqual([200, 'image/png', png(30, 20)])
  expect(first.warnings).toEqual([])
})

test.each([
  ['is not there', './no.png', {}, 'is "./no.png", and the folder has no such file'],
  ['leads out', '../../etc/hosts.png', {}, 'and the folder has no such file'],
  ['leads out, encoded', '%2e%2e/%2e%2e/etc/hosts.png', {}, 'and the folder has no such file'],
  ['holds a NUL', 'a%00.png', {}, 'and the folder has no such file'],
  ['has backslashes', '..%5C..%5Cetc%5Chosts.png', {}, 'and the folder has no such file'],
  ['is hidden', '.git/a.png', { 'posts/.git/a.png': png() }, 'and the folder has no such file'],
  ['is of no served type', 'a.exe', { 'posts/a.exe': 'MZ' }, 'a type of file that is not served'],
  [
    'is a page',
    'a.png',
    { 'posts/a.png': '<!DOCTYPE html><script>1</script>' },
    'its bytes are of another type',
  ],
  ['is empty', 'a.png', { 'posts/a.png': '' }, 'its bytes are of another type'],
  [
    'is a page that is called a drawing',
    'a.svg',
    { 'posts/a.svg': '<html><svg></svg></html>' },
    'of another type',
  ],
])('an image that %s is a warning with its line', async (_, url, files, problem) => {
  const { first, images, article } = await serveFiles({ 'posts/a.md': text(`![A](${url})`), ...files })
  const [warning = ''] = first.warnings.map(formatFault)
  expect(warning).toMatch(/^posts\/a\.md:7:1 {2}sections\[0\]\.paragraphs\[0\]\.url {2}/)
  expect(warning).toContain(problem)
  expect((await images('a'))[0]).not.toMatch(own)
  expect((await article('a')).image).toMatchObject({ type: null, bytes: null })
})

test('what is known of a file is in the image, and a side that is given keeps the shape', async () => {
  const body = '![A](a.png)\n\n![B](a.png){width=15}\n\n![C](a.png){width=7 height=9}'
  const { article } = await serveFiles({ 'a.md': text(body), 'a.png': png(30, 20) })
  const { sections, image } = await article('a')
  const shown = sections[0]?.paragraphs.map((paragraph) => paragraph.type === 'image' && paragraph.image)
  expect(shown).toMatchObject([
    { width: 30, height: 20, type: 'image/png', bytes: png().length },
    { width: 15, height: 10 },
    { width: 7, height: 9 },
  ])
  expect(image).toMatchObject({ width: 30, height: 20, type: 'image/png', bytes: png().length })
})

test('the image of front matter, a poster, a video, a sound and documents', async () => {
  const mp4 = Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('isom\0\0\0\0isommp42')])
  const { article, links, ask, app } = await serveFiles({
    'a.md': text(
      'See [the report](report.pdf#page=3), [figures](../x/t.csv).\n\n<clip.mp4>\n\n[clip.mp4](clip.mp4){media=video poster=p.png}\n\n[song](song.mp3){media=audio}',
      'image: cover.png\n',
    ),
    'report.pdf': '%PDF-1.7 text',
    't.csv': 'a,b\n1,2\n',
    'clip.mp4': mp4,
    'song.mp3': 'ID3 text',
    'p.png': png(),
    'cover.png': png(9, 9),
  })
  const { image, sections } = await article('a')
  expect(image?.url).toMatch(/^\/files\/[\da-f]{16}\/cover\.png$/)
  const [pdf = '', csv] = await links('a')
  expect(pdf).toMatch(/^\/files\/[\da-f]{16}\/report\.pdf#page=3$/)
  expect(csv).toBe('../x/t.csv')
  const media = sections.flatMap(({ paragraphs }) =>
    paragraphs.flatMap((part) => (part.type === 'media' ? part.media : [])),
  )
  expect(media.at(-2)).toMatchObject({
    kind: 'video',
    url: expect.stringMatching(own),
    poster: expect.stringMatching(own),
  })
  expect((await ask(pdf.replace(/#.*/, ''))).headers['content-type']).toBe('application/pdf')
  const page = (await app.inject('/articles/a.html')).body
  expect(page).toMatch(
    /<video src="\/files\/[\da-f]{16}\/clip\.mp4"[^>]* poster="\/files\/[^"]*" [^>]*preload="none">/,
  )
  expect(page).toMatch(/<audio src="\/files\/[\da-f]{16}\/song\.mp3"[^>]*preload="none">/)
  expect(page).toContain('<figure class="head-image">')
})

test('in every form an address of a file is one that leads there', async () => {
  const files = { 'a.md': text('![A](a.png)', 'url: https://outlet.example/story\n'), 'a.png': png() }
  const { app } = await serveFiles(files)
  for (const form of ['.json?include=html', '.html', '.md', '.jsonld', '.ninjs']) {
    const answer = (await app.inject(`/articles/a${form}`)).body
    expect(answer).not.toContain('maqal:')
    expect(answer).toMatch(/"(?:http:\/\/localhost:3000)?\/files\/[\da-f]{16}\/a\.png"|\(\/files\//)
  }
  for (const list of [
    '/articles',
    '/articles?include=sections,html',
    '/articles.html',
    '/feed.json',
    '/feed.atom',
    '/feed.rss',
    '/search?q=T',
    '/articles/a/sections/lede',
    '/articles/a/paragraphs/lede-1',
  ]) {
    const answer = (await app.inject(list)).body
    expect(answer).not.toContain('maqal:')
    expect(answer).toMatch(/\/files\/[\da-f]{16}\/a\.png/)
  }
})

/** A file of so many bytes, which are not all alike. */
const content = (length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 7 + (at >> 8)) & 0xff
  png().copy(bytes)
  return bytes
}

const size = 150_000

const serveOne = async (interval = once) => {
  const served = await serveFiles({ 'a.md': text('![A](a.png)'), 'a.png': content(size) }, interval)
  const [address = ''] = await served.images('a')
  return { ...served, address }
}

test('a file is served whole, immutable and inert', async () => {
  const { ask, address } = await serveOne()
  const { status, headers, bytes } = await ask(address)
  expect([status, bytes.equals(content(size))]).toEqual([200, true])
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(size),
    'cache-control': 'public, max-age=31536000, immutable',
    etag: `"${address.split('/')[2]}"`,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  })
  const head = await ask(address, { range: 'bytes=0-3' }, 'HEAD')
  expect([head.status, head.bytes.length]).toEqual([200, 0])
  const { date: _, connection: __, 'keep-alive': ___, ...same } = headers
  expect(head.headers).toMatchObject(same)
})

test.each([
  ['bytes=0-3', 206, 0, 4],
  ['bytes=10-10', 206, 10, 11],
  ['bytes=149990-', 206, 149_990, size],
  ['bytes=-5', 206, size - 5, size],
  ['bytes=-999999999', 206, 0, size],
  ['bytes=100000-120000', 206, 100_000, 120_001],
  ['bytes=0-999999999', 206, 0, size],
  ['BYTES= 0-3', 206, 0, 4],
  ['bytes=150000-', 416, 0, 0],
  ['bytes=-0', 416, 0, 0],
  ['bytes=5-3', 200, 0, size],
  ['bytes=a-b', 200, 0, size],
  ['bytes=-', 200, 0, size],
  ['items=0-3', 200, 0, size],
  ['bytes=0-1,3-4', 200, 0, size],
  [`bytes=${Array.from({ length: 1000 }, (_, at) => `${at}-${at}`).join(',')}`, 200, 0, size],
  [`bytes=${'9'.repeat(400)}-`, 200, 0, size],
])('Range: %s is answered with %i', async (range, expected, start, end) => {
  const { ask, address } = await serveOne()
  const { status, headers, bytes } = await ask(address, { range })
  expect(status).toBe(expected)
  const named = { 200: undefined, 206: `bytes ${start}-${end - 1}/${size}`, 416: `bytes */${size}` }
  expect(headers['content-range']).toBe(named[expected as 200])
  if (expected === 416) expect(headers['content-type']).toBe('application/problem+json')
  else expect(bytes.equals(content(size).subarray(start, end))).toBe(true)
})

test.each([
  ['its ETag', (etag: string) => ({ 'if-range': etag }), 206],
  ['another', () => ({ 'if-range': '"other"' }), 200],
  ['its ETag, weak', (etag: string) => ({ 'if-range': `W/${etag}` }), 200],
  ['a date', () => ({ 'if-range': 'Thu, 01 Jan 2026 00:00:00 GMT' }), 200],
  ['If-None-Match', (etag: string) => ({ 'if-none-match': etag }), 304],
  ['If-None-Match of all', () => ({ 'if-none-match': '*' }), 304],
  ['If-Match', (etag: string) => ({ 'if-match': etag }), 206],
  ['If-Match of another', () => ({ 'if-match': '"other"' }), 412],
  ['no coding at all', () => ({ 'accept-encoding': 'identity;q=0' }), 406],
  ['any coding', () => ({ 'accept-encoding': 'br, gzip' }), 206],
])('conditions: %s', async (_, headersOf, expected) => {
  const { ask, address } = await serveOne()
  const etag = `"${address.split('/')[2]}"`
  const { status, headers, bytes } = await ask(address, { range: 'bytes=0-9', ...headersOf(etag) })
  expect(status).toBe(expected)
  if (expected === 304) {
    expect([bytes.length, headers['content-length'], headers.etag]).toEqual([0, undefined, etag])
    expect(headers['cache-control']).toContain('immutable')
  }
})

test.each([
  ['/files', 404],
  ['/files/', 404],
  ['/files/0123456789abcdef', 404],
  ['/files/0123456789abcdef/a.png', 404],
  ['/files/HASH/', 404],
  ['/files/HASH/a.png/b', 404],
  ['/files/../a.md', 404],
  ['/files/%2e%2e/a.md', 404],
  ['/files/HASH/..%2f..%2fa.md', 308],
  ['/files/HASH/..%5ca.md', 308],
  ['/files/HASH/a%00.png', 400],
  ['/files/HASH/other.png', 308],
  ['/files/..%2fa.png/a.png', 404],
  ['/files/%48ASH/a.png', 404],
])('GET %s is %d', async (path, expected) => {
  const { ask, address } = await serveOne()
  const { status, headers } = await ask(path.replace('HASH', address.split('/')[2] ?? ''))
  expect(status).toBe(expected)
  if (expected === 308) expect(headers.location).toBe(address)
})

test('a drawing is sandboxed, whatever it holds', async () => {
  const drawing =
    '\uFEFF<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE svg [<!ENTITY a "b">]>\n<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8"><script>alert(1)</script></svg>'
  const { article, ask } = await serveFiles({ 'a.md': text('![A](a.svg)'), 'a.svg': drawing })
  const { image } = await article('a')
  expect(image).toMatchObject({ width: 12, height: 8, type: 'image/svg+xml' })
  const { headers } = await ask(image?.url ?? '')
  expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('a link out of the folder is not followed, one within it is; a hard link is a file like any other', async () => {
  const outside = folderOf({ 'secret.png': png(5, 5) })
  const files = {
    'a.md': text('![A](out.png) \n\n![B](in.png)\n\n![C](hard.png)\n\n![D](way/secret.png)'),
    'real.png': png(),
  }
  const { folder, images, ask, lookNow } = await serveFiles(files, 1000)
  symlinkSync(join(outside, 'secret.png'), join(folder, 'out.png'))
  symlinkSync('real.png', join(folder, 'in.png'))
  symlinkSync(outside, join(folder, 'way'))
  linkSync(join(outside, 'secret.png'), join(folder, 'hard.png'))
  lookNow()
  await until(async () => (await images('a')).filter((url) => own.test(url)).length === 2)
  const [out, inside = '', hard = '', way] = await images('a')
  expect([out, way]).toEqual(['out.png', 'way/secret.png'])
  expect((await ask(inside)).bytes).toEqual(png())
  expect((await ask(hard)).bytes).toEqual(png(5, 5))
})

test('a pipe, a folder and a huge file are not read', async () => {
  const folder = { 'a.md': text('![A](pipe.png)\n\n![B](folder.png)\n\n![C](huge.png)') }
  const served = await serveFiles(folder, 1000)
  execFileSync('mkfifo', [join(served.folder, 'pipe.png')])
  mkdirSync(join(served.folder, 'folder.png'))
  writeFileSync(join(served.folder, 'huge.png'), png())
  truncateSync(join(served.folder, 'huge.png'), 10_000_000_000)
  put(served.folder, 'a.md', text('![A](pipe.png)\n\n![B](folder.png)\n\n![C](huge.png)\n\nMore.'))
  await until(() => served.reports.flatMap(({ warnings }) => warnings).length >= 3)
  const problems = served.reports.flatMap(({ warnings }) => warnings.map(({ problem }) => problem))
  expect(problems).toEqual([
    'is "pipe.png", which is not a regular file',
    'is "folder.png", which is not a regular file',
    'is "huge.png", which has 10000000000 bytes',
  ])
})

test.each([
  ['replaced', (path: string) => writeFileSync(path, png(4, 4, 'other')), 503],
  ['written over with as many bytes', (path: string) => writeFileSync(path, content(size).fill(1, 100)), 503],
  ['removed', (path: string) => rmSync(path), 503],
  [
    'swapped for a link out of the folder',
    (path: string) => {
      rmSync(path)
      symlinkSync('/etc/hostname', path)
    },
    503,
  ],
])('a file that was %s is not served under its old address', async (_, change, expected) => {
  const { ask, address, folder } = await serveOne(0)
  change(join(folder, 'a.png'))
  const { status, headers } = await ask(address)
  expect([status, headers['retry-after'] !== undefined]).toEqual([expected, true])
})

test('a changed file is a changed article, and the old address is no more', async () => {
  const { ask, address, article, images, folder } = await serveOne(50)
  const { revision } = await article('a')
  writeFileSync(join(folder, 'a.png'), png(7, 7))
  await until(async () => (await images('a'))[0] !== address)
  const [now = ''] = await images('a')
  expect((await article('a')).revision).not.toBe(revision)
  expect((await ask(now)).bytes).toEqual(png(7, 7))
  expect((await ask(address)).status).toBe(404)
})

test('a file that comes later is found, and one that goes is missed', async () => {
  const { images, folder, reports, article } = await serveFiles(
    { 'a.md': text('![A](img/a.png)'), 'b.md': text('![B](/b.png)') },
    1000,
  )
  const before = (await article('b')).revision
  put(folder, 'img/a.png', png())
  put(folder, 'static/b.png', png(8, 8))
  await until(async () => own.test((await images('a'))[0] ?? '') && own.test((await images('b'))[0] ?? ''))
  expect((await article('b')).revision).not.toBe(before)
  rmSync(join(folder, 'img'), { recursive: true })
  await until(async () => (await images('a'))[0] === 'img/a.png')
  const problems = reports.flatMap(({ warnings }) => warnings.map(({ problem }) => problem))
  expect(problems.at(-1)).toBe('is "img/a.png", and the folder has no such file')
})

test('a file that is only touched keeps its address, its ETag and the revision of its article', async () => {
  const { ask, address, article, folder } = await serveOne(50)
  const { revision } = await article('a')
  utimesSync(join(folder, 'a.png'), 1, 1)
  expect((await ask(address)).status).toBe(503)
  await until(async () => (await ask(address)).status === 200)
  expect((await article('a')).revision).toBe(revision)
})

test('the same bytes at two places have one digest, and one of them may go', async () => {
  const files = { 'a.md': text('![A](a.png)'), 'b.md': text('![B](b.png)'), 'a.png': png(), 'b.png': png() }
  const { images, folder, ask } = await serveFiles(files, 0)
  const [[a = ''], [b = '']] = [await images('a'), await images('b')]
  expect(a.split('/')[2]).toBe(b.split('/')[2])
  rmSync(join(folder, 'a.png'))
  expect([(await ask(a)).status, (await ask(b)).status]).toEqual([200, 200])
})

test('links to other articles lead to their addresses, whatever is read first', async () => {
  const body =
    '[1](./z.md) [2](z.md#part) [3](../posts/z.md?x=1) [4](/posts/z) [5](sub/) [6](./no.md) [7](#here) [8](https://e.example) [9](about)'
  const files = {
    'posts/a.md': text(body),
    'posts/z.md': text('## Part', 'id: other\n'),
    'posts/sub/index.md': text('text', 'id: sub\n'),
  }
  const { links, first, folder } = await serveFiles(files, 1000)
  expect(await links('a')).toEqual([
    '/articles/other',
    '/articles/other#part',
    '/articles/other',
    '/articles/other',
    '/articles/sub',
    './no.md',
    '#here',
    'https://e.example',
    'about',
  ])
  expect(first.warnings.map(({ problem }) => problem)).toEqual([
    'leads to "./no.md", and the folder has no such article or file',
  ])
  put(folder, 'posts/no.md', text('text', 'id: now\n'))
  put(folder, 'posts/z.md', text('## Part', 'id: renamed\n'))
  await until(
    async () =>
      (await links('a')).includes('/articles/now') && (await links('a')).includes('/articles/renamed'),
  )
})

test('a download ends when its client hangs up, and waits while it does not read', async () => {
  const length = 30_000_000
  const { app, images, folder } = await serveFiles({ 'a.md': text('![A](a.png)'), 'a.png': content(10) }, 50)
  writeFileSync(join(folder, 'a.png'), content(length))
  await until(
    async () =>
      (await app.inject({ url: (await images('a'))[0] ?? '', method: 'HEAD' })).headers['content-length'] ===
      String(length),
  )
  const [address = ''] = await images('a')
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET ${address} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  await until(() => socket.bytesRead > 0)
  socket.pause()
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await setImmediate()
  }
  await turns(2000)
  const { rss } = process.memoryUsage()
  await turns(2000)
  expect(process.memoryUsage().rss - rss).toBeLessThan(length / 2)
  const connections = (): Promise<number> =>
    new Promise((done) => app.server.getConnections((_, count) => done(count)))
  socket.destroy()
  await until(async () => (await connections()) === 0)
})

test('small files are read once, and those asked for last are in memory', async () => {
  const read: string[] = []
  const readPart = createSmallFiles(async ({ hash, bytes }, { start, length }) => {
    read.push(hash)
    return Buffer.alloc(bytes, hash).subarray(start, start + length)
  })
  const file = (hash: string, bytes = 60_000) => ({
    hash,
    bytes,
    name: 'a',
    type: 'image/png',
    path: 'a',
    stamp: '',
  })
  const names = Array.from({ length: 150 }, (_, index) => `n${index}`)
  for (const name of names) await readPart(file(name), { start: 0, length: 10 })
  expect(await readPart(file('n149'), { start: 2, length: 4 })).toEqual(
    Buffer.alloc(60_000, 'n149').subarray(2, 6),
  )
  expect(read).toEqual(names)
  await readPart(file('n0'), { start: 0, length: 10 })
  expect(read).toEqual([...names, 'n0'])
  for (const start of [0, 5]) await readPart(file('large', 70_000), { start, length: 5 })
  expect(read.slice(-2)).toEqual(['large', 'large'])
})

test('a file that is exchanged while it is sent is cut, not mixed', async () => {
  const length = 40_000_000
  const { app, images, folder } = await serveFiles(
    { 'a.md': text('![A](a.png)'), 'a.png': content(length) },
    0,
  )
  const [address = ''] = await images('a')
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.write(`GET ${address} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  await until(() => socket.bytesRead > 0)
  socket.pause()
  writeFileSync(join(folder, 'new.png'), Buffer.alloc(length, 1))
  renameSync(join(folder, 'new.png'), join(folder, 'a.png'))
  const isClosed = new Promise((done) => socket.on('close', done))
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => received.push(chunk))
  socket.resume()
  await isClosed
  const answer = Buffer.concat(received)
  const body = answer.subarray(answer.indexOf('\r\n\r\n') + 4)
  expect(body.length).toBeLessThan(length)
  expect(content(length).subarray(0, body.length).equals(body)).toBe(true)
})

test('maqal.yaml names the folders of files, which may be beside the folder', async () => {
  const site = folderOf({
    'static/a.png': png(),
    'content/maqal.yaml': 'files: [../static, media]\n',
    'content/a.md': text('![A](/a.png)\n\n![B](/b.png)\n\n![C](/c.png)\n\n![D](/../secret.png)'),
    'content/media/b.png': png(),
    'content/static/c.png': png(),
    'secret.png': png(),
  })
  const { images, ask } = await serveFilesIn(join(site, 'content'))
  const [a = '', b, c, d] = await images('a')
  expect([own.test(a), own.test(b ?? ''), c, d]).toEqual([true, true, '/c.png', '/../secret.png'])
  expect((await ask(a)).bytes).toEqual(png())
})

test.each([
  ['files: /etc', 'is not a folder'],
  ['files: .', 'is hidden, or this folder itself'],
  ['files: [static, .git]', 'is hidden'],
  ['files: 3', 'cannot stand here'],
])('maqal.yaml with %s is refused', async (yaml, problem) => {
  const { faults } = await serveFiles({ 'maqal.yaml': `${yaml}\n`, 'a.json': '{}' })
  expect(faults().join('\n')).toContain(problem)
})

/** A JPEG of segments of so many bytes, then a frame of 40 by 30, which Exif turns on its side. */
const jpeg = (segments: number, length: number, orientation = 1): Buffer => {
  const exif = Buffer.from(
    `ffe100224578696600004d4d002a000000080001011200030000000100${orientation.toString(16).padStart(2, '0')}000000000000`,
    'hex',
  )
  const segment = Buffer.alloc(2 + length)
  segment.writeUInt16BE(0xff_e2, 0)
  segment.writeUInt16BE(length, 2)
  const frame = Buffer.from('ffc0001108001e002803012200021101031101', 'hex')
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    exif,
    ...Array.from({ length: segments }, () => segment),
    frame,
    Buffer.from('ffd9', 'hex'),
  ])
}

test.each([
  ['a photograph', jpeg(3, 1000), 40, 30],
  ['one on its side', jpeg(3, 1000, 6), 30, 40],
  ['one of very many segments', jpeg(50_000, 2), null, null],
  ['zeros', Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(250_000)]), null, null],
])('the size of a JPEG: %s', async (_, bytes, width, height) => {
  const { article } = await serveFiles({ 'a.md': text('![A](a.jpg)'), 'a.jpg': bytes })
  expect((await article('a')).image).toMatchObject({ width, height, type: 'image/jpeg' })
})
