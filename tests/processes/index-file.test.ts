import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openFolder } from '../../src/folder/folder.ts'
import { openSqliteLibrary } from '../../src/library/sqlite/sqlite.ts'
import type { Source } from '../../src/sources/source.ts'
import { sources } from '../../src/sources/sources.ts'
import { articleText, save } from '../support/folder.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

/** Opens the index, looks at the folder, and tells what was read, what was rebuilt and what is held. */
const start = async (folder: string, file: string) => {
  const rebuilt: string[] = []
  const read: string[] = []
  const counting = sources.map(({ extensions, load }) => ({
    extensions,
    async load() {
      const source = await load()
      return {
        ...source,
        read: (...given: Parameters<Source['read']>) => (read.push(given[1]), source.read(...given)),
      }
    },
  }))
  const library = openSqliteLibrary({ index: { file, folder }, onRebuild: (why) => rebuilt.push(why) })
  const opened = await openFolder({ folder, sources: counting, shelf: library })
  await opened.look()
  const titles = (await library.articles({ page: 1, limit: 100 })).items.map(({ title }) => title)
  await library.close()
  return { rebuilt, read, titles }
}

const twoFiles = () => folderOf({ 'a.json': articleText('one'), 'b.json': articleText('two') })
const place = () => join(folderOf({}), 'index.db')

test('a restart reads only what changed', async () => {
  const [folder, file] = [twoFiles(), place()]
  expect((await start(folder, file)).read).toEqual(['a.json', 'b.json'])
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: [], titles: ['one', 'two'] })
  save(folder, 'b.json', articleText('changed'))
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: ['b.json'], titles: ['one', 'changed'] })
  unlinkSync(join(folder, 'a.json'))
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: [], titles: ['changed'] })
})

test.each([
  ['its header alone', (file: string) => truncateSync(file, 72)],
  ['its half', (file: string) => truncateSync(file, readFileSync(file).length / 2)],
  [
    'zeros in its midst',
    (file: string) => {
      const bytes = readFileSync(file)
      writeFileSync(file, bytes.fill(0, 4096, bytes.length - 4096))
    },
  ],
])('an index of which there is %s is built anew', async (_, damage) => {
  const [folder, file] = [twoFiles(), place()]
  await start(folder, file)
  damage(file)
  expect(await start(folder, file)).toEqual({
    rebuilt: ['damaged'],
    read: ['a.json', 'b.json'],
    titles: ['one', 'two'],
  })
})

test('an index of another folder is built anew', async () => {
  const [folder, file] = [twoFiles(), place()]
  await start(twoFiles(), file)
  expect((await start(folder, file)).rebuilt).toEqual(['of another version or folder'])
})

test('maqal serve keeps its index between two starts, and says when it builds it anew', async () => {
  const [folder, file] = [twoFiles(), place()]
  const env = { INDEX_FILE: file }
  const first = await maqalServe([folder], { env })
  first.kill('SIGTERM')
  expect(await first.exited).toBe(0)
  truncateSync(file, 3000)
  const second = await maqalServe([folder], { env })
  expect(second.out()).toContain(`${file} is damaged: it is built anew`)
  expect((await fetch(`${second.url}/articles/a`)).status).toBe(200)
})

test('a second process on the same index stops with exit 1', async () => {
  const [folder, file] = [twoFiles(), place()]
  const env = { INDEX_FILE: file, PORT: '0' }
  await maqalServe([folder], { env })
  const { code, err } = await maqal(['serve', folder], { env })
  expect([code, err]).toEqual([1, `${file} is in use by another process: set another INDEX_FILE\n`])
})

