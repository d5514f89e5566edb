import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeFile } from '../src/commands/place.ts'
import { folderOf, maqalImport } from './support/process.ts'

/** As `link` fails on exFAT, FUSE and some network disks. */
const noLinks = (code: string) => () => {
  throw Object.assign(new Error(code), { code })
}

test.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'])(
  'where a disk knows no links (%s) a file is placed whole, and never over another',
  (code) => {
    const folder = folderOf({ 'old.json': 'mine' })
    const place = (name: string) =>
      placeFile(join(folder, name), 'text', { isForced: false, link: noLinks(code) })
    place('new.json')
    expect(readFileSync(join(folder, 'new.json'), 'utf8')).toBe('text')
    expect(() => place('old.json')).toThrow('is there already')
    symlinkSync('nowhere', join(folder, 'link.json'))
    expect(() => place('link.json')).toThrow('is there already')
    expect(readFileSync(join(folder, 'old.json'), 'utf8')).toBe('mine')
    expect(readdirSync(folder).toSorted()).toEqual(['link.json', 'new.json', 'old.json'])
  },
)

test.each<[string, (path: string) => unknown, string]>([
  ['a folder', (path) => mkdirSync(path), 'is a folder, not a file: give another --id or --out'],
  ['a pipe', (path) => execFileSync('mkfifo', [path]), 'is a named pipe, not a file'],
  ['a link', (path) => symlinkSync('../mine.txt', path), 'is a symbolic link, not a file'],
  ['a link to nothing', (path) => symlinkSync('none', path), 'is a symbolic link, not a file'],
])('%s is not written over, also with --force', (_, put, message) => {
  const home = folderOf({ 'mine.txt': 'mine', 'in/x': '' })
  const path = join(home, 'in/a.json')
  put(path)
  const before = lstatSync(path).ino
  expect(() => placeFile(path, 'text', { isForced: false })).toThrow('is there already')
  expect(() => placeFile(path, 'text', { isForced: true })).toThrow(message)
  expect(lstatSync(path).ino).toBe(before)
  expect(readFileSync(join(home, 'mine.txt'), 'utf8')).toBe('mine')
  expect(readdirSync(join(home, 'in')).toSorted()).toEqual(['a.json', 'x'])
})

test('nothing that is in the folder is written over or deleted by the way, whatever its name', () => {
  const names = [`.a.json.${process.pid}.tmp`, '.a.json.tmp', '.tmp', 'a.json.tmp']
  const folder = folderOf(Object.fromEntries(names.map((name) => [name, 'mine'])))
  placeFile(join(folder, 'a.json'), 'text', { isForced: false })
  expect(readdirSync(folder).toSorted()).toEqual([...names, 'a.json'].toSorted())
  expect(names.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(names.map(() => 'mine'))
})

test('maqal import never writes over the document that it reads', async () => {
  const text = 'T\n\nR\n\nO\n\nA sentence.'
  const cwd = folderOf({ 'a.json': text })
  const argv = ['a.json', '--format', 'text', '--language', 'en', '--out', './a.json', '--force']
  expect(await maqalImport(argv, { cwd })).toEqual({
    code: 1,
    out: '',
    err: './a.json is the document itself: give another --id or --out\n',
  })
  expect(readFileSync(join(cwd, 'a.json'), 'utf8')).toBe(text)
  writeFileSync(join(cwd, 'b.txt'), text)
  expect((await maqalImport(['b.txt', ...argv.slice(3)], { cwd })).code).toBe(0)
})
