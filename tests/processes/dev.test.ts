import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { browserForTest } from '../support/browser.ts'
import { articleText, save, until } from '../support/folder.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

const bad = '{ "title": 1, "outlet": "O", "language": "en", "sections": [] }'

const dev = async (files: Record<string, string>, env: Record<string, string> = {}) => {
  const cwd = folderOf(files)
  const server = await maqalServe(['articles'], { cwd, env }, 'dev')
  const titleOf = async (id: string): Promise<string | undefined> =>
    ((await (await fetch(`${server.url}/articles/${id}.json`)).json()) as { title?: string }).title
  return { ...server, titleOf, folder: join(cwd, 'articles') }
}

test('maqal dev serves the rest beside a file with a fault, which it names as a terminal can open it', async () => {
  const { url, out, titleOf } = await dev({
    'articles/a.json': articleText('Good'),
    'articles/sub/b.json': bad,
    'articles/c.md': '---\ntitle: C\noutlet: O\nlanguage: en\n---\nA <u>word</u>.\n',
  })
  expect(out()).toContain('articles/sub/b.json:1:3  title  is number  write a string\n')
  expect(out()).toMatch(/^articles\/c\.md:6:3 {2}.*\(warning\)$/m)
  expect(out()).toMatch(/1 file is refused, as said above; the rest is served\..*An edit shows at once/)
  expect(await titleOf('a')).toBe('Good')
  expect((await fetch(`${url}/articles/b.json`)).status).toBe(404)
  const health = (await (await fetch(`${url}/health/ready`)).json()) as { faults: { file: string }[] }
  expect(health.faults.map(({ file }) => file)).toEqual(['sub/b.json'])
})

test('maqal dev tells what an edit did: a fault, its end, a change', async () => {
  const { out, titleOf, folder } = await dev({ 'articles/a.json': articleText('One') })
  expect(out()).not.toContain('refused')
  save(folder, 'a.json', '{')
  await until(() => out().includes('articles/a.json:1:2  is not JSON'))
  expect(await titleOf('a')).toBe('One')
  save(folder, 'a.json', articleText('Two'))
  await until(() => out().includes('articles/a.json  is right again\n'))
  await until(() => out().includes('1 article changed\n'))
  expect(await titleOf('a')).toBe('Two')
  writeFileSync(join(folder, 'b.json'), bad)
  await until(() => out().includes('articles/b.json:1:3  title  is number'))
  rmSync(join(folder, 'b.json'))
  await until(() => out().includes('articles/b.json  is gone\n'))
})

test('every answer of maqal dev is no-cache, and changes are looked for, whatever the settings say', async () => {
  const index = join(folderOf({}), 'index.sqlite')
  const env = { CACHE_CONTROL: 'public, max-age=3600', POLL_INTERVAL: '0', INDEX_FILE: index }
  const { url, titleOf, folder } = await dev({ 'articles/a.json': articleText('One') }, env)
  for (const path of ['/', '/articles', '/articles/a', '/articles/a.html', '/search?q=one', '/feed.atom']) {
    const { status, headers } = await fetch(url + path)
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-cache'])
  }
  save(folder, 'a.json', articleText('Two'))
  await until(async () => (await titleOf('a')) === 'Two')
})

test('an edit shows in a browser when the page is loaded again', async () => {
  const { url, folder, titleOf } = await dev({ 'articles/a.json': articleText('One') })
  const page = await (await browserForTest()).newPage()
  await page.goto(`${url}/articles/a`)
  expect(await page.locator('h1').textContent()).toBe('One')
  save(folder, 'a.json', articleText('Two'))
  await until(async () => (await titleOf('a')) === 'Two')
  await page.goto(`${url}/articles/a`)
  expect(await page.locator('h1').textContent()).toBe('Two')
})

test('maqal dev without its folder stops as serve does; --help says what differs', async () => {
  const { code, err } = await maqal(['dev', '/nowhere'])
  expect([code, err]).toEqual([
    1,
    'There is no folder /nowhere: name the folder of articles with DATA_DIR or as the argument\n',
  ])
  expect((await maqal(['dev', '--help'])).out).toMatch(/An edit shows as soon as you save it[^]*--port PORT/)
})

test.each(['check', 'serve'])(
  'maqal %s names a file relative to where the person stands',
  async (command) => {
    const cwd = folderOf({ 'deep/articles/a.json': bad })
    const line = 'a.json:1:3  title  is number  write a string'
    const spelled = async (folder: string, from: string) => {
      const { out, err } = await maqal([command, folder], { cwd: from })
      return (out + err).split('\n')[0]
    }
    expect(await spelled('deep/articles', cwd)).toBe(`deep/articles/${line}`)
    expect(await spelled(join(cwd, 'deep/articles'), cwd)).toBe(`deep/articles/${line}`)
    expect(await spelled('.', join(cwd, 'deep/articles'))).toBe(line)
    const outside = folderOf({ 'a.json': bad })
    expect(await spelled(outside, cwd)).toBe(`${outside}/${line}`)
  },
)

test('maqal check --json names the folder, and files within it', async () => {
  const cwd = folderOf({ 'deep/articles/a.json': bad })
  const { out } = await maqal(['check', '--json', 'deep/articles'], { cwd })
  expect(JSON.parse(out)).toMatchObject({ folder: 'deep/articles', faults: [{ file: 'a.json' }] })
})