test('without INDEX_FILE the index is a temporary file, which goes with the process or with the next start', async () => {
  const home = folderOf({ 'maqal-index-of-mine': '' })
  const indexes = () => readdirSync(home).filter((name) => name.startsWith('maqal-index-'))
  const run = { env: { TMPDIR: home } }
  const killed = await maqalServe([twoFiles()], run)
  expect(indexes()).toHaveLength(2)
  killed.kill('SIGKILL')
  await killed.exited
  const [living, other] = [await maqalServe([twoFiles()], run), await maqalServe([twoFiles()], run)]
  expect(indexes()).toHaveLength(3)
  expect((await fetch(`${living.url}/articles/a`)).status).toBe(200)
  living.kill('SIGTERM')
  other.kill('SIGTERM')
  expect([await living.exited, await other.exited]).toEqual([0, 0])
  expect(indexes()).toEqual(['maqal-index-of-mine'])
})

test('a temporary folder that cannot be used: one line that names INDEX_FILE, exit 1', async () => {
  const file = join(folderOf({ file: '' }), 'file')
  const { code, err } = await maqal(['serve', twoFiles()], { env: { TMPDIR: file, PORT: '0' } })
  expect([code, err]).toEqual([
    1,
    `The temporary folder ${file} cannot hold the index: ENOTDIR: set INDEX_FILE to a file in a folder that can be written\n`,
  ])
})

test('an index killed in the midst of its life is served as it was', async () => {
  const [folder, file] = [twoFiles(), place()]
  const first = await maqalServe([folder], { env: { INDEX_FILE: file } })
  first.kill('SIGKILL')
  await first.exited
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: [], titles: ['one', 'two'] })
})

/** All that is in a folder: names, kinds and bytes. */
const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const path = join(folder, name)
    const stat = lstatSync(path)
    if (stat.isSymbolicLink()) return [name, readlinkSync(path)]
    return [name, stat.isFile() ? readFileSync(path, 'base64') : stat.mode]
  })

const database = (file: string, sql: string): void => {
  const made = new DatabaseSync(file)
  made.exec(sql)
  made.close()
}

/** The database of a program that is running, with what it wrote last in its -wal. */
const running = (file: string): void => {
  const made = new DatabaseSync(`${file}.source`)
  made.exec('PRAGMA journal_mode = WAL; CREATE TABLE customer (name TEXT)')
  for (const suffix of ['', '-wal', '-shm']) cpSync(`${file}.source${suffix}`, file + suffix)
  made.close()
}

const ofIndex = async (file: string): Promise<void> => {
  const folder = twoFiles()
  await start(folder, file)
}

test.each<[string, (file: string) => unknown, RegExp]>([
  [
    'a text',
    (file) => writeFileSync(file, 'precious notes\n'),
    /db is not a SQLite database, and is left as it is$/,
  ],
  ['an article', (file) => writeFileSync(file, articleText('one')), /db is not a SQLite database/],
  ['one byte', (file) => writeFileSync(file, '\0'), /db is not a SQLite database/],
  [
    'the database of another program',
    (file) => database(file, 'CREATE TABLE customer (name TEXT)'),
    /db is a SQLite database of another program/,
  ],
  [
    'the database of another program with a version and a mark',
    (file) => database(file, 'CREATE TABLE article (id); PRAGMA user_version = 7; PRAGMA application_id = 8'),
    /db is a SQLite database of another program/,
  ],
  ['a database in use, with its -wal', running, /db is a SQLite database of another program/],
  [
    'a database that is damaged',
    (file) => {
      database(file, 'CREATE TABLE customer (name TEXT)')
      truncateSync(file, 60)
    },
    /db is a SQLite database of another program/,
  ],
  ['a folder', (file) => mkdirSync(file), /db is a folder, not a file/],
  ['a named pipe', (file) => execFileSync('mkfifo', [file]), /db is a named pipe, not a file/],
  ['a link to a text', (file) => symlinkSync('../notes.txt', file), /db is a symbolic link, not a file/],
  ['a link to nothing', (file) => symlinkSync('nowhere', file), /db is a symbolic link, not a file/],
  [
    'a link to an index',
    async (file) => {
      await ofIndex(`${file}.real`)
      symlinkSync(`${file}.real`, file)
    },
    /db is a symbolic link, not a file/,
  ],
  ['nothing but a -wal', (file) => writeFileSync(`${file}-wal`, 'notes'), /db-wal is not a file of an index/],
  ['a text as -shm', (file) => writeFileSync(`${file}-shm`, 'notes'), /db-shm is not a file of an index/],
  [
    'a text as -closed',
    (file) => writeFileSync(`${file}-closed`, 'notes'),
    /db-closed is not a file of an index/,
  ],
  ['a text as -lock', (file) => writeFileSync(`${file}-lock`, 'notes'), /db-lock is not a file of an index/],
  [
    'an index beside another -shm',
    async (file) => {
      await ofIndex(file)
      writeFileSync(`${file}-shm`, 'notes')
    },
    /db-shm is not a file of an index/,
  ],
  ['a folder as -journal', (file) => mkdirSync(`${file}-journal`), /db-journal is a folder, not a file/],
  [
    'an index beside another -wal',
    async (file) => {
      await ofIndex(file)
      writeFileSync(`${file}-wal`, 'notes')
    },
    /db-wal is not a file of an index/,
  ],
  [
    'an index beside another -journal',
    async (file) => {
      await ofIndex(file)
      writeFileSync(`${file}-journal`, 'notes')
    },
    /db-journal is not a file of an index/,
  ],
])('%s at INDEX_FILE is refused and left as it is', async (_, put, message) => {
  const home = folderOf({ 'notes.txt': 'precious notes\n', 'in/x': '' })
  const file = join(home, 'in/i.db')
  await put(file)
  const before = contentOf(home)
  const folder = twoFiles()
  expect(() => openSqliteLibrary({ index: { file, folder } })).toThrow(message)
  expect(contentOf(home)).toEqual(before)
})

test.each<[string, (home: string) => string, RegExp]>([
  ['in the folder', () => 'articles/i.db', /i.db is in the folder of articles$/],
  ['below it', () => 'articles/.index/i.db', /i.db is in the folder of articles$/],
  ['an article', () => 'articles/a.json', /a.json is in the folder of articles$/],
  ['in it by another spelling', () => 'articles/../x/../articles/./i.db', /is in the folder of articles$/],
  [
    'in it through a link',
    (home) => (symlinkSync('articles/.index', join(home, 'link')), 'link/i.db'),
    /i.db is in the folder of articles$/,
  ],
  [
    'in it through .. behind a link',
    (home) => (symlinkSync('articles/.index', join(home, 'link')), 'link/../i.db'),
    /i.db is in the folder of articles$/,
  ],
  ['in no folder', () => 'none/i.db', /^There is no folder .*none for the index .*none\/i\.db$/],
  ['below a file', () => 'notes.txt/i.db', /^There is no folder .*notes.txt for the index/],
  ['that ends in a slash', () => 'y/', /y\/ is the name of a folder$/],
  ['that is a device', () => '/dev/null', /^\/dev\/null is a device, not a file$/],
])('an INDEX_FILE %s is refused', (_, name, message) => {
  const home = folderOf({ 'notes.txt': '', 'x/y': '', 'articles/a.json': '{}', 'articles/.index/x': '' })
  const file = name(home)
  const before = contentOf(home)
  const index = { file: file.startsWith('/') ? file : `${home}/${file}`, folder: join(home, 'articles') }
  expect(() => openSqliteLibrary({ index })).toThrow(message)
  expect(contentOf(home)).toEqual(before)
})

test('the folder of articles may be a link, and the index still not in it', () => {
  const home = folderOf({ 'r1/a.json': '{}' })
  symlinkSync('r1', join(home, 'current'))
  const index = (file: string) => ({ file: join(home, file), folder: join(home, 'current') })
  expect(() => openSqliteLibrary({ index: index('r1/i.db') })).toThrow('is in the folder of articles')
  expect(() => openSqliteLibrary({ index: index('current/i.db') })).toThrow('is in the folder of articles')
})

test('an empty file becomes an index, which is marked in its first bytes', async () => {
  const [folder, file] = [twoFiles(), join(folderOf({ 'index.db': '' }), 'index.db')]
  expect((await start(folder, file)).rebuilt).toEqual([])
  expect(readFileSync(file).toString('latin1', 68, 72)).toBe('mqal')
})

test('an index made before indexes were marked is known by its tables, and built anew', async () => {
  const [folder, file] = [twoFiles(), place()]
  const old = ['article', 'file', 'name'].map((name) => `CREATE TABLE ${name} (text);`).join('')
  const words = "CREATE VIRTUAL TABLE words USING fts5(title, content = '', contentless_delete = 1)"
  database(file, `PRAGMA journal_mode = WAL; ${old}${words}; PRAGMA user_version = 5`)
  expect(await start(folder, file)).toMatchObject({
    rebuilt: ['of another version or folder'],
    titles: ['one', 'two'],
  })
})

test('maqal serve with a file of another program at INDEX_FILE: one line, exit 1, the file as it was', async () => {
  const cwd = folderOf({ 'articles/a.json': articleText('one'), 'notes.txt': 'precious' })
  const run = (file: string) => maqal(['serve', 'articles'], { cwd, env: { INDEX_FILE: file, PORT: '0' } })
  expect(await run('notes.txt')).toEqual({
    code: 1,
    out: '',
    err: 'notes.txt is not a SQLite database, and is left as it is: set another INDEX_FILE\n',
  })
  expect((await run('none/x.db')).err).toBe(
    'There is no folder none for the index none/x.db: make it first\n',
  )
  expect((await run('articles/a.json')).err).toBe(
    'articles/a.json is in the folder of articles: set INDEX_FILE to a path outside of it\n',
  )
  expect(contentOf(cwd)).toEqual(
    contentOf(folderOf({ 'articles/a.json': articleText('one'), 'notes.txt': 'precious' })),
  )
})

/** A copy of the code, which can be changed; says why its index was built anew. */
const copyOfCode = () => {
  const home = folderOf({})
  for (const name of ['src', 'package.json']) cpSync(name, join(home, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(home, 'node_modules'))
  const script = `import { openSqliteLibrary } from './src/library/sqlite/sqlite.ts'
    await openSqliteLibrary({ index: { file: 'i.db', folder: 'data' }, onRebuild: (why) => console.log(why) }).close()`
  mkdirSync(join(home, 'data'))
  writeFileSync(join(home, 'open.ts'), script)
  const open = () => execFileSync(process.execPath, ['open.ts'], { cwd: home, encoding: 'utf8' })
  const replace = (file: string, text: string, by: string) => {
    const path = join(home, file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(text, by))
  }
  return { open, replace }
}

test('an index does not outlive its code: another version, dependency or line of code builds it anew', () => {
  const { open, replace } = copyOfCode()
  const anew = 'of another version or folder\n'
  expect([open(), open()]).toEqual(['', ''])
  replace(
    'package.json',
    /"version": "[^"]+"/.exec(readFileSync('package.json', 'utf8'))?.[0] ?? '',
    '"version": "99.0.0"',
  )
  expect(open()).toBe(anew)
  replace('package.json', '"stemmer": "', '"stemmer": "^')
  expect([open(), open()]).toEqual([anew, ''])
  replace('src/search/terms.ts', 'export', '// changed\nexport')
  expect(open()).toBe(anew)
})

test('a disk that is full is said to be, in one line, and the next start goes on', async () => {
  const long = articleText('word '.repeat(80))
  const cwd = folderOf(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`in/a${n}.json`, long])))
  const script = `trap '' XFSZ; ulimit -f 500; exec "$0" "$1" serve in`
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', script, process.execPath, resolve('src/start.js')],
    {
      cwd,
      encoding: 'utf8',
      env: { INDEX_FILE: 'i.db', PORT: '0' },
    },
  )
  expect([status, stdout, stderr]).toEqual([
    1,
    '',
    expect.stringMatching(/^i\.db cannot be written: .*: set another INDEX_FILE\n$/),
  ])
  expect((await start(join(cwd, 'in'), join(cwd, 'i.db'))).titles).toHaveLength(100)
})
